/**
 * How much a window is magnified by the pages that frame it: a frame inherits the zoom of its place.
 *
 * @returns {number} 1 where nothing frames it, or only pages that we may not look into
 */
export function inheritedZoom() {
  // Chromium before 128 and WebKit do not hand it down.
  if (!('currentCSSZoom' in Element.prototype)) return 1
  let zoom = 1
  /** @type {Window} */
  let view = self
  try {
    while (view.frameElement) {
      zoom *= effectiveZoom(view.frameElement)
      view = view.parent
    }
  } catch {} // framed from elsewhere
  return zoom
}

/** @param {Element} element */
export function effectiveZoom(element) {
  if ('currentCSSZoom' in element) return /** @type {number} */ (element.currentCSSZoom)
  let zoom = 1
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
    zoom *= +getComputedStyle(at).zoom || 1
  }
  return zoom
}
