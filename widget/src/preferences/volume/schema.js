/** @import { Schema } from '../../types.js' */

/** How loud the page is read, in percent. @type {Schema} */
export const schema = { initial: 100, min: 20, max: 100, step: 20 }
