/** @import { Schema } from '../../types.js' */

/** Whether the focus is shown more strongly. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
