import { palettes } from '../../generated/themes.js'

/** Which palette the page wears. @type {import('../../types').Schema} */
export const schema = { initial: 'none', choices: ['none', ...Object.keys(palettes)] }
