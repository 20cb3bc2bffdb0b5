/**
 * Of layers with important rules the one that was named first wins (CSS Cascade 5, section 6.4.4). On a
 * page with layers of its own ours must be named before them: in the first of the page's style sheets,
 * through its object model, which changes nothing of its markup.
 *
 * @param {boolean} on
 */
export function nameFirst(on) {
  if (!('CSSLayerBlockRule' in window)) return
  let layers = false
  /** @type {CSSStyleSheet | undefined} */
  let first
  for (const sheet of document.styleSheets) {
    try {
      const rules = sheet.cssRules
      const ours = isOurs(rules[0])
      if (ours && on) return
      if (ours) sheet.deleteRule(0)
      const { mediaText } = sheet.media
      if (!sheet.disabled && (!mediaText || matchMedia(mediaText).matches)) first ??= sheet
      for (const rule of rules) layers ||= isLayer(rule)
    } catch {} // of another site
  }
  if (layers && on) first?.insertRule('@layer a11y;')
}

/** @param {CSSRule | undefined} rule */
const isOurs = (rule) => rule instanceof CSSLayerStatementRule && rule.nameList[0] == 'a11y'

/** @param {CSSRule} rule */
const isLayer = (rule) =>
  rule instanceof CSSLayerBlockRule ||
  rule instanceof CSSLayerStatementRule ||
  (rule instanceof CSSImportRule && rule.layerName !== null)
