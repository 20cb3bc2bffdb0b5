import { hasText } from '../../page/text.js'

/** @import { Marks } from '../../types.js' */
/**
 * @typedef {object} Metrics
 * @property {number} size px
 * @property {number} line px; NaN: normal
 * @property {boolean} fixed its lines are not set further apart
 * @property {boolean} bare it has lines, but no text of its own
 */

const SKIP = new Set([
  'script',
  'style',
  'noscript',
  'template',
  'title',
  'head',
  'iframe',
  'object',
  'canvas',
  'video',
  'audio',
])
const CONTROL = new Set(['input', 'select', 'textarea', 'button'])
/** Below this, in px, text is not meant to be seen: a picture stands for it. */
const INVISIBLE = 3

/** @param {Element} element */
const carriesText = (element) =>
  element instanceof HTMLElement &&
  !SKIP.has(element.localName) &&
  (CONTROL.has(element.localName) || hasText(element))

/**
 * Whether it is a list item whose text is all in inline elements. Where a document type of old makes
 * Chromium use its quirks, only the first line of such an item is as high as that text needs, all
 * others as the item's own line height says.
 *
 * @param {Element} element
 */
const holdsLines = (element) =>
  element.localName == 'li' &&
  getComputedStyle(element).display == 'list-item' &&
  [...element.children].some((child) => carriesText(child) && isInline(child))

/** @param {Element} element */
const isInline = (element) => getComputedStyle(element).display == 'inline'

/**
 * Scales text by giving each element that holds some its own size times a factor. No size is
 * inherited from a scaled one, so nothing compounds.
 *
 * @param {Marks} marks
 */
export function createTextScale(marks) {
  /** The size and line height that the page chose, by their mark. @type {Map<string, Metrics>} */
  const metrics = new Map()
  /** What has been measured, and the mark that it gets. @type {Map<Element, string>} */
  let measured = new Map()
  let marked = false

  /** @param {Element} element @param {boolean} [bare] @returns {string | undefined} */
  function keyOf(element, bare = false) {
    const { fontSize, lineHeight } = getComputedStyle(element)
    const size = parseFloat(fontSize)
    if (!(size >= INVISIBLE)) return
    const line = parseFloat(lineHeight)
    // The lines of a control are its own affair.
    const fixed = CONTROL.has(element.localName)
    if (bare && !line) return
    const key = `${round(size)}/${line ? round(line) : 'n'}${fixed ? '!' : ''}${bare ? '-' : ''}`
    if (!metrics.has(key)) metrics.set(key, { size, line, fixed, bare })
    return key
  }

  /** @param {Element[]} elements */
  function keysOf(elements) {
    /** @type {Map<Element, string>} */
    const keys = new Map()
    for (const element of elements) {
      const key = carriesText(element)
        ? keyOf(element)
        : holdsLines(element) && keyOf(element, true)
      if (key) keys.set(element, key)
    }
    return keys
  }

  return {
    /**
     * The rules of all marks.
     *
     * @param {number} scale
     * @param {number} least height of lines, in sizes of their text; 0: as the page has them
     */
    css(scale, least) {
      return [...metrics].map(([key, each]) => rule(key, each, scale, least)).join('')
    },
    /**
     * Read what holds text, while the page is as the portal made it.
     *
     * @param {Element[]} elements
     * @returns {Element[]}
     */
    measure(elements) {
      this.clear()
      measured = keysOf(elements)
      return [...measured.keys()].filter(carriesText)
    },
    /** Mark what has been measured, or take the marks off. @param {boolean} on */
    mark(on) {
      if (on == marked) return
      if (on) measured.forEach((key, element) => marks.set(element, 's', key))
      else marks.clear('s')
      marked = on
    },
    /**
     * Mark elements among others that are scaled already. What they inherit is taken off meanwhile.
     *
     * @param {Element[]} elements
     * @param {() => void} look at the elements while they have their own sizes
     */
    markLate(elements, look) {
      if (!marked) return look()
      /** @type {Map<Element, string>} */
      const above = new Map()
      for (const element of elements) {
        marks.remove(element, 's')
        for (let at = element.parentElement; at && !above.has(at); at = at.parentElement) {
          above.set(at, at.getAttribute('data-a11y-s') ?? '')
        }
      }
      above.forEach((key, element) => key && marks.remove(element, 's'))
      look()
      const keys = keysOf(elements)
      const again = new Set(elements)
      above.forEach((key, element) => key && !again.has(element) && marks.set(element, 's', key))
      keys.forEach((key, element) => marks.set(element, 's', key))
    },
    clear() {
      if (marked) marks.clear('s')
      marked = false
      measured.clear()
      metrics.clear()
    },
  }
}

/**
 * A line grows with its text, but a generous line height need not double: one and a half times the
 * text is what WCAG asks for (SC 1.4.12), and a single line in a tall bar stays centred.
 *
 * @param {string} key
 * @param {Metrics} metrics
 * @param {number} scale
 * @param {number} least
 */
function rule(key, { size, line, fixed, bare }, scale, least) {
  const font = scale > 1 && !bare ? `font-size:calc(${round(size)}px*var(--a11y-text))!important;` : ''
  const own = line ? [`${round(line)}px`, times(Math.min(line, 1.5 * size))] : []
  const wide = least && !fixed && !(line >= least * size) ? [times(least * size)] : []
  const heights = [...own, ...wide]
  const height = heights.length > 1 ? `max(${heights})` : heights[0]
  return `[data-a11y-s="${key}"]{${font}${height ? `line-height:${height}!important` : ''}}`
}

/** @param {number} px */
const times = (px) => `calc(${round(px)}px*var(--a11y-text))`

/** @param {number} px */
const round = (px) => Math.round(px * 100) / 100
