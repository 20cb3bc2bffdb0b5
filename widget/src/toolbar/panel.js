import { button, el } from './dom.js'
import { drawIcon } from './icons.js'

/** @import { Translate } from '../types.js' */

/**
 * The button that opens the panel.
 *
 * @param {Translate} t
 * @param {() => void} press
 */
export function createLauncher(t, press) {
  const state = el('span', { class: 'state' })
  const element = el(
    'button',
    { type: 'button', class: 'launcher', 'aria-expanded': 'false' },
    drawIcon('care'),
    t('care'),
    state,
  )
  element.addEventListener('click', press)
  return {
    element,
    /** @param {boolean} on */
    show(on) {
      state.textContent = on ? t('on') : ''
      state.hidden = !on
    },
  }
}

/**
 * The panel with its groups of controls.
 *
 * @param {Translate} t
 * @param {HTMLElement[]} groups
 * @param {{ more(): void, reset(): void, exit(): void, collapse(): void }} actions
 */
export function createPanel(t, groups, actions) {
  const more = button('more', t('more'), actions.more)
  more.setAttribute('aria-expanded', 'false')
  const rest = el(
    'div',
    { class: 'group actions' },
    more,
    button('reset', t('reset'), actions.reset),
    button('exit', t('exit'), actions.exit),
    button('collapse', t('collapse'), actions.collapse),
  )
  for (const each of rest.children) each.classList.add('row')
  const notice = el('p', { class: 'notice', hidden: true })
  const element = el(
    'div',
    { class: 'panel', role: 'region', 'aria-label': t('toolbar'), hidden: true },
    ...groups,
    rest,
    notice,
  )
  element.addEventListener('keydown', (event) => {
    if (event.key != 'Escape') return
    event.preventDefault()
    actions.collapse()
  })
  return {
    element,
    /** A sentence for everybody to read; none if empty. @param {string} sentence */
    notice(sentence) {
      notice.textContent = sentence
      notice.hidden = !sentence
    },
    /** @param {boolean} open */
    showMore(open) {
      more.setAttribute('aria-expanded', `${open}`)
      if (!open) more.focus()
    },
    focus() {
      element.querySelector('button')?.focus()
    },
  }
}

/** The one live region: what changed, in few words. */
export function createSpeaker() {
  const element = el('div', { class: 'quiet', role: 'status' })
  return {
    element,
    /** @param {string} sentence */
    say(sentence) {
      // The same words twice are news too ("largest already"), but not to a live region.
      element.textContent = sentence + (element.textContent == sentence ? '\u00a0' : '')
    },
  }
}
