/** @import { Schema } from '../../types.js' */

/** How far paragraphs stand apart, in em. WCAG 1.4.12 asks for 2. @type {Schema} */
export const schema = { initial: 'page', choices: ['page', '1', '2', '3'] }
