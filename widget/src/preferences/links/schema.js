/** @import { Schema } from '../../types.js' */

/** Whether links stand out. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
