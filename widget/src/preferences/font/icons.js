/** Elements that keep their font: icons are characters of a font of their own, code stands in columns. */

import { textNodesOf } from '../../page/text.js'

/** @import { Marks } from '../../types.js' */

/** Characters that mean something in one font only. */
const PRIVATE = /[\ue000-\uf8ff]/
/** Fonts of icons that are written as words. */
const ICONS = /icon|awesome|glyph|symbol|dings|marlett/i
/** What no icon is written in, whatever the name of its font. */
const HAN = /\p{Script=Han}/u
const CODE = /^(PRE|CODE|KBD|SAMP|TT|MATH|TEXTAREA)$/i

/** @param {Marks} marks */
export function createIcons(marks) {
  /** @param {Element[]} elements with the fonts that the page gives them */
  function keep(elements) {
    const loaded = new Set([...(document.fonts ?? [])].map(({ family }) => plain(family)))
    // All are read before any is written.
    const kept = elements.filter((element) => isCode(element) || isIcon(element, loaded))
    for (const element of kept) marks.set(element, 'fy', '')
    return kept
  }

  return {
    keep,
    /** Those that come while the page has another font. @param {Element[]} elements */
    keepLate(elements) {
      for (const element of elements) marks.set(element, 'fy', '')
      const kept = new Set(keep(elements))
      for (const element of elements) if (!kept.has(element)) marks.remove(element, 'fy')
    },
    clear: () => marks.clear('fy'),
  }
}

/** @param {Element} element */
const isCode = (element) => CODE.test(element.localName) || !!element.closest('pre,code')

/** @param {Element} element @param {Set<string>} loaded the fonts that the page brings */
function isIcon(element, loaded) {
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType == Node.TEXT_NODE && PRIVATE.test(/** @type {Text} */ (node).data)) return true
  }
  const family = plain(getComputedStyle(element).fontFamily.split(',')[0])
  if (ICONS.test(family)) return !textNodesOf(element).some(({ data }) => HAN.test(data))
  return loaded.has(family) && ['::before', '::after'].some((part) => {
    return PRIVATE.test(getComputedStyle(element, part).content)
  })
}

/** @param {string} family */
const plain = (family) => family.replace(/["']/g, '').trim().toLowerCase()
