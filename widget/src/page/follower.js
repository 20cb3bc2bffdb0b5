import { el } from '../toolbar/dom.js'

/** @import { Enactor, Page, Spot, Value } from '../types.js' */

/**
 * For a preference that shows something where the visitor is: one element on the toolbar's stage,
 * out of every reader's and every pointer's way.
 *
 * @param {string} name of the preference, and the class of the element
 * @param {string} css for the stage
 * @param {(element: HTMLElement, spot: Spot, value: Value) => void} move
 * @returns {(page: Page) => Enactor}
 */
export const follower =
  (name, css, move) =>
  ({ home, pointer }) => {
    const element = el('div', { class: name, 'aria-hidden': 'true', hidden: true })
    /** @type {(() => void) | undefined} */
    let end
    return {
      enact(value) {
        end?.()
        end = undefined
        element.remove()
        element.hidden = true
        if (value == 'off') return
        home()?.addStyle(css)
        home()?.stage.append(element)
        element.dataset.value = `${value}`
        end = pointer.follow((spot) => {
          element.hidden = false
          move(element, spot, value)
        })
      },
    }
  }
