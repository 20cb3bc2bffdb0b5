import { effectiveZoom } from './zoom.js'

/** @import { Boot } from '../types.js' */

const KEY = Symbol.for('a11y')

/** @param {Window} view @returns {Boot | undefined} */
export function coreOf(view) {
  try {
    return /** @type {any} */ (view)[KEY]
  } catch {} // of another site
}

/**
 * Wake the toolbar's other half in every frame of this site: until now nothing was loaded there.
 *
 * @param {Window} [view]
 */
export function wakeFrames(view = self) {
  for (let at = 0; at < view.frames.length; at++) {
    const core = coreOf(view.frames[at])
    if (core) core.load()
    if (core) wakeFrames(view.frames[at])
  }
}

/** An element's box in px of its window, as `boxOf` of place.js, which is not of the core. */
/** @param {Element} element */
function drawn(element) {
  const { left, top, width, height } = element.getBoundingClientRect()
  const zoom = 'currentCSSZoom' in element ? 1 : effectiveZoom(element)
  return new DOMRect(left * zoom, top * zoom, width * zoom, height * zoom)
}

/** Where an element is in the window on top, in its px. @param {Element} element */
export function boxOnTop(element) {
  let { left, top: above, width, height } = drawn(element)
  try {
    for (let view = self; view.frameElement; view = /** @type {any} */ (view.parent)) {
      const box = drawn(view.frameElement)
      // Measured, because the frame may be zoomed with the page around it.
      const scale = box.width / view.innerWidth || 1
      left = box.left + left * scale
      above = box.top + above * scale
      width *= scale
      height *= scale
    }
  } catch {} // of another site
  return new DOMRect(left, above, width, height)
}
