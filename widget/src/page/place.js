import { framing } from './frames.js'
import { effectiveZoom } from './zoom.js'

/** @import { Box, Spot } from '../types.js' */

/**
 * An element's box in px of its window. Chromium before 128 measures within a page that is zoomed,
 * in the page's px, while its events are in those of the window.
 *
 * @param {Element} element
 * @param {Element | Range} [part] of it, if not the whole
 * @returns {Box}
 */
export function boxOf(element, part = element) {
  const zoom = 'currentCSSZoom' in element ? 1 : effectiveZoom(element)
  const { left, top, right, bottom } = part.getBoundingClientRect()
  return { left: left * zoom, top: top * zoom, right: right * zoom, bottom: bottom * zoom }
}

/**
 * A spot in the px of this window, that of its element being this one or in one of its frames.
 *
 * @param {Spot} spot
 * @returns {Spot | undefined} none where the frame has gone
 */
export function placed(spot) {
  let { x, y } = spot.local
  let box = spot.box
  /** @type {Window | null} */
  let view = spot.element.ownerDocument.defaultView
  for (; view && view != window; view = framing(view)) {
    const frame = /** @type {HTMLIFrameElement | null} */ (view.frameElement)
    if (!frame) return undefined
    const outer = boxOf(frame)
    // Measured, because the frame may be zoomed with the page around it, or its own page in it.
    const border = frame.offsetWidth ? (outer.right - outer.left) / frame.offsetWidth : 1
    const scale = (border * frame.clientWidth) / view.innerWidth || 1
    const left = outer.left + frame.clientLeft * border
    const top = outer.top + frame.clientTop * border
    x = left + x * scale
    y = top + y * scale
    box = box && {
      left: left + box.left * scale,
      right: left + box.right * scale,
      top: top + box.top * scale,
      bottom: top + box.bottom * scale,
    }
  }
  return view ? { ...spot, x, y, box } : undefined
}
