/** @import { Schema } from '../../types.js' */

/** Whether what the visitor points at, taps or goes to is read aloud. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
