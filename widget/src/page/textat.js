import { readBlocks } from '../reading/blocks.js'
import { sentencesOf, textOf } from '../reading/sentences.js'
import { boxOf } from './place.js'
import { sourceOf } from './source.js'

/** @import { Spot } from '../types.js' */

const FIELDS = [
  'input',
  'select',
  'textarea',
  '[role=textbox]',
  '[role=searchbox]',
  '[role=combobox]',
  '[role=spinbutton]',
  '[role=slider]',
  '[contenteditable=""]',
  '[contenteditable=true]',
].join()
/** What stands for itself in one piece. */
const WHOLE =
  'a,button,label,h1,h2,h3,h4,h5,h6,summary,th,legend,caption,figcaption,dt,' +
  '[role=button],[role=link],[role=tab],[role=menuitem],[role=option],[role=heading]'
/** What is in others but is not what they say: what was chosen or typed, pinyin. */
const SILENT = 'select,textarea,rt,rp,script,style'
const PICTURES = 'img,area,svg,[role=img]'
/** Text further away than this is not what is pointed at, in px: a hand trembles. */
const NEAR = 96
/** A block of more text than this is a page without paragraphs. */
const LONG = 4000
const END = /[。！？；\n][”’"'』」）)】》]*$|[.!?;]$/

/**
 * The words at a place, as somebody would read them out: of a picture its alternative, of a field
 * its label and never what is in it, of a link or heading all of it, of a table's cell its header
 * too, else the sentence.
 *
 * @param {Spot} spot
 * @param {number} longest in characters; more is cut
 * @returns {string} empty where there are none
 */
export function textAt(spot, longest) {
  const text = squeeze(wordsAt(spot) ?? '')
  return text.length > longest ? `${text.slice(0, longest)}…` : text
}

/** @param {Spot} spot */
function wordsAt({ kind, element, local }) {
  const option = /** @type {HTMLOptionElement | null} */ (element.closest('option'))
  if (option) return option.label
  const field = element.closest(FIELDS)
  // Nothing else will do for a field: what is in it is nobody's business.
  if (field) return labelOf(field)
  return (
    wholeOf(element) ||
    pictureOf(element) ||
    cellOf(element) ||
    (kind == 'focus' ? wordsOf(element) : sentenceAt(local, element))
  )
}

/** @param {string} text */
const squeeze = (text) => text.replace(/\s+/g, ' ').trim()

/** @param {Element} field */
function labelOf(field) {
  const { labels, type, value } = /** @type {HTMLInputElement} */ (field)
  if (/^(submit|button|reset)$/.test(type) && value) return value
  return (
    nameOf(field) ||
    [...(labels ?? [])].map(wordsOf).join(' ') ||
    field.getAttribute('alt') ||
    field.getAttribute('title') ||
    field.getAttribute('placeholder')
  )
}

/** What ARIA calls it. @param {Element} element */
function nameOf(element) {
  const ids = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? []
  const root = /** @type {Document | ShadowRoot} */ (element.getRootNode())
  const by = ids.map((id) => root.getElementById?.(id)?.textContent ?? '').join(' ')
  return squeeze(by) || element.getAttribute('aria-label')
}

/** @param {Element} element */
function wholeOf(element) {
  const whole = element.closest(WHOLE)
  return whole && wordsOf(whole)
}

/** @param {Element} element */
function pictureOf(element) {
  const picture = element.closest(PICTURES)
  return picture && (alternative(picture) || picture.getAttribute('title'))
}

/** @param {Element} picture */
const alternative = (picture) =>
  nameOf(picture) || picture.getAttribute('alt') || picture.querySelector('title')?.textContent

/** @param {Element} element @returns {string} */
function wordsOf(element) {
  const shown = element.querySelector(SILENT)
    ? textWithout(element)
    : /** @type {HTMLElement} */ (element).innerText
  return (
    nameOf(element) ||
    squeeze(shown ?? element.textContent ?? '') ||
    [...element.querySelectorAll(PICTURES)].map(alternative).find(Boolean) ||
    element.getAttribute('title') ||
    ''
  )
}

/** @param {Element} element */
function textWithout(element) {
  const walker = element.ownerDocument.createTreeWalker(element, 4)
  let text = ''
  while (walker.nextNode()) {
    const { data, parentElement } = /** @type {Text} */ (walker.currentNode)
    if (!parentElement?.closest(SILENT)) text += data
  }
  return text
}

/** A cell of a table that has headers, with its own. @param {Element} element */
function cellOf(element) {
  const cell = /** @type {HTMLTableCellElement | null} */ (element.closest('td'))
  const table = cell?.closest('table')
  if (!cell || !table?.querySelector('th') || cell.querySelector('table')) return ''
  const text = wordsOf(cell)
  const header = headerOf(cell, table)
  return header && text ? `${header}：${text}` : text
}

/** @param {HTMLTableCellElement} cell @param {HTMLTableElement} table */
function headerOf(cell, table) {
  const named = cell.headers && cell.ownerDocument.getElementById(cell.headers.split(/\s+/)[0])
  if (named) return wordsOf(named)
  const row = /** @type {HTMLTableRowElement} */ (cell.parentElement)
  const column = columnOf(row, cell)
  const above = [...table.rows]
    .slice(0, row.rowIndex)
    .map((each) => [...each.cells].find((other) => covers(each, other, column)))
    .reverse()
    .find((other) => other?.localName == 'th')
  const beside = [...row.cells].find((other) => other.localName == 'th' && other != cell)
  return squeeze([beside, above].map((header) => (header ? wordsOf(header) : '')).join(' '))
}

/** @param {HTMLTableRowElement} row @param {HTMLTableCellElement} cell */
function columnOf(row, cell) {
  let column = 0
  for (const other of row.cells) {
    if (other == cell) break
    column += other.colSpan
  }
  return column
}

/** @param {HTMLTableRowElement} row @param {HTMLTableCellElement} cell @param {number} column */
function covers(row, cell, column) {
  const first = columnOf(row, cell)
  return first <= column && column < first + cell.colSpan
}

/** @param {{ x: number, y: number }} place in px of the element's window @param {Element} element */
function sentenceAt(place, element) {
  const caret = caretAt(element.ownerDocument, place)
  // A text in a shadow root is not found by place: there the whole of a short element has to do.
  if (!caret || !element.contains(caret.node))
    return element.getRootNode() == element.ownerDocument ? '' : wordsOf(element)
  const character = characterAt(caret, place)
  if (character === undefined) return ''
  // The page's own text, where pinyin or traditional characters stand for it.
  const [source, offset] = sourceOf(caret.node, character)
  const node = /** @type {Text} */ (source)
  const block = blockAround(node) ?? {
    id: '',
    text: node.data,
    runs: [{ at: 0, length: node.data.length, node, offset: 0 }],
  }
  const run = block.runs.find(
    (each) => each.node == node && offset < (each.offset ?? 0) + each.length,
  )
  const at = run ? run.at + Math.max(offset - (run.offset ?? 0), 0) : 0
  const parts = sentencesOf(block)
  let first = parts.findIndex(({ end }) => at < end)
  if (first < 0) return ''
  // Cut for the voice only: put together again.
  let last = first
  while (first > 0 && !END.test(textOf(parts[first - 1]))) first--
  while (last < parts.length - 1 && !END.test(textOf(parts[last]))) last++
  return block.text.slice(parts[first].start, parts[last].end)
}

/** @param {Document} doc @param {{ x: number, y: number }} place */
function caretAt(doc, { x, y }) {
  // Firefox has but the second one, older browsers but the first.
  const range = 'caretRangeFromPoint' in doc ? doc.caretRangeFromPoint(x, y) : undefined
  const position = range ? undefined : doc.caretPositionFromPoint?.(x, y)
  const node = range?.startContainer ?? position?.offsetNode
  if (node?.nodeType != 3) return undefined
  return { node: /** @type {Text} */ (node), offset: range?.startOffset ?? position?.offset ?? 0 }
}

/** Which character of the text is there: a caret stands between two. None where it is far off. */
/** @param {{ node: Text, offset: number }} caret @param {{ x: number, y: number }} place */
function characterAt({ node, offset }, { x, y }) {
  const element = /** @type {Element} */ (node.parentElement)
  const range = node.ownerDocument.createRange()
  const found = [offset, offset - 1].map((at) => {
    if (at < 0 || at >= node.length) return Infinity
    range.setStart(node, at)
    range.setEnd(node, at + 1)
    const { left, right, top, bottom } = boxOf(element, range)
    return Math.max(left - x, x - right, top - y, y - bottom)
  })
  const [after, before] = found
  if (Math.min(after, before) > NEAR) return undefined
  return after <= before ? offset : offset - 1
}

/** The paragraph that a text belongs to, with the links and bold words in it. @param {Text} node */
function blockAround(node) {
  let element = node.parentElement
  while (element && /^(inline|contents|ruby)/.test(display(element)) && element.parentElement) {
    if (/^inline-/.test(display(element))) break
    element = element.parentElement
  }
  if (!element || (element.textContent ?? '').length > LONG) return undefined
  return readBlocks(element).find(({ runs }) => runs.some((run) => run.node == node))
}

/** @param {Element} element */
const display = (element) =>
  element.ownerDocument.defaultView?.getComputedStyle(element).display ?? 'block'
