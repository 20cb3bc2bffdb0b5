import { createLookout } from '../../page/lookout.js'
import { pointerOf } from '../../page/pointer.js'
import { el } from '../../toolbar/dom.js'

/** @import { Enactor, Page, Spot } from '../../types.js' */

/** More than this is not taken in at a glance, in characters. */
const LONGEST = 80
/** How far the text stays away from a pointer and from a finger, which is thicker; in px. */
const GAP = { mouse: 28, touch: 56, focus: 12, start: 0 }
const EDGE = 16

/**
 * Shows the text at the pointer, the finger or the focus large beside it, and covers none of them.
 *
 * @param {Page} page
 * @param {string} css
 * @returns {Enactor}
 */
export function createMagnifier(page, css) {
  const { home } = page
  const element = el('div', { class: 'magnifier', 'aria-hidden': 'true', hidden: true })
  /** @type {(() => void) | undefined} */
  let end
  /** @type {ReturnType<typeof createLookout>} */
  let look
  let size = { width: 0, height: 0 }

  /** @param {Spot | undefined} spot */
  function follow(spot) {
    const stage = home()
    if (!stage) return
    const text = spot ? look(spot) : ''
    element.hidden = !text
    if (!spot || !text) return
    if (element.textContent != text || !size.width) {
      element.textContent = text
      size = { width: element.offsetWidth, height: element.offsetHeight }
    }
    const { left, top } = beside(spot, size, stage.room)
    element.style.setProperty('transform', `translate(${left}px,${top}px)`)
  }

  return {
    enact(value) {
      end?.()
      end = undefined
      element.hidden = true
      element.remove()
      if (value == 'off') return
      home()?.addStyle(css)
      home()?.stage.append(element)
      look = createLookout(LONGEST)
      end = pointerOf(page).follow(follow)
    },
    reflow() {
      size = { width: 0, height: 0 }
    },
  }
}

/**
 * Where a box has room beside a place: below it, else above, within what the toolbar leaves free.
 *
 * @param {Spot} spot
 * @param {{ width: number, height: number }} size
 * @param {{ top: number, bottom: number }} room
 */
function beside({ kind, x, y, box }, { width, height }, room) {
  const gap = GAP[kind]
  const [upper, lower] = box && box.bottom - box.top < 200 ? [box.top, box.bottom] : [y, y]
  const least = room.top + EDGE
  const most = innerHeight - room.bottom - EDGE - height
  const below = lower + gap
  const above = upper - gap - height
  // A finger's hand is below it.
  const order = kind == 'touch' ? [above, below] : [below, above]
  const fits = order.find((top) => top >= least && top <= most)
  const top = fits ?? Math.max(least, Math.min(order[0], most))
  const left = Math.max(EDGE, Math.min(x - width / 2, innerWidth - width - EDGE))
  return { left: Math.round(left), top: Math.round(top) }
}
