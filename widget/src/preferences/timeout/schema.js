/** @import { Schema } from '../../types.js' */

/** Whether a page that is about to leave by itself says so before. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
