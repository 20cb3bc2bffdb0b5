/** How wide the page's column is by the portal's own word, so that no zoom need be tried in vain. */

/** So deep below the body columns are looked for, and at so many elements. */
const LEVELS = 5
const MOST = 400

/**
 * The widest column of a width in px, in px; 0 where there is none, or the browser doesn't tell.
 *
 * @param {HTMLElement | null} body
 */
export function columnOf(body) {
  let widest = 0
  let seen = 0
  let level = body ? [...body.children] : []
  for (let depth = 0; depth < LEVELS && seen < MOST; depth++) {
    /** @type {Element[]} */
    const next = []
    for (const element of level) {
      if (seen++ > MOST || !element.computedStyleMap) break
      const { position, overflowX, display } = getComputedStyle(element)
      if (display == 'none' || /absolute|fixed/.test(position)) continue
      const style = element.computedStyleMap()
      if (!style.get('max-width')?.toString().match(/%|px/)) {
        widest = Math.max(widest, px(style.get('width')), px(style.get('min-width')))
      }
      // What a box cuts does not make the page wider.
      if (overflowX == 'visible') next.push(...element.querySelectorAll(':scope>*')) // a form may have a field named children
    }
    level = next
  }
  return widest
}

/** @param {CSSStyleValue | undefined} width */
const px = (width) => (width instanceof CSSUnitValue && width.unit == 'px' ? width.value : 0)
