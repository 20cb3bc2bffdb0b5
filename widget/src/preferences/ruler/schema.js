/** @import { Schema } from '../../types.js' */

/** Whether a ruler lies under the line that is read. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
