/** @import { Schema } from '../../types.js' */

/** How far words stand apart, in em. WCAG 1.4.12 asks for 0.16. @type {Schema} */
export const schema = { initial: 'page', choices: ['page', '0.16', '0.3', '0.5'] }
