/** @import { Schema } from '../../types.js' */

/** How large the page is, in percent. @type {Schema} */
export const schema = { initial: 100, min: 100, max: 300, step: 25 }
