/** @import { Schema } from '../../types.js' */

/** Whether two lines cross at the pointer. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
