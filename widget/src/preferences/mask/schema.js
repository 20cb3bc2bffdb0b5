/** @import { Schema } from '../../types.js' */

/** Whether all but the lines that are read are dimmed, and how many those are. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'narrow', 'on', 'wide'] }
