/** The toolbar: loaded by boot.js when the page is idle, at first use, or at once in care mode. */
import { legal } from './cookie.js'
import { schemas } from './generated/schemas.js'
import { coreOf, wakeFrames } from './page/frames.js'
import { createPage } from './page/page.js'
import { createRoom } from './page/room.js'
import { createStore } from './store.js'
import { createBar } from './toolbar/bar.js'

/**
 * Start once, when the document has been parsed.
 *
 * @param {import('./types').Core} core
 * @returns {Promise<import('./types').Verbs>}
 */
export async function start(core) {
  if (document.readyState == 'loading') {
    await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }))
  }
  const { api } = core
  const verbs = run(core)
  const { open, close, exit, reset, set, start, pause, stop } = verbs
  Object.assign(api, { open, close, exit, reset, set })
  Object.assign(api.read, { start, pause, stop })
  return verbs
}

/** @param {import('./types').Core} core @returns {import('./types').Verbs} */
function run(core) {
  const { state } = core
  const store = createStore(core, changed)
  const page = createPage(core, {
    renewed: () => bar?.attach(),
    refreshed: (added) => room.refresh(added),
  })
  const room = createRoom(page)
  const bar = top == self ? createBar(core, { choose, reset, exit, open, close, makeRoom }) : undefined

  /** @param {number} height @param {boolean} sheet */
  function makeRoom(height, sheet) {
    page.quietly(() => room.make(height, sheet))
  }

  function show() {
    page.show()
    page.quietly(room.show)
    bar?.show()
  }

  /** Somebody else has chosen: another tab, or the window that frames this one. */
  function changed() {
    if (!state.on) state.open = false
    show()
    announceAll()
  }

  /** What each preference was when the page was last told. */
  let told = { ...state.values }
  function announceAll() {
    for (const name in state.values) {
      if (told[name] === state.values[name]) continue
      document.dispatchEvent(new CustomEvent('a11y:change', { detail: { name, value: state.values[name] } }))
    }
    told = { ...state.values }
  }

  function turnOn() {
    if (state.on) return
    store.write({ on: true })
    wakeFrames()
  }

  /** @param {string} name @param {unknown} value */
  function choose(name, value) {
    if (!schemas[name]) throw new RangeError(`a11y: no preference "${name}"; there are: ${Object.keys(schemas).join(', ')}`)
    const next = legal(schemas[name], value)
    if (`${next}` != `${value}`) throw new RangeError(`a11y: not a value of ${name}: ${value}`)
    turnOn()
    store.write({ values: { ...state.values, [name]: next } })
    show()
    announceAll()
  }

  function reset() {
    if (!state.on) return
    const values = Object.fromEntries(Object.entries(schemas).map(([name, { initial }]) => [name, initial]))
    store.write({ values })
    show()
    announceAll()
  }

  function open() {
    turnOn()
    store.write({ open: true })
    show()
    bar?.open()
    document.dispatchEvent(new CustomEvent('a11y:open'))
  }

  function close() {
    if (!state.open) return
    store.write({ open: false })
    bar?.close()
    show()
    document.dispatchEvent(new CustomEvent('a11y:close'))
  }

  function exit() {
    if (!state.on) return
    close()
    bar?.silence()
    const values = Object.fromEntries(Object.entries(schemas).map(([name, { initial }]) => [name, initial]))
    store.write({ on: false, values })
    show()
    announceAll()
  }

  if (state.on) {
    show()
    wakeFrames()
  }
  addEventListener('resize', page.reflow)
  addEventListener('load', page.reflow)
  addEventListener('scroll', () => room.touch(), { passive: true })
  if (!bar) return { ...frameVerbs({ open, close, exit }), choose, reset, set: choose, exit }
  bar.attach()
  return { open, close, exit, reset, set: choose, start: bar.start, pause: bar.pause, stop: bar.stop }
}

/** In a frame, what needs the toolbar is passed on to the window on top, if that is ours. */
/** @param {import('./types').Verbs} own */
function frameVerbs(own) {
  const home = top && coreOf(top)?.api
  return {
    open: () => (home ?? own).open(),
    close: () => (home ?? own).close(),
    start: () => home?.read.start(),
    pause: () => home?.read.pause(),
    stop: () => home?.read.stop(),
  }
}
