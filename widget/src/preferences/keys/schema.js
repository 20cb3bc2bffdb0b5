/** @import { Schema } from '../../types.js' */

/** Whether our keys work while care mode is on; outside it none does. @type {Schema} */
export const schema = { initial: 'on', choices: ['on', 'off'] }
