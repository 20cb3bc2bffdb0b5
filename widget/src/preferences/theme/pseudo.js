import { showsText } from '../../page/text.js'

/**
 * What `::before` and `::after` draw. Asking every element would double the cost of a palette: the
 * page's own rules tell which are worth asking.
 */

/** @typedef {'cover' | 'ink'} Drawn `cover`: a picture below the text. `ink`: an icon cut out of colour */

const AROUND = /::?(before|after)/
const LETTERS = /::?first-(letter|line)/
/** So many rules at most: a page with more has built them by machine, for its own icons. */
const MOST = 400

/**
 * @param {Iterable<CSSRule>} rules
 * @param {RegExp} pseudo
 * @param {(rule: CSSStyleRule) => void} found
 */
function each(rules, pseudo, found) {
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule && pseudo.test(rule.selectorText)) found(rule)
    else if ('cssRules' in rule) each(/** @type {CSSMediaRule} */ (rule).cssRules, pseudo, found)
    else if (rule instanceof CSSImportRule && rule.styleSheet)
      each(rule.styleSheet.cssRules, pseudo, found)
  }
}

/** Selectors of the page's rules for a pseudo-element, one by one. */
/** @param {RegExp} pseudo @param {(style: CSSStyleDeclaration) => boolean} wanted */
function selectors(pseudo, wanted) {
  /** @type {Set<string>} */
  const found = new Set()
  for (const sheet of document.styleSheets) {
    try {
      each(sheet.cssRules, pseudo, ({ selectorText, style }) => {
        if (found.size > MOST || !wanted(style)) return
        for (const part of selectorText.split(/,(?![^(]*\))/)) if (pseudo.test(part)) found.add(part)
      })
    } catch {} // of another site
  }
  return [...found]
}

/**
 * First letters and lines that the page colours, as it names them: a rule for all first letters there
 * are would have the browser set each of them apart, at the cost of a layout.
 */
export const letters = () =>
  selectors(LETTERS, () => true)
    .filter((part) => !part.includes('&'))
    .map((part) => `${part}{color:inherit!important;background:0 0!important}`)
    .join('')

/** What draws something before or after itself; empty if nothing. */
const selector = () =>
  selectors(AROUND, ({ backgroundImage, webkitMaskImage, background }) =>
    /gradient|url/.test(backgroundImage + webkitMaskImage + background),
  )
    .map((part) => part.replace(AROUND, '').trim())
    .filter((part) => part && !part.includes('&'))
    .join(',')

/**
 * @param {Element[]} elements
 * @returns {[Element, 'tb' | 'te', Drawn][]} `tb`: before it, `te`: after it
 */
export function drawnAround(elements) {
  const css = selector()
  if (!css) return []
  /** @type {[Element, 'tb' | 'te', Drawn][]} */
  const found = []
  for (const element of elements) {
    try {
      if (!element.matches(css)) continue
    } catch {
      return found // a selector of theirs that holds for pseudo-elements alone
    }
    for (const [name, mark] of /** @type {const} */ ([['::before', 'tb'], ['::after', 'te']])) {
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
