/** Icons drawn in SVG: what has one colour is drawn in that of the text around. */

const SHAPES = 'path,rect,circle,ellipse,polygon,polyline,line,use'
/** More shapes than an icon has. */
const MANY = 40

/**
 * Which shapes of a drawing are to take the colour of text, and whether by fill, stroke or both; none
 * where the drawing has several colours and so is a picture.
 *
 * @param {SVGSVGElement} svg the outermost
 * @returns {[Element, string][]}
 */
export function inked(svg) {
  const symbols = [...svg.querySelectorAll('symbol')]
  if (symbols.length) return symbols.flatMap((symbol) => group(symbol) ?? [])
  return group(svg) ?? []
}

/** @param {Element} root @returns {[Element, string][] | undefined} */
function group(root) {
  const shapes = root.querySelectorAll(SHAPES)
  if (shapes.length > MANY || root.querySelector('text,image,foreignObject')) return
  const colors = new Set()
  /** @type {[Element, string][]} */
  const found = []
  for (const shape of shapes) {
    if (shape.closest('defs,clipPath,mask')?.contains(root) === false) continue
    const { fill, stroke } = getComputedStyle(shape)
    const paints = [fill, stroke].filter(drawn)
    paints.forEach((paint) => colors.add(paint))
    const how = (drawn(fill) ? 'f' : '') + (drawn(stroke) ? 's' : '')
    if (how) found.push([shape, how])
  }
  return colors.size == 1 && !/url/.test(`${[...colors]}`) ? found : undefined
}

/** @param {string} paint */
const drawn = (paint) => paint != 'none' && paint != 'rgba(0, 0, 0, 0)'
