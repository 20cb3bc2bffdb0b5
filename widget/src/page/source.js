/**
 * The page's own text, also where it is shown with pinyin or in traditional characters: in the frame
 * that a node stands in, whose half of the toolbar knows.
 */
import { coreOf } from './frames.js'

/** @param {Node} node */
function sourceIn({ ownerDocument }) {
  const view = ownerDocument?.defaultView
  return view ? coreOf(view)?.words : undefined
}

/** The text that a node has; empty for what we have added. @param {Text} node */
export const textOf = (node) => sourceIn(node)?.textOf(node) ?? node.data

/**
 * Where an offset in the text of a node is shown.
 *
 * @param {Text} node
 * @param {number} offset
 * @returns {[node: Text, offset: number]}
 */
export const placeOf = (node, offset) => sourceIn(node)?.placeOf(node, offset) ?? [node, offset]

/**
 * The page's own node, and the offset in its text, for a place in what is shown.
 *
 * @param {Node} node
 * @param {number} offset
 * @returns {[node: Node, offset: number]}
 */
export const sourceOf = (node, offset) => sourceIn(node)?.sourceOf(node, offset) ?? [node, offset]

/** Whether an element is one of those that show pinyin. @param {Element} element */
export const isPinyin = (element) => element.hasAttribute('data-a11y-y')
