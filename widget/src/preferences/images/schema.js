/** @import { Schema } from '../../types.js' */

/** Whether pictures are replaced by what they say. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
