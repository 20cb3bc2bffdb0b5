/** @import { Schema } from '../../types.js' */

/** How pages are printed: as the portal has it, large, or on a receipt of 80 mm. @type {Schema} */
export const schema = { initial: 'page', choices: ['page', 'large', 'receipt'] }
