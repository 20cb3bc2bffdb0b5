/** @import { Schema } from '../../types.js' */

/** Whether pinyin stands above the page's characters. @type {Schema} */
export const schema = { initial: 'off', choices: ['off', 'on'] }
