/** @import { Value } from '../../types.js' */

/**
 * The style sheet that shows the page at its full size from the first paint on. A frame has the zoom
 * of its place already. The enactor later splits the zoom into what fits the window and larger text.
 *
 * @param {Value} percent
 */
export const early = (percent) =>
  `body,html>frameset{zoom:${+percent / 100 / (self.frameElement || { currentCSSZoom: 1 }).currentCSSZoom}!important}`
