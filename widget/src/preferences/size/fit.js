/** Pages are made for windows of this width and more (WCAG 2.2, SC 1.4.10), in px. */
const LEAST = 320

/** Whether the page needs more room sideways than the window has. */
export function overflows() {
  // The root's own box has the window's width in standards and in quirks mode alike.
  const { scrollWidth, clientWidth } = document.documentElement
  return scrollWidth > clientWidth + 1
}

/**
 * The zoom to try first.
 *
 * @param {number} wanted the magnification that the visitor wants
 * @param {number} floor the zoom at which the page is as the portal made it
 * @param {{ column: number, seen: number }} page how wide its column is in px, if that is known, and
 *   how wide its window
 */
export function firstZoom(wanted, floor, { column, seen }) {
  // A frame is as narrow as its place: its page knows that.
  if (top != window) return wanted
  const most = Math.min(innerWidth / LEAST, column ? cents(seen / column) : Infinity)
  return Math.max(floor, Math.min(wanted, most))
}

/**
 * The largest zoom at which the page needs no more room sideways than the window has.
 *
 * @param {number} first the zoom to begin with
 * @param {number} floor
 * @param {(zoom: number) => void} apply shows the page at a zoom; text is not scaled meanwhile
 * @returns {number} between floor and first; floor where the page is too wide by itself
 */
export function fit(first, floor, apply) {
  let zoom = first
  for (let attempt = 0; attempt < 4 && zoom > floor; attempt++) {
    apply(zoom)
    if (!overflows()) return zoom
    const { scrollWidth, clientWidth } = document.documentElement
    const next = cents((zoom * clientWidth) / scrollWidth)
    zoom = attempt == 3 ? floor : Math.max(floor, Math.min(next, zoom - 0.01))
  }
  return floor
}

/** Rounded down to hundredths. @param {number} zoom */
const cents = (zoom) => Math.floor(zoom * 100) / 100
