import { themePage } from '../../generated/css/themePage.js'
import { palettes } from '../../generated/themes.js'

/** @import { Value } from '../../types.js' */

/**
 * The style sheet of a palette; nothing for none.
 *
 * @param {Value} name
 */
export const early = (name) => (palettes[name] ? `:root{${palettes[name]}}${themePage}` : '')
