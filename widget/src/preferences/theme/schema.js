import { palettes } from '../../generated/themes.js'
import { readable } from './own.js'

/** @import { Schema } from '../../types.js' */

/** Which palette the page wears, or which colours of the visitor's own. @type {Schema} */
export const schema = {
  initial: 'none',
  choices: ['none', ...Object.keys(palettes)],
  allows: readable,
}
