/**
 * Bars that stay at the window's top: one that has grown would lie over the beginning of the page,
 * and one that takes much of the window over everything that is read. The page makes way for the
 * first, the second scrolls away with the page.
 */

/** @import { Marks } from '../../types.js' */

/** More of the window's height than this is too much. */
const SHARE = 0.25

/** @param {Marks} marks */
export function createFixedBars(marks) {
  /** Where each ended as the page made it, in px of the window. @type {Map<Element, number>} */
  let before = new Map()
  let way = 0

  return {
    /** @param {Element[]} boxes that are fixed */
    remember(boxes) {
      const bars = boxes.filter(isBar)
      before = new Map(bars.map((bar) => [bar, bar.getBoundingClientRect().bottom]))
    },
    /** @param {number} zoom of the page: so much the bar has grown, and the page with it */
    settle(zoom) {
      for (const [bar, bottom] of before) {
        const box = bar.getBoundingClientRect()
        way = Math.max(way, Math.round(box.bottom - bottom * zoom))
        if (box.height > innerHeight * SHARE) marks.set(bar, 'sp', '')
      }
      return way > 0
    },
    /** A border: the root's padding belongs to the toolbar. */
    get css() {
      return way ? `:root{border-top:${way}px solid transparent!important}` : ''
    },
    clear() {
      marks.clear('sp')
      way = 0
    },
  }
}

/** @param {Element} box */
function isBar(box) {
  const { top, bottom, width, height } = box.getBoundingClientRect()
  const high = top < innerHeight * SHARE && bottom > 0 && bottom < innerHeight * 0.9
  return high && height > 0 && width > innerWidth / 2
}
