import { showsText } from '../../page/text.js'

/**
 * What `::before` and `::after` draw. Asking every element would double the cost of a palette: the
 * page's own rules tell which are worth asking.
 */

/** @typedef {'cover' | 'ink'} Drawn `cover`: a picture below the text. `ink`: an icon cut out of colour */

const PSEUDO = /::?(before|after)/
/** So many rules at most: a page with more has built them by machine, for its own icons. */
const MOST = 400

/** @param {Iterable<CSSRule>} rules @param {string[]} found selectors without their pseudo-element */
function collect(rules, found) {
  for (const rule of rules) {
    if (found.length >= MOST) return
    if (rule instanceof CSSStyleRule) {
      const { style, selectorText } = rule
      if (!PSEUDO.test(selectorText)) continue
      if (!/gradient|url/.test(style.backgroundImage + style.webkitMaskImage + style.background))
        continue
      for (const part of selectorText.split(/,(?![^(]*\))/)) {
        if (PSEUDO.test(part)) found.push(part.replace(PSEUDO, '').trim() || '*')
      }
    } else if ('cssRules' in rule) collect(/** @type {CSSMediaRule} */ (rule).cssRules, found)
  }
}

/** @returns {string} a selector of what draws something before or after itself; empty if nothing */
function selector() {
  /** @type {string[]} */
  const found = []
  for (const sheet of document.styleSheets) {
    try {
      collect(sheet.cssRules, found)
    } catch {} // of another site
  }
  return found.filter((part) => part != '*').join(',')
}

/**
 * @param {Element[]} elements
 * @returns {[Element, 'b' | 'e', Drawn][]} `b`: before it, `e`: after it
 */
export function drawnAround(elements) {
  const css = selector()
  if (!css) return []
  /** @type {[Element, 'b' | 'e', Drawn][]} */
  const found = []
  for (const element of elements) {
    try {
      if (!element.matches(css)) continue
    } catch {
      return found // a selector of theirs that holds for pseudo-elements alone
    }
    for (const [name, mark] of /** @type {const} */ ([['::before', 'b'], ['::after', 'e']])) {
      const drawn = drawnBy(element, getComputedStyle(element, name))
      if (drawn) found.push([element, mark, drawn])
    }
  }
  return found
}

/** @param {Element} element @param {CSSStyleDeclaration} style @returns {Drawn | undefined} */
function drawnBy(element, style) {
  if (style.content == 'none') return
  if (/url\(/.test(style.webkitMaskImage || style.maskImage)) return 'ink'
  if (style.backgroundImage == 'none') return
  const box = element.getBoundingClientRect()
  // An icon is smaller than the box of its label.
  const wide = parseFloat(style.width) >= box.width * 0.6
  const high = parseFloat(style.height) >= box.height * 0.6
  return wide && high && showsText(element) ? 'cover' : undefined
}
