import { button, el } from './dom.js'
import { setIcon } from './icons.js'

/** @import { Block, Core, Home, Reader, Translate } from '../types.js' */

/** What the one button does next, by what the reader does now. */
const NEXT = { idle: 'read', loading: 'loading', playing: 'pause', paused: 'resume' }

/**
 * Reading aloud: start, pause and go on with one button, stop with another.
 *
 * @param {{
 *   core: Core,
 *   home: Home,
 *   t: Translate,
 *   say(sentence: string): void,
 *   notice(sentence: string): void,
 * }} context
 */
export function createReading({ core, home, t, say, notice }) {
  /** @type {Reader | undefined} */
  let reader
  /** @type {{ destroy(): void } | undefined} */
  let player
  /** @type {Document | undefined} */
  let text
  /** The reader's code is on its way. */
  let loading = false
  const press = () => (reader?.state == 'playing' ? reader.pause() : start())
  const toggle = button('read', t('read'), press)
  const halt = button('stop', t('stop'), () => stop())
  toggle.classList.add('primary', 'row')
  halt.classList.add('row')

  function show() {
    const state = loading ? 'loading' : (reader?.state ?? 'idle')
    const label = /** @type {HTMLElement} */ (toggle.lastElementChild)
    label.textContent = t(NEXT[state])
    setIcon(/** @type {Element} */ (toggle.firstElementChild), NEXT[state])
    halt.setAttribute('aria-disabled', `${state == 'idle'}`)
  }

  function end() {
    player?.destroy()
    reader?.destroy()
  }

  /** A reader for this document, made by code that is loaded at first use. @param {Document} doc */
  async function renew(doc) {
    const { createReader, createPlayer } = await import('../reading/index.js')
    end()
    text = doc
    /** @type {Reader} */
    const fresh = createReader({ config: core.config, rate: +core.state.values.rate, doc })
    fresh.addEventListener('state', show)
    player = createPlayer(fresh, { core, home, doc, start, say, notice })
    return (reader = fresh)
  }

  /** @param {Block[]} [blocks] read these alone, at once */
  async function start(blocks) {
    if (loading) return
    const doc = mainDocument()
    loading = true
    show()
    const now = await (reader && text == doc ? reader : renew(doc).catch(() => undefined))
    const wanted = loading
    loading = false
    show()
    if (!now) return notice(t('offline'))
    if (!wanted) return
    if (blocks) return now.start(blocks)
    if (now.state == 'paused') return now.resume()
    if (now.state == 'idle') return now.start()
  }

  function stop() {
    loading = false
    if (reader && reader.state != 'idle') reader.stop()
  }

  show()
  core.read = start
  return {
    element: el('div', { class: 'group', role: 'group', 'aria-label': t('reading') }, toggle, halt),
    start: () => start(),
    stop,
    toggle: press,
    pause: () => reader?.pause(),
    /** @param {number} value */
    setRate: (value) => reader?.setRate(value),
    get reader() {
      return reader
    },
    destroy() {
      loading = false
      end()
      reader = undefined
      show()
    },
  }
}

/** The document to read: in a frameset, that of the largest frame which we may look into. */
function mainDocument() {
  if (document.body?.localName != 'frameset') return document
  let largest = document
  let area = 0
  for (const frame of document.querySelectorAll('frame')) {
    const size = frame.offsetWidth * frame.offsetHeight
    if (size > area && frame.contentDocument) [largest, area] = [frame.contentDocument, size]
  }
  return largest
}
