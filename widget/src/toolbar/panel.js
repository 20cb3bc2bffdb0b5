import { toolbarPanel } from '../generated/css/toolbarPanel.js'
import { button, el, plain } from './dom.js'
import { drawIcon } from './icons.js'

/** @import { Translate } from '../types.js' */

/** Where a portal wants the button that opens the panel. */
const PLACE = '[data-a11y-launcher]'

/**
 * The button that opens the panel: in a corner of the window, or where the portal has a place for it.
 *
 * @param {Translate} t
 * @param {() => void} press
 * @param {string} [usual] the corner where it stands until it is moved
 * @param {string} [language]
 */
export function createLauncher(t, press, usual = 'bottom-right', language = 'zh-CN') {
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
    /** @param {boolean} on @param {string} corner */
    show(on, corner) {
      state.textContent = on ? t('on') : ''
      state.hidden = !on
      element.dataset.corner = corner == 'auto' ? usual : corner
    },
    /** @param {HTMLElement} corner where it is if the page has no place for it */
    place(corner) {
      const place = placeOf(language)
      const where = place ?? corner
      if (element.parentNode != where) where.append(element)
      element.classList.toggle('placed', !!place)
    },
  }
}

/**
 * A frame in a shadow root of the portal's place: its markup stays as it is.
 *
 * @param {string} language
 */
function placeOf(language) {
  const place = document.querySelector(PLACE)
  if (!place?.attachShadow || !('adoptedStyleSheets' in document)) return
  try {
    const root = place.shadowRoot ?? place.attachShadow({ mode: 'open' })
    if (!root.adoptedStyleSheets.length) {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(toolbarPanel.replace(/:host\b/g, '.none'))
      root.adoptedStyleSheets = [sheet]
      root.append(el('div', { class: 'frame', lang: language }))
    }
    return root.querySelector('.frame') ?? undefined
  } catch {} // an element that cannot have one, or has one of its own that is closed
}

/**
 * The panel with its groups of controls.
 *
 * @param {Translate} t
 * @param {HTMLElement[]} groups
 * @param {{ skip(): void, more(): void, reset(): void, exit(): void, collapse(): void }} actions
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
  const skip = plain(t('skip'), actions.skip)
  skip.classList.add('skip')
  const notice = el('p', { class: 'notice', hidden: true })
  const element = el(
    'div',
    { class: 'panel', role: 'region', 'aria-label': t('toolbar'), hidden: true },
    skip,
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
      element.querySelector(/** @type {'button'} */ ('.group button'))?.focus()
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
