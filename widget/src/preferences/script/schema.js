/** @import { Schema } from '../../types.js' */

/** Chinese characters as the page has them, or traditional ones. @type {Schema} */
export const schema = { initial: 'page', choices: ['page', 'traditional'] }
