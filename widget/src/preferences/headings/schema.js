/** @import { Schema } from '../../types.js' */

/** Whether headings stand out. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
