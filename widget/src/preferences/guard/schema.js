/** @import { Schema } from '../../types.js' */

/** Whether a far-reaching action is asked about first. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
