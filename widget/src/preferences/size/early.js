/** @import { Value, Values } from '../../types.js' */

/**
 * The style sheet that shows the page at its full size from the first paint on. A frame has the zoom
 * of its place already, where browsers hand it down (page/zoom.js). The typography later splits the zoom into what fits the window and larger text.
 *
 * @param {Value} _
 * @param {Values} values
 */
export const early = (_, { size, zoom }) =>
  `body,html>frameset{zoom:${(+size * +zoom) / 1e4 / (self.frameElement?.currentCSSZoom ?? 1)}!important}`
