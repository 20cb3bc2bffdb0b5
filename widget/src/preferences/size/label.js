/**
 * Labels (tabs, headings, buttons) that stood in one line of a box of fixed width: they stay in one
 * line where there is room for it beside them.
 */
import { countLines, linesOf } from './lines.js'

/** @import { Marks } from '../../types.js' */
/** @import { Pair } from './overlap.js' */

/** Longer text is a sentence, and may break. In characters. */
const LABEL = 12

/** @param {Marks} marks */
export function createLabels(marks) {
  /** @type {Set<Element>} */
  let labels = new Set()

  return {
    /** @param {Element[]} texts as the page made them */
    remember(texts) {
      labels = new Set(texts.filter((text) => isShort(text) && countLines(linesOf(text)) == 1))
    },
    /**
     * Widen the boxes of labels that are broken by now.
     *
     * @param {() => Pair[]} overlaps which texts have come to lie over others
     */
    widen(overlaps) {
      /** What the cells of a table have taken of the room beside it. @type {Map<Element, number>} */
      const taken = new Map()
      /** @type {Map<Element, Element>} */
      const widened = new Map()
      for (const text of labels) {
        const box = countLines(linesOf(text)) > 1 && roomFor(text, taken)
        if (box) widened.set(text, box)
      }
      if (!widened.size) return
      const width = document.documentElement.scrollWidth
      const before = overlaps()
      for (const box of widened.values()) marks.set(box, 'x', '')
      /** Rather two lines than this. @param {(text: Element, box: Element) => boolean} wrong */
      const take = (wrong) =>
        widened.forEach((box, text) => wrong(text, box) && marks.remove(box, 'x'))
      const lie = overlaps().filter(([a, b]) => !before.some(([c, d]) => a == c && b == d))
      take((text) => lie.some((pair) => pair.includes(text)))
      if (document.documentElement.scrollWidth > width) {
        take((_, box) => getComputedStyle(box).display == 'table-cell')
      }
      if (document.documentElement.scrollWidth > width) take(() => true)
    },
    clear() {
      marks.clear('x')
      labels.clear()
    },
  }
}

/**
 * The box of a label, if there is room to make it as wide as the label in one line.
 *
 * @param {Element} text
 * @param {Map<Element, number>} taken
 */
function roomFor(text, taken) {
  let box = text
  while (box.parentElement && getComputedStyle(box).display == 'inline') box = box.parentElement
  const parent = box.parentElement
  // A word within a paragraph may stand on two lines.
  if (!parent || !isShort(box)) return
  const length = linesOf(text).reduce((sum, { left, right }) => sum + right - left, 0)
  const more = length + box.clientWidth - contentWidth(box) - box.clientWidth
  const table = getComputedStyle(box).display == 'table-cell' && box.closest('table')
  const outer = table ? table.parentElement : parent
  if (!outer) return
  const used = (taken.get(outer) ?? 0) + more
  const inner = table || box
  if (/** @type {HTMLElement} */ (inner).offsetWidth + used > contentWidth(outer)) return
  if (table) taken.set(outer, used)
  return box
}

/** @param {Element} box */
const isShort = (box) => (box.textContent ?? '').trim().length <= LABEL

/** @param {Element} box */
function contentWidth(box) {
  const { paddingLeft, paddingRight } = getComputedStyle(box)
  return box.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)
}
