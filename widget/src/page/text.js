import { isPinyin } from './source.js'

/**
 * Whether text stands directly in the element, not only in elements within.
 *
 * @param {Element} element
 */
export function hasText(element) {
  if (isPinyin(element)) return false
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType == Node.TEXT_NODE && /\S/.test(/** @type {Text} */ (node).data)) return true
    if (node instanceof Element && isPinyin(node)) return true
  }
  return false
}

/**
 * The texts that stand directly in an element, those with pinyin among them; empty ones do not count.
 *
 * @param {Element} element
 * @returns {Text[]}
 */
export function textNodesOf(element) {
  /** @type {Text[]} */
  const found = []
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node instanceof Element && isPinyin(node)) found.push(...textNodesOf(node))
    else if (node.nodeType == Node.TEXT_NODE && /\S/.test(/** @type {Text} */ (node).data))
      found.push(/** @type {Text} */ (node))
  }
  return found
}

/**
 * Whether text can be seen in the element's box. Text that a picture stands for is there for
 * readers by ear alone: pushed out of the box, without a size, or not rendered.
 *
 * @param {Element} element
 * @param {boolean} [deep] also in the elements within
 */
export function showsText(element, deep = true) {
  const box = element.getBoundingClientRect()
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  // A first few tell: a picture that stands for text does not hold an article.
  for (let seen = 0; seen < 20 && walker.nextNode();) {
    const text = /** @type {Text} */ (walker.currentNode)
    const parent = /** @type {Element} */ (text.parentNode)
    const holder = isPinyin(parent) ? parent.parentNode : parent
    if (!/\S/.test(text.data) || (!deep && holder != element)) continue
    seen++
    range.selectNodeContents(text)
    const at = range.getBoundingClientRect()
    const meets =
      at.right > box.left + 1 &&
      at.left < box.right - 1 &&
      at.bottom > box.top + 1 &&
      at.top < box.bottom - 1
    if (meets && at.width > 2 && at.height > 2 && legible(/** @type {Element} */ (text.parentNode)))
      return true
  }
  return false
}

/** @param {Element} element */
function legible(element) {
  const { fontSize, visibility, clip, clipPath } = getComputedStyle(element)
  return (
    parseFloat(fontSize) > 2 &&
    visibility == 'visible' &&
    !clip.startsWith('rect') &&
    !clipPath.startsWith('inset(50%')
  )
}
