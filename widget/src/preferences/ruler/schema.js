/** @import { Schema } from '../../types.js' */

/** Whether a ruler lies over the line that is read, and how high it is. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'narrow', 'on', 'wide'] }
