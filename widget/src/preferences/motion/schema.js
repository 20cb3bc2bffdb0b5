/** @import { Schema } from '../../types.js' */

/** Whether what moves by itself stands still. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
