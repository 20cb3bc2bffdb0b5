import { dimPictures } from '../../generated/css/dimPictures.js'
import { themePage } from '../../generated/css/themePage.js'
import { palettes } from '../../generated/themes.js'
import { luminance, partsOf } from './own.js'

/** @import { Value } from '../../types.js' */

/**
 * The declarations of a palette or of the visitor's own colours; nothing for none.
 *
 * @param {Value} value
 */
export function declarations(value) {
  const [paper, ink, link] = partsOf(`${value}`)
  if (!paper) return palettes[value] ?? ''
  // Where black and white ink would be equally clear: 1.05 / 0.05 = 21, halfway is its root.
  const scheme = luminance(paper) > 0.179 ? 'light' : 'dark'
  return `color-scheme:${scheme};--a11y-bg:${paper};--a11y-fg:${ink};--a11y-link:${link}`
}

/**
 * The style sheet of a palette; nothing for none.
 *
 * @param {Value} value
 */
export function early(value) {
  const css = declarations(value)
  return css && `:root{${css}}${themePage}${css.includes('--a11y-hue') ? dimPictures : ''}`
}
