import { palettes } from '../../generated/themes.js'

/** @import { Schema } from '../../types.js' */

/** Which palette the page wears. @type {Schema} */
export const schema = { initial: 'none', choices: ['none', ...Object.keys(palettes)] }
