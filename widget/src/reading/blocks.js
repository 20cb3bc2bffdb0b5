/** The text of a part of the page as blocks, with the way back to its nodes. Nothing is touched. */

import { isPinyin, placeOf, textOf } from '../page/source.js'

/** @import { Block, Run } from './types.js' */

/** Never read: no text for people, or what somebody has typed. */
const SILENT = new Set(
  (
    'script style noscript template head title nav iframe frame object embed video audio canvas svg ' +
    'math map area input select option textarea button datalist progress meter dialog rp rt a11y-toolbar'
  ).split(' '),
)
const SILENT_ROLES = new Set(
  'navigation search menu menubar toolbar tablist textbox searchbox combobox listbox slider'.split(' '),
)
const SPACE = /\s/
/** Soft hyphens, zero-width spaces and joiners, byte order marks: seen by nobody. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2060\ufeff]/
const HAN = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/
const LETTER = /[\p{L}\p{N}]/u
/** A text without any paragraph is cut into blocks of about this length, to be planned in parts. */
const LONG = 4000
/** A row with more text than this is a layout, not data. */
const LONG_ROW = 240

/**
 * Whether nobody reads this element and what is in it.
 * @param {Element} element
 */
export function isSilent(element) {
  const role = element.getAttribute('role')
  return (
    SILENT.has(element.localName) ||
    isPinyin(element) ||
    (role !== null && SILENT_ROLES.has(role)) ||
    element.getAttribute('aria-hidden') === 'true' ||
    element.hasAttribute('inert') ||
    /** @type {HTMLElement} */ (element).isContentEditable === true
  )
}

/**
 * @param {Element} element
 * @returns {CSSStyleDeclaration | undefined} undefined if the element is not shown
 */
function shownStyle(element) {
  const style = element.ownerDocument.defaultView?.getComputedStyle(element)
  if (!style || style.display === 'none') return undefined
  // Closed <details>, content-visibility: hidden. An element with display: contents has no box.
  if (style.display !== 'contents' && element.checkVisibility?.() === false) return undefined
  return style
}

/**
 * Whether a row holds data, to be read as one: several cells and no layout in them.
 * @param {Element} element
 */
function isDataRow(element) {
  const cells = [...element.children].filter((cell) => /^t[dh]$/.test(cell.localName))
  return (
    cells.length > 1 &&
    (element.textContent ?? '').trim().length <= LONG_ROW &&
    !element.querySelector('table, ul, ol, h1, h2, h3, h4, h5, h6, fieldset, p + p, div + div')
  )
}

/** Collects text into blocks, as a browser would lay it out: spaces collapse, lines end blocks. */
class Collector {
  /** @type {Block[]} */
  blocks = []
  #text = ''
  /** @type {Run[]} */
  #runs = []
  /** A space was met and is not written yet: true, or 'line' if it had a line feed. */
  #space = /** @type {boolean | 'line'} */ (false)
  /** @type {string | undefined} */
  #language

  /** End the block that is being written. */
  end() {
    const last = this.#runs[this.#runs.length - 1]
    if (last && this.#text.endsWith('，') && last.at + last.length < this.#text.length) {
      this.#text = this.#text.slice(0, -1) // put there to part cells, and no cell follows
    }
    if (LETTER.test(this.#text)) {
      const block = { id: `b${this.blocks.length}`, text: this.#text, runs: this.#runs }
      this.blocks.push(this.#language ? { ...block, language: this.#language } : block)
    }
    this.#text = ''
    this.#runs = []
    this.#space = false
  }

  /**
   * @param {Text} node
   * @param {boolean} keepsLines whether a line feed is one
   */
  read(node, keepsLines) {
    const data = textOf(node)
    for (let offset = 0; offset < data.length; offset++) {
      const unit = data[offset]
      if (SPACE.test(unit)) {
        if (unit === '\n' && keepsLines) this.end()
        else if (this.#space !== 'line') this.#space = unit === '\n' ? 'line' : true
      } else if (!INVISIBLE.test(unit)) {
        this.#flushSpace(unit)
        this.#write(unit, node, offset)
      }
    }
  }

  /**
   * An element that is read by its name, such as a picture.
   * @param {Element} element
   * @param {string} name
   */
  readAs(element, name) {
    this.#space ||= true
    this.#flushSpace(name)
    this.#note(element)
    this.#runs.push({ at: this.#text.length, length: name.length, node: element })
    this.#text += name
    this.#space = true
  }

  /**
   * A block's language is that of its beginning. What the root says is the page's, and sent with it.
   * @param {Element | null} element
   */
  #note(element) {
    if (this.#text) return
    const said = element?.closest('[lang]')
    this.#language = said?.parentElement ? (said.getAttribute('lang') ?? '').slice(0, 35) || undefined : undefined
  }

  /** Part what comes from what was, as the cells of a row. */
  part() {
    if (this.#text && !/[\s,;:。、，；：！？]$/.test(this.#text)) this.#text += '，'
    this.#space = false
  }

  /** @param {string} next */
  #flushSpace(next) {
    const last = this.#text.slice(-1)
    // A source line that ends between two hanzi is no space in speech.
    const joins = this.#space === 'line' && HAN.test(last) && HAN.test(next[0])
    if (this.#space && last && last !== '，' && !joins) this.#text += ' '
    this.#space = false
  }

  /**
   * @param {string} unit
   * @param {Text} node
   * @param {number} offset
   */
  #write(unit, node, offset) {
    this.#note(node.parentElement)
    const run = this.#runs[this.#runs.length - 1]
    const at = this.#text.length
    if (run?.node === node && at === run.at + run.length && offset === (run.offset ?? 0) + run.length) {
      run.length++
    } else {
      this.#runs.push({ at, length: 1, node, offset })
    }
    this.#text += unit
    if (at > LONG && (unit === '。' || at > 2 * LONG) && !/[\ud800-\udbff]/.test(unit)) this.end()
  }
}

/**
 * The blocks of text in an element, in reading order.
 * @param {Element} root
 * @param {(element: Element) => boolean} [skip] further elements to leave out
 * @returns {Block[]}
 */
export function readBlocks(root, skip) {
  const collector = new Collector()
  walk(root, collector, false, skip ?? (() => false))
  collector.end()
  return collector.blocks
}

/**
 * @param {Element} element
 * @param {Collector} collector
 * @param {boolean} inRow whether this is in a row that is read as one
 * @param {(element: Element) => boolean} skip
 */
function walk(element, collector, inRow, skip) {
  if (isSilent(element) || skip(element)) return
  if (element.localName === 'br') return inRow ? undefined : collector.end()
  const style = shownStyle(element)
  if (!style) return
  const visible = style.visibility === 'visible'
  if (element.localName === 'img') return visible ? readImage(element, collector) : undefined
  const isRow = !inRow && element.localName === 'tr' && isDataRow(element)
  const ends = !inRow && !/^(inline|contents|ruby)/.test(style.display)
  if (ends) collector.end()
  const keepsLines = /^(pre|break-spaces)/.test(style.whiteSpace)
  for (const child of element.childNodes) {
    if (child.nodeType === 3) {
      if (visible) collector.read(/** @type {Text} */ (child), keepsLines && !inRow)
    } else if (child.nodeType === 1) {
      const inner = /** @type {Element} */ (child)
      walk(inner, collector, inRow || isRow, skip)
      if (isRow && /^t[dh]$/.test(inner.localName)) collector.part()
    }
  }
  if (ends) collector.end()
}

/**
 * @param {Element} image
 * @param {Collector} collector
 */
function readImage(image, collector) {
  const name = (image.getAttribute('alt') ?? '').replace(/\s+/g, ' ').trim()
  // A file's name or address says nothing to anybody.
  if (name && !/\.(jpe?g|png|gif|bmp|webp|svg)$/i.test(name) && !/^https?:/i.test(name)) {
    collector.readAs(image, name)
  }
}

/**
 * A part of a block, with the way back to its nodes.
 * @param {Block} block
 * @param {number} start
 * @param {number} end
 * @returns {Block}
 */
export function partOf(block, start, end) {
  const runs = block.runs.flatMap((run) => {
    const from = Math.max(run.at, start)
    const length = Math.min(run.at + run.length, end) - from
    const into = from - run.at
    if (length <= 0) return []
    const place = run.offset === undefined ? {} : { offset: run.offset + into }
    return [{ ...run, at: from - start, length, ...place }]
  })
  return { ...block, text: block.text.slice(start, end), runs }
}

/**
 * The range of the page that a span of a block's text was read from.
 * @param {Block} block
 * @param {number} start
 * @param {number} end
 * @returns {Range | undefined} undefined where the page has changed so that nothing of it is left
 */
export function rangeOf(block, start, end) {
  const runs = block.runs.filter((run) => run.at < end && run.at + run.length > start && run.node.isConnected)
  const first = runs[0]
  const last = runs[runs.length - 1]
  if (!first || !last || first.node.ownerDocument !== last.node.ownerDocument) return undefined
  const range = /** @type {Document} */ (first.node.ownerDocument).createRange()
  if (first.offset === undefined) range.setStartBefore(first.node)
  else range.setStart(...within(first, start))
  if (last.offset === undefined) range.setEndAfter(last.node)
  else range.setEnd(...within(last, end))
  return range
}

/**
 * Where a place in a run is shown: its text node may have become shorter, or others stand for it.
 * @param {Run} run
 * @param {number} at
 * @returns {[node: Text, offset: number]}
 */
function within(run, at) {
  const into = Math.min(Math.max(at - run.at, 0), run.length)
  const [node, offset] = placeOf(/** @type {Text} */ (run.node), (run.offset ?? 0) + into)
  return [node, Math.min(offset, node.data.length)]
}
