/**
 * Rules as they stand in our style sheets.
 *
 * In a cascade layer: an important rule in a layer wins over any important rule of the page outside
 * layers, however specific (CSS Cascade 5, section 6.4.5). Chromium before 99 has no layers. And for
 * the screen: paper gets the page as the portal made it, unless somebody asks for large print.
 *
 * @param {string} css
 * @param {'screen' | 'print'} [medium]
 */
export const layered = (css, medium = 'screen') =>
  ('CSSLayerBlockRule' in self ? '@layer a11y' : '@media') + `{@media ${medium}{${css}}}`

/** An id that no element has. Four of them weigh more than any selector that portals write. */
const WEIGHT = ':not(#a11y-none)'.repeat(4)

/**
 * Fill a sheet with rules that win over the page's: by their layer, or without layers (Chromium 86 to
 * 98) by the weight of their selectors.
 *
 * @param {CSSStyleSheet} sheet
 * @param {string} css
 * @param {'screen' | 'print'} [medium]
 */
export function fill(sheet, css, medium) {
  const text = layered(css, medium)
  sheet.replaceSync(text)
  if (text.startsWith('@media')) weigh(sheet.cssRules)
}

/** @param {CSSRuleList} rules */
function weigh(rules) {
  for (const rule of /** @type {Iterable<any>} */ (rules)) {
    // Commas within parentheses separate nothing; a pseudo-element stays last.
    if (rule.selectorText)
      rule.selectorText = rule.selectorText
        .split(/,(?![^(]*\))/)
        .map((/** @type {string} */ selector) => selector.replace(/(::.*)?$/, `${WEIGHT}$1`))
    else if (rule.cssRules) weigh(rule.cssRules)
  }
}
