import { readingPlayer } from '../generated/css/readingPlayer.js'
import { translator } from '../i18n.js'
import { button, el, takeOut } from '../toolbar/dom.js'
import { addIcon, setIcon } from '../toolbar/icons.js'
import { goOnByClick } from './click.js'
import { download } from './download.js'
import { createSession } from './session.js'

/** @import { Core, Home, Reader } from '../types.js' */

/** The silence between two sentences, in milliseconds. @type {Record<string, number>} */
const GAPS = { none: 0, short: 600, long: 1500 }

const icons = {
  before: 'M5.5 5v14M19 5.5 12.5 12l6.5 6.5M12.5 5.5 6 12l6.5 6.5',
  back: 'M6.5 5v14M18 5.5 9.5 12l8.5 6.5Z',
  forward: 'M17.5 5v14M6 5.5l8.5 6.5L6 18.5Z',
  after: 'M18.5 5v14M5 5.5l6.5 6.5L5 18.5M11.5 5.5 18 12l-6.5 6.5',
  save: 'M12 4v11M7 10.5l5 5 5-5M4.5 19.5h15',
  leave: 'M6 6l12 12M18 6 6 18',
}
for (const [name, path] of Object.entries(icons)) addIcon(`player-${name}`, path)

/**
 * The player at the window's lower edge: there from the first press on "read" until it is closed,
 * also while the bar is collapsed.
 *
 * @param {Reader} reader
 * @param {{
 *   core: Core,
 *   home: Home,
 *   doc: Document,
 *   start(): unknown,
 *   say(sentence: string): void,
 *   notice(sentence: string): void,
 * }} context `start`: read, or go on; `notice`: a sentence for everybody to read, `say`: to hear
 */
export function createPlayer(reader, { core, home, doc, start, say, notice }) {
  const { config } = core
  const t = translator(config.language)
  /** @param {string} icon @param {string} name @param {() => unknown} act */
  const each = (icon, name, act) => button(icon, t(`player.${name}`), () => void act())
  const toggle = each('resume', 'read', () => (reader.state == 'playing' ? reader.pause() : start()))
  toggle.classList.add('primary')
  const steps = [
    each('player-before', 'before', () => reader.skipParagraph(-1)),
    each('player-back', 'back', () => reader.skip(-1)),
    each('player-forward', 'forward', () => reader.skip(1)),
    each('player-after', 'after', () => reader.skipParagraph(1)),
  ]
  steps.splice(2, 0, toggle)
  const halt = each('stop', 'stop', () => reader.stop())
  const save = each('player-save', 'save', saveAll)
  const fill = el('div', { class: 'fill' })
  const bar = el(
    'div',
    { class: 'bar', role: 'progressbar', 'aria-label': t('player.progress'), 'aria-valuemin': '0' },
    fill,
  )
  const time = el('p', { class: 'time', 'aria-hidden': 'true' })
  const element = el(
    'div',
    { class: 'player', role: 'region', 'aria-label': t('player.label'), hidden: true },
    el('div', { class: 'how-far' }, bar, time),
    el('div', { class: 'buttons' }, ...steps, halt, save, each('player-leave', 'close', close)),
  )
  const pages = new Set([document, doc])
  const session = createSession(reader, doc)
  const endClicks = goOnByClick(reader, doc)
  /** The page's sound is being got ready. */
  let saving = false

  function show() {
    const { state, isServed } = reader
    const isIdle = state == 'idle'
    if (!isIdle) element.hidden = false
    const pauses = state == 'playing'
    setIcon(/** @type {Element} */ (toggle.firstElementChild), pauses ? 'pause' : 'resume')
    label(toggle, pauses ? 'pause' : 'read')
    label(save, saving ? 'saving' : 'save')
    for (const step of steps) if (step != toggle) step.setAttribute('aria-disabled', `${isIdle}`)
    halt.setAttribute('aria-disabled', `${isIdle}`)
    save.hidden = !isServed
    save.setAttribute('aria-disabled', `${isIdle || saving}`)
    session.show()
    if (isIdle) showProgress(0, 0, 0)
  }

  /** @param {HTMLElement} of @param {string} name */
  function label(of, name) {
    const text = /** @type {HTMLElement} */ (of.lastElementChild)
    // Written only where it changes: a screen reader says the button's name again.
    if (text.textContent != t(`player.${name}`)) text.textContent = t(`player.${name}`)
  }

  function progress() {
    const { index, count, left } = reader.progress
    showProgress(index + 1, count, left)
  }

  /** @param {number} at @param {number} count @param {number} left in milliseconds */
  function showProgress(at, count, left) {
    const where = Math.min(at, count)
    const minutes = Math.round(left / 60_000)
    const rest = minutes < 1 ? t('player.moment') : t('player.minutes', { value: minutes })
    const text = count ? `${t('player.at', { at: where, count })}${config.language == 'en' ? ', ' : '，'}${rest}` : ''
    time.textContent = text
    bar.setAttribute('aria-valuemax', `${count || 1}`)
    bar.setAttribute('aria-valuenow', `${where}`)
    bar.setAttribute('aria-valuetext', text)
    fill.style.setProperty('width', `${count ? (100 * where) / count : 0}%`)
  }

  async function saveAll() {
    if (saving || reader.state == 'idle') return
    saving = true
    show()
    const clips = await reader.clips().catch(() => [])
    const began = await download(doc, config.prefix, clips)
    saving = false
    show()
    if (!began) notice(t('speech.unsaved'))
  }

  function close() {
    const held = element.contains(home.root.activeElement)
    reader.stop()
    element.hidden = true
    const next = held && home.root.querySelector('.panel:not([hidden]) .primary, .launcher:not([hidden])')
    if (next) /** @type {HTMLElement} */ (next).focus()
  }

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.key != 'Escape' || event.defaultPrevented || reader.state == 'idle') return
    event.preventDefault()
    reader.stop()
  }

  /** To whoever shows what is read. @param {string} type @param {object} detail */
  const tell = (type, detail) => core.spoken?.dispatchEvent(new CustomEvent(type, { detail }))

  function changed() {
    const { state } = reader
    show()
    document.dispatchEvent(new CustomEvent('a11y:reading', { detail: { state } }))
    tell('state', { state })
    if (state == 'playing') notice('')
    if (state != 'loading') say(t(`said.${state}`))
  }

  /** As the visitor wants it; each may change while it reads. */
  function choose() {
    const { volume, gap } = core.state.values
    reader.setVolume(+volume)
    reader.setGap(GAPS[gap] ?? 0)
  }

  home.addStyle(readingPlayer)
  home.foot.append(element)
  element.addEventListener('keydown', key)
  for (const each of pages) each.addEventListener('keydown', key)
  document.addEventListener('a11y:change', choose)
  reader.addEventListener('state', changed)
  reader.addEventListener('progress', progress)
  reader.addEventListener('sentence', (event) => tell('sentence', /** @type {CustomEvent} */ (event).detail))
  reader.addEventListener('notice', (event) => notice(t(/** @type {CustomEvent} */ (event).detail.key)))
  choose()
  show()
  return {
    destroy() {
      session.end()
      endClicks()
      document.removeEventListener('a11y:change', choose)
      for (const each of pages) each.removeEventListener('keydown', key)
      takeOut(element)
    },
  }
}
