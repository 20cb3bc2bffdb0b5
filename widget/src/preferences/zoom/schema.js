/** @import { Schema } from '../../types.js' */

/** How large the page is as a whole, in percent, whatever room that takes. @type {Schema} */
export const schema = { initial: 100, min: 50, max: 200, step: 25 }
