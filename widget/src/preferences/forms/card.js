import { el, takeOut } from '../../toolbar/dom.js'

/** @import { Home } from '../../types.js' */
/** @import { Help } from './field.js' */

/** Between the field and the card, in px. */
const GAP = 12
const MARGIN = 8

/**
 * The card in large type beside a field, out of every pointer's way, and of screen readers', which say
 * all of it themselves.
 */
export function createCard() {
  const element = el('div', { class: 'forms', 'aria-hidden': 'true' })

  return {
    /** @param {Home} home @param {Help} help @param {string} must */
    show(home, { name, required, hints, error }, must) {
      const title = el('p', { class: 'name' }, name)
      if (required) title.append(el('span', { class: 'must' }, must))
      element.replaceChildren(title, ...hints.map((hint) => el('p', {}, hint)))
      if (error) element.append(el('p', { class: 'error' }, error))
      if (!element.isConnected) home.stage.append(element)
    },
    /**
     * Above the field, or below it where there is no room; never on it.
     *
     * @param {Home} home @param {DOMRect} field in px of the window on top
     */
    place(home, field) {
      const { width, height } = element.getBoundingClientRect()
      const view = home.frame.ownerDocument.documentElement
      const sheet = view.clientWidth <= 640
      const bar = parseFloat(home.frame.style.getPropertyValue('--bar')) || 0
      const above = field.top - height - GAP
      const y = above >= (sheet ? 0 : bar) + MARGIN ? above : field.bottom + GAP
      const x = Math.max(MARGIN, Math.min(field.left, view.clientWidth - width - MARGIN))
      element.style.setProperty('--x', `${x}px`)
      element.style.setProperty('--y', `${y}px`)
    },
    hide: () => takeOut(element),
  }
}
