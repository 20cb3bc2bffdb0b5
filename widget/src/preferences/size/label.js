/**
 * Labels (tabs, headings, buttons) that stood in one line of a box of fixed width: they stay in one
 * line where there is room for it beside them.
 */
import { countLines, linesOf } from './lines.js'

/** @import { Marks } from '../../types.js' */
/** @import { Pair } from './overlap.js' */

/** Longer text is a sentence, and may break. In characters. */
const LABEL = 12
/** So many boxes around a label may be as narrow as it was. */
const LEVELS = 4

/** @param {Marks} marks */
export function createLabels(marks) {
  return {
    /**
     * Widen the boxes of labels that are broken by now.
     *
     * @param {Element[]} texts
     * @param {number} scale
     * @param {(box: Element) => number} widthOf how wide a box was before, in px
     * @param {() => Pair[]} overlaps which texts have come to lie over others
     */
    widen(texts, scale, widthOf, overlaps) {
      /** What the cells of a table have taken of the room beside it. @type {Map<Element, number>} */
      const taken = new Map()
      /** @type {Map<Element, Element[]>} */
      const widened = new Map()
      for (const text of texts) {
        if (!isShort(text) || !isHigh(text)) continue
        const boxes = roomFor(text, taken, scale, widthOf)
        if (boxes) widened.set(text, boxes)
      }
      if (!widened.size) return
      const width = document.documentElement.scrollWidth
      const before = overlaps()
      for (const boxes of widened.values()) for (const box of boxes) marks.set(box, 'x', '')
      /** Rather two lines than this. @param {(text: Element, box: Element) => boolean} wrong */
      const take = (wrong) =>
        widened.forEach((boxes, text) => {
          if (wrong(text, boxes[0])) for (const box of boxes) marks.remove(box, 'x')
        })
      const lie = overlaps().filter(([a, b]) => !before.some(([c, d]) => a == c && b == d))
      take((text) => lie.some((pair) => pair.includes(text)))
      if (document.documentElement.scrollWidth > width) {
        take((_, box) => getComputedStyle(box).display == 'table-cell')
      }
      if (document.documentElement.scrollWidth > width) take(() => true)
    },
    clear: () => marks.clear('x'),
  }
}

/** Whether more than one line may stand in it: cheaper than to count them. @param {Element} text */
const isHigh = (text) =>
  text.clientHeight
    ? text.scrollHeight > 1.8 * parseFloat(getComputedStyle(text).fontSize)
    : text.getClientRects().length > 1

/**
 * The box of a label that is broken, if it was not before, and there is room to make it as wide as
 * the label in one line; and the boxes around it that must be wider too.
 *
 * @param {Element} text
 * @param {Map<Element, number>} taken
 * @param {number} scale
 * @param {(box: Element) => number} widthOf
 */
function roomFor(text, taken, scale, widthOf) {
  const lines = linesOf(text)
  if (countLines(lines) < 2 || text.querySelector('br')) return
  let box = text
  while (box.parentElement && getComputedStyle(box).display == 'inline') box = box.parentElement
  const parent = box.parentElement
  // A word within a paragraph may stand on two lines.
  if (!parent || !isShort(box)) return
  const drawn = lines.reduce((sum, { left, right }) => sum + right - left, 0)
  const length = drawn / (box.getBoundingClientRect().width / widthAsDrawn(box) || 1)
  const content = contentWidth(box)
  const padding = box.clientWidth - content
  if (length / scale > widthOf(box) - padding + 2) return
  const table = getComputedStyle(box).display == 'table-cell' && box.closest('table')
  let outer = table ? table.parentElement : parent
  const boxes = [box]
  const more = length - content
  for (let inner = table || box; outer && boxes.length <= LEVELS; outer = outer.parentElement) {
    const used = (taken.get(outer) ?? 0) + more
    if (widthAsDrawn(inner) + used <= contentWidth(outer)) {
      if (table) taken.set(outer, used)
      return boxes
    }
    if (table || !isShort(outer)) return
    boxes.push((inner = outer))
  }
}

/** @param {Element} box */
const widthAsDrawn = (box) => /** @type {HTMLElement} */ (box).offsetWidth

/** @param {Element} box */
function isShort(box) {
  const all = (box.textContent ?? '').trim().length
  if (all <= LABEL || !box.querySelector('script,style')) return all <= LABEL
  return /** @type {HTMLElement} */ (box).innerText.trim().length <= LABEL
}

/** @param {Element} box */
function contentWidth(box) {
  const { paddingLeft, paddingRight } = getComputedStyle(box)
  return box.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)
}
