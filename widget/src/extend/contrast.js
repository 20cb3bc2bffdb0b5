/** @param {string} hex `#rgb` or `#rrggbb` */
function luminance(hex) {
  const full = hex.length == 4 ? hex.replace(/\w/g, '$&$&') : hex
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = parseInt(full.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/**
 * The contrast ratio of two colours (WCAG 2.2).
 *
 * @param {string} one `#rgb` or `#rrggbb`
 * @param {string} other
 */
export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}
