import { showsText } from '../../page/text.js'
import { LIGHT, early } from './early.js'

/** @import { Enactor, Page, Value } from '../../types.js' */

/** Smaller background pictures are icons, which carry a meaning: px of the shorter side. */
const ICON = 64

/**
 * Pictures by a style sheet; large background pictures without text by a veil within their box: a
 * filter would make a containing block of it and move what is fixed within.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor({ sheets, marks }) {
  /** @type {Value} */
  let now = 'off'

  /** @param {Element[]} elements */
  function veil(elements) {
    const found = elements.filter(isPicture)
    for (const element of found) marks.set(element, 'dv', '')
  }

  return {
    enact(value) {
      const before = now
      now = value
      if (!LIGHT[now]) {
        sheets.set('dim', '')
        marks.clear('dv')
        return
      }
      if (before == 'off') veil(marks.elements())
      const shade = `inset 0 0 0 100vmax rgb(0 0 0/${1 - LIGHT[now]})`
      sheets.set('dim', `${early(now)}[data-a11y-dv]{box-shadow:${shade}!important}`)
    },
    refresh(added, touched) {
      if (LIGHT[now]) veil([...added, ...touched])
    },
  }
}

/** @param {Element} element */
function isPicture(element) {
  const { backgroundImage } = getComputedStyle(element)
  if (!backgroundImage.includes('url(')) return false
  const { width, height } = element.getBoundingClientRect()
  return Math.min(width, height) >= ICON && !showsText(element)
}
