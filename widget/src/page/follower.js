import { el } from '../toolbar/dom.js'
import { pointerOf } from './pointer.js'

/** @import { Enactor, Page, Spot } from '../types.js' */

/**
 * For a preference that shows something where the visitor is: one element on the toolbar's stage,
 * out of every reader's and every pointer's way.
 *
 * `move` puts it there. What `stays` is there from the start, in the middle of the window, and where
 * a tap or the focus has put it; only with the mouse it leaves the window.
 *
 * @param {string} name of the preference, and the class of the element
 * @param {string} css for the stage
 * @param {{
 *   move(element: HTMLElement, spot: Spot): void,
 *   stays?: boolean,
 *   parts?: number,
 * }} how `parts`: how many elements it needs within
 * @returns {(page: Page) => Enactor}
 */
export const follower =
  (name, css, { move, stays = false, parts = 0 }) =>
  (page) => {
    const { home } = page
    const element = el('div', { class: name, 'aria-hidden': 'true', hidden: true })
    for (let at = 0; at < parts; at++) element.append(el('i'))
    /** @type {(() => void) | undefined} */
    let end
    /** @type {Spot | undefined} */
    let shown

    /** @param {Spot} spot */
    function show(spot) {
      shown = spot
      element.hidden = false
      move(element, spot)
    }

    /** @param {Spot | undefined} spot */
    function follow(spot) {
      if (spot) show(spot)
      else if (!stays || shown?.kind == 'mouse') element.hidden = true
    }

    return {
      enact(value) {
        end?.()
        end = undefined
        if (value == 'off') {
          shown = undefined
          element.hidden = true
          return element.remove()
        }
        home()?.addStyle(css)
        home()?.stage.append(element)
        element.dataset.value = `${value}`
        if (stays) show(shown ?? middle())
        end = pointerOf(page).follow(follow)
      },
      /** The window is another one: nothing may be left outside it. */
      reflow() {
        if (!shown || element.hidden) return
        const { kind, x, y } = shown
        if (kind == 'start') show(middle())
        else if (x > innerWidth || y > innerHeight)
          show({ ...shown, x: Math.min(x, innerWidth - 40), y: Math.min(y, innerHeight - 40) })
      },
    }
  }

/** @returns {Spot} */
function middle() {
  const place = { x: Math.round(innerWidth / 2), y: Math.round(innerHeight / 2) }
  return { kind: 'start', ...place, local: place, element: document.documentElement }
}
