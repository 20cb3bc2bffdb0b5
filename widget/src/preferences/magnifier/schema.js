/** @import { Schema } from '../../types.js' */

/** Whether the text at the pointer is shown large beside it. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
