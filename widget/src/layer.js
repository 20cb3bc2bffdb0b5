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
  ('CSSLayerBlockRule' in window ? '@layer a11y' : '@media') + `{@media ${medium}{${css}}}`
