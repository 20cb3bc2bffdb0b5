/** Colours of the visitor's own: `paper-ink-link`, six hexadecimal digits each. */

/** Below this nothing is worn: neither the page nor the toolbar could be read any more. */
export const LEAST = 3

/** @param {string} value @returns {string[]} paper, ink and link as #rrggbb; none for a palette's name */
export const partsOf = (value) =>
  /^[0-9a-f]{6}(-[0-9a-f]{6}){2}$/.test(value) ? value.split('-').map((part) => '#' + part) : []

/** Whether it is a value, and one that can be read. @param {string} value */
export function readable(value) {
  const [paper, ink, link] = partsOf(value)
  return !!paper && contrast(ink, paper) >= LEAST && contrast(link, paper) >= LEAST
}

/** WCAG 2.2, definition of "contrast ratio". @param {string} one @param {string} other #rrggbb */
export function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** WCAG 2.2, definition of "relative luminance". @param {string} color #rrggbb */
export function luminance(color) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const channel = parseInt(color.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
