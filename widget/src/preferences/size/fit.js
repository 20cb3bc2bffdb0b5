/** Pages are made for windows of this width and more (WCAG 2.2, SC 1.4.10), in px. */
const LEAST = 320

/**
 * The largest zoom at which the page needs no more room sideways than the window has.
 *
 * @param {number} wanted the magnification that the visitor wants
 * @param {number} floor the zoom at which the page is as the portal made it
 * @param {(zoom: number) => void} apply shows the page at a zoom; text is not scaled meanwhile
 * @returns {number} between floor and wanted; floor where the page is too wide by itself
 */
export function fit(wanted, floor, apply) {
  // A frame is as narrow as its place: its page knows that.
  let zoom = top == self ? Math.max(floor, Math.min(wanted, innerWidth / LEAST)) : wanted
  for (let attempt = 0; attempt < 4; attempt++) {
    apply(zoom)
    // The root's own box has the window's width in standards and in quirks mode alike.
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth + 1) return zoom
    const next = Math.floor(((zoom * clientWidth) / scrollWidth) * 100) / 100
    zoom = attempt == 3 ? floor : Math.max(floor, Math.min(next, zoom - 0.01))
    if (zoom == floor) break
  }
  apply(floor)
  return floor
}
