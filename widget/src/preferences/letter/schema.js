/** @import { Schema } from '../../types.js' */

/** How far letters stand apart, in em. WCAG 1.4.12 asks for 0.12. @type {Schema} */
export const schema = { initial: 'page', choices: ['page', '0.06', '0.12', '0.2'] }
