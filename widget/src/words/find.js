/** Which texts of a page are converted, and which of them make a line together. */
import { hasHan } from '../page/words.js'

/** Not for reading, typed by somebody, or to be left as it is. */
const SKIP =
  'script,style,noscript,template,textarea,input,select,code,pre,kbd,samp,svg,math,canvas,iframe,' +
  'object,embed,audio,video,ruby,[translate=no],.notranslate,a11y-toolbar,' +
  '[contenteditable]:not([contenteditable=false])'
const INLINE =
  /^(a|abbr|b|bdi|big|cite|dfn|em|font|i|ins|label|mark|q|s|small|span|strike|strong|sub|sup|tt|u|var)$/

/**
 * Whether an element's words are to be converted. Only a language that has hanzi too speaks against
 * it: templates from abroad and texts pasted from Word call Chinese English.
 *
 * @param {Element} element
 */
export function isOpen(element) {
  if (element.closest(SKIP)) return false
  const language = element.closest('[lang]')?.getAttribute('lang') ?? ''
  return !/^(zh-(hant|tw|hk|mo)|yue|ja|ko)\b/i.test(language)
}

/**
 * The lines in a part of the page: texts in which a word may go on from one to the next.
 *
 * @param {Node} root
 * @returns {Text[][]}
 */
export function linesIn(root) {
  /** @type {Text[][]} */
  const lines = []
  /** @type {Element | undefined} */
  let block
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = /** @type {Text} */ (node)
    const { data, parentElement: parent, previousSibling: before } = text
    if (!data) continue
    if (!parent || !hasHan(data) || !isOpen(parent)) {
      block = undefined
      continue
    }
    const around = blockOf(parent)
    const broken = before instanceof Element && before.localName == 'br'
    if (around == block && !broken) lines[lines.length - 1].push(text)
    else lines.push([text])
    block = around
  }
  return lines
}

/** @param {Element} element */
function blockOf(element) {
  let block = element
  while (INLINE.test(block.localName) && block.parentElement) block = block.parentElement
  return block
}

/**
 * The texts that stand directly in an element, each a line of its own.
 *
 * @param {Element} element
 * @returns {Text[][]}
 */
export const linesOf = (element) =>
  isOpen(element)
    ? [...element.childNodes]
        .filter((node) => node.nodeType == Node.TEXT_NODE)
        .map((node) => [/** @type {Text} */ (node)])
        .filter(([{ data }]) => hasHan(data))
    : []

/**
 * Those of an element and all in it that nobody above is among.
 *
 * @param {Element[]} elements
 */
export function topmost(elements) {
  const all = new Set(elements)
  return elements.filter((element) => {
    for (let at = element.parentElement; at; at = at.parentElement) if (all.has(at)) return false
    return true
  })
}

/** Whether it can be seen without scrolling. @param {Text[]} line */
export function isInView([text]) {
  const box = text.parentElement?.getBoundingClientRect()
  return !!box?.width && box.bottom > 0 && box.top < innerHeight
}
