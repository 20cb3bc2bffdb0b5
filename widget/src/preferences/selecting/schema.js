/** @import { Schema } from '../../types.js' */

/** Whether a button beside selected text reads it aloud. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
