/** Text that the page placed by coordinates, and that has grown into its neighbour: into the flow. */

/** @import { Marks } from '../../types.js' */
/** @import { Pair } from './overlap.js' */

/** @param {Marks} marks */
export function createFlow(marks) {
  /** Left margins in px. @type {Set<number>} */
  const margins = new Set()

  return {
    /**
     * @param {Pair[]} overlaps
     * @param {(text: Element) => boolean} wasFree whether it lay over nothing before
     * @returns {boolean} whether something moved
     */
    settle(overlaps, wasFree) {
      const boxOf = (/** @type {Element} */ one, /** @type {Element} */ other) =>
        placedBox(one, other, wasFree(one))
      const placed = new Set(
        overlaps.flatMap(([one, other]) => boxOf(one, other) ?? boxOf(other, one) ?? []),
      )
      const lefts = [...placed].map(leftOf)
      ;[...placed].forEach((element, at) => {
        margins.add(lefts[at])
        marks.set(element, 'f', `${lefts[at]}`)
      })
      return placed.size > 0
    },
    get css() {
      const rule = (/** @type {number} */ px) =>
        `[data-a11y-f="${px}"]{margin-left:${px}px!important}`
      return [...margins].map(rule).join('')
    },
    clear() {
      marks.clear('f')
      margins.clear()
    },
  }
}

/**
 * The box that places one text by coordinates, within the same box as the other text or where it lay
 * over nothing. What floats over the page (an advertisement) does so on purpose.
 *
 * @param {Element} text
 * @param {Element} other
 * @param {boolean} wasFree
 */
function placedBox(text, other, wasFree) {
  let at = /** @type {Element | null} */ (text)
  for (; at && !at.contains(other); at = at.parentElement) {
    if (getComputedStyle(at).position != 'absolute' || at.hasAttribute('data-a11y-f')) continue
    const place = /** @type {HTMLElement} */ (at).offsetParent
    if (place && place != document.body && (wasFree || place.contains(other))) return at
  }
}

/** How far it keeps from the left, in px: nothing where it was placed from the right. @param {Element} element */
function leftOf(element) {
  const left = parseFloat(getComputedStyle(element).left) || 0
  const width = element.parentElement?.clientWidth ?? 0
  return left > 0 && left < width / 2 ? Math.round(left) : 0
}
