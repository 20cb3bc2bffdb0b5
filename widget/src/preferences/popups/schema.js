/** @import { Schema } from '../../types.js' */

/** Whether windows that float over the page are put away. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
