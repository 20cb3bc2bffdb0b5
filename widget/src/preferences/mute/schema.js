/** @import { Schema } from '../../types.js' */

/** Whether the page is silent. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
