/** @import { Schema } from '../../types.js' */

/** Whether the field that is filled in is explained in large type. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
