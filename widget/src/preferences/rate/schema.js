/** @import { Schema } from '../../types.js' */

/** How fast the page is read aloud, as a factor. @type {Schema} */
export const schema = { initial: 1, min: 0.5, max: 3, step: 0.25 }
