import { textNodesOf } from '../../page/text.js'

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
  for (const node of textNodesOf(element)) {
    range.selectNodeContents(node)
    for (const box of range.getClientRects()) if (box.right - box.left > 1) lines.push(box)
  }
  return lines
}

/** How many lines those boxes stand in. @param {Box[]} boxes */
export const countLines = (boxes) => new Set(boxes.map(({ top }) => Math.round(top))).size
