import { hasText } from '../../page/text.js'

/** @import { Marks } from '../../types.js' */

const SKIP = new Set([
  'SCRIPT',
  'STYLE',
  'NOSCRIPT',
  'TEMPLATE',
  'TITLE',
  'HEAD',
  'IFRAME',
  'OBJECT',
  'CANVAS',
  'VIDEO',
  'AUDIO',
])
const CONTROL = new Set(['INPUT', 'SELECT', 'TEXTAREA', 'BUTTON'])
/** Below this, in px, text is not meant to be seen: a picture stands for it. */
const INVISIBLE = 3

/** @param {Element} element */
const carriesText = (element) =>
  element instanceof HTMLElement &&
  !SKIP.has(element.tagName) &&
  (CONTROL.has(element.tagName) || hasText(element))

/**
 * Scales text by giving each element that holds some its own size times a factor. No size is
 * inherited from a scaled one, so nothing compounds.
 *
 * @param {Marks} marks
 */
export function createTextScale(marks) {
  /** The rule of each mark, by its value: the size and line height that the page chose. */
  /** @type {Map<string, string>} */
  const rules = new Map()

  /** @param {Element} element @returns {string | undefined} */
  function measure(element) {
    const { fontSize, lineHeight } = getComputedStyle(element)
    const size = parseFloat(fontSize)
    if (!(size >= INVISIBLE)) return
    const line = parseFloat(lineHeight)
    const key = `${round(size)}/${line ? round(line) : 'n'}`
    if (!rules.has(key)) rules.set(key, rule(key, size, line))
    return key
  }

  return {
    get css() {
      return [...rules.values()].join('')
    },
    /**
     * Mark what holds text. Reads everything first, then writes.
     *
     * @param {Element[]} elements
     * @returns {Element[]} the marked ones
     */
    mark(elements) {
      const texts = elements.filter(carriesText)
      const keys = texts.map(measure)
      return texts.filter((element, at) => {
        const key = keys[at]
        if (key) marks.set(element, 's', key)
        return key
      })
    },
    /**
     * Mark elements among others that are scaled already. What they inherit is taken off meanwhile.
     *
     * @param {Element[]} elements
     * @param {() => void} look at the elements while they have their own sizes
     */
    markLate(elements, look) {
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
      const again = new Set(elements)
      const marked = this.mark(elements)
      above.forEach((key, element) => key && !again.has(element) && marks.set(element, 's', key))
      return marked
    },
    clear() {
      marks.clear('s')
      rules.clear()
    },
  }
}

/**
 * A line grows with its text, but a generous line height need not double: one and a half times the
 * text is what WCAG asks for (SC 1.4.12), and a single line in a tall bar stays centred.
 *
 * @param {string} key @param {number} size @param {number} line px, NaN for normal
 */
function rule(key, size, line) {
  const height = line
    ? `line-height:max(${round(line)}px,calc(${round(Math.min(line, 1.5 * size))}px*var(--a11y-text)))!important`
    : ''
  return `[data-a11y-s="${key}"]{font-size:calc(${round(size)}px*var(--a11y-text))!important;${height}}`
}

/** @param {number} px */
const round = (px) => Math.round(px * 100) / 100
