import { textAt } from '../../page/textat.js'

/** @import { Spot } from '../../types.js' */

/** How far the box stays away from the pointer, in px. */
const GAP = 28

/**
 * Show the text at a place in a box beside it, below where there is room, never under the pointer.
 *
 * @param {HTMLElement} element
 * @param {Spot} spot
 */
export function magnify(element, spot) {
  const text = textAt(spot)
  element.hidden = !text
  if (!text) return
  element.textContent = text
  const { offsetWidth: width, offsetHeight: height } = element
  const left = Math.min(Math.max(16, spot.x - width / 2), innerWidth - width - 16)
  const below = spot.y + GAP
  const top = below + height < innerHeight - 16 ? below : Math.max(16, spot.y - GAP - height)
  element.style.setProperty('transform', `translate(${Math.round(left)}px,${Math.round(top)}px)`)
}
