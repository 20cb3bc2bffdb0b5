/** @import { Schema } from '../../types.js' */

/** The font of text; `clear` is for Latin letters that are easily mistaken. @type {Schema} */
export const schema = { initial: 'page', choices: ['page', 'hei', 'kai', 'clear'] }
