/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */

/**
 * The boxes of an element's own text, one or more for each line.
 *
 * @param {Element} element
 * @returns {Box[]}
 */
export function linesOf(element) {
  const lines = []
  const range = document.createRange()
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType != Node.TEXT_NODE || !/\S/.test(/** @type {Text} */ (node).data)) continue
    range.selectNodeContents(node)
    for (const box of range.getClientRects()) if (box.right - box.left > 1) lines.push(box)
  }
  return lines
}

/** How many lines those boxes stand in. @param {Box[]} boxes */
export const countLines = (boxes) => new Set(boxes.map(({ top }) => Math.round(top))).size
