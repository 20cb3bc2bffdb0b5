/** @import { Schema } from '../../types.js' */

/** How high lines are at least, in sizes of their text. WCAG 1.4.12 asks for 1.5. @type {Schema} */
export const schema = { initial: 'page', choices: ['page', '1.5', '2', '2.5'] }
