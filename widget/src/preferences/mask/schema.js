/** @import { Schema } from '../../types.js' */

/** Whether all but the lines that are read are dimmed. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
