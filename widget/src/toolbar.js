/** The toolbar: loaded by boot.js when the page is idle, at first use, or at once in care mode. */
import { legal, parse } from './cookie.js'
import { preferences } from './generated/preferences.js'
import { schemas } from './generated/schemas.js'
import { learn } from './i18n.js'
import { createKeys, KEYS, remap } from './keys.js'
import { coreOf, wakeFrames } from './page/frames.js'
import { createPage, initial } from './page/page.js'
import { createRoom } from './page/room.js'
import { createStore } from './store.js'
import { createBar, ENTRY } from './toolbar/bar.js'
import { createHost } from './toolbar/host.js'

/** @import { Boot, Core, More, Values, Verbs } from './types.js' */

/**
 * Start once, when the document has been parsed.
 *
 * @param {Boot} boot
 * @returns {Promise<Verbs>}
 */
export async function start(boot) {
  // Our own URLs begin where this file came from: the page's <base> must not move them, and only
  // the browser knows where the application is mounted.
  boot.config.prefix = new URL('.', import.meta.url).href.slice(0, -1)
  if (document.readyState == 'loading') {
    await new Promise((done) => document.addEventListener('DOMContentLoaded', done, { once: true }))
  }
  const { api, state = parse() } = boot
  // What was chosen behind the drawer must hold from the first paint on.
  const [more] = await Promise.all([
    state.on && usesMore(state.values) ? loadMore().catch(() => {}) : undefined,
    boot.config.language == 'en' ? loadEnglish().catch(() => {}) : undefined,
  ])
  const verbs = run(Object.assign(boot, { state }), more || undefined)
  const { start, pause, stop, ...rest } = verbs
  Object.assign(api, rest)
  Object.assign(api.read, { start, pause, stop })
  return verbs
}

/** What says that somebody is at a kiosk. */
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']

const loadMore = () => import('./more.js')
const loadEnglish = async () => learn('en', (await import('./english.js')).english)

/** Whether a preference that is not on the bar has been chosen. @param {Values} values */
const usesMore = (values) =>
  Object.keys(values).some((name) => !(name in preferences) && values[name] != initial[name])

/** @param {Core} core @param {More} [ready] @returns {Verbs} */
function run(core, ready) {
  const { state } = core
  const framed = top != self
  const store = createStore(core, changed)
  let home = framed ? undefined : createHost(core.config.language)
  const page = createPage(core, {
    home: () => home,
    renewed,
    refreshed: (added) => room.refresh(added),
  })
  const room = createRoom(page)
  /** @type {ReturnType<typeof createBar> | undefined} */
  let bar

  /** @type {Promise<More> | undefined} */
  let loading = ready && Promise.resolve(ready)
  if (ready) page.add(ready.preferences)
  /** What the page has added: before the drawer is there, and after. */
  let additions = /** @type {Promise<unknown>} */ (Promise.resolve())
  core.keys = { ...KEYS }
  core.press = (name) => bar?.act(name)
  const topCore = () => (framed ? top && coreOf(top) : core)
  const heard = createKeys(/** @type {() => Core} */ (topCore), (name) => topCore()?.press?.(name))
  const touched = () => topCore()?.busy?.()

  /** The preferences behind the drawer, at first use. */
  function more() {
    return (loading ??= loadMore().then(
      (loaded) => {
        page.add(loaded.preferences)
        show()
        return loaded
      },
      (error) => {
        loading = undefined
        throw error
      },
    ))
  }

  if (!framed) core.notice = (key) => bar?.notice(key)

  let listening = false
  /** Nothing of the page is heard before the visitor opts in. */
  function listen() {
    if (state.on == listening) return
    listening = state.on
    const change = listening ? addEventListener : removeEventListener
    change('resize', page.reflow)
    change('load', page.reflow)
    change('scroll', room.touch, { passive: true })
    change('keydown', heard)
  }

  function build() {
    addEventListener('pageshow', returned)
    listen()
    if (core.config.kiosk)
      for (const type of TOUCHES) addEventListener(type, touched, { capture: true, passive: true })
    if (!home) return
    // Nothing that is pressed in it reaches the page, nor us on the window.
    home.root.addEventListener('keydown', (event) => heard(/** @type {KeyboardEvent} */ (event)))
    const actions = { choose, chooseAll, reset, exit, open, close, more, makeRoom }
    bar = createBar(core, home, page, actions)
    bar.attach()
  }

  /** A script has written the document anew, which silenced everything that we and boot.js heard. */
  function renewed() {
    bar?.destroy()
    listening = false
    home &&= createHost(core.config.language)
    room.make(0, false, 0)
    addEventListener('click', openByEntry, true)
    build()
  }

  /** @param {Event} event */
  function openByEntry(event) {
    if (!(event.target instanceof Element && event.target.closest(ENTRY))) return
    event.preventDefault()
    core.api.open()
  }

  /** The visitor came back to a page that the browser had kept. @param {PageTransitionEvent} event */
  function returned({ persisted }) {
    if (!persisted) return
    store.read()
    changed()
  }

  /** @param {number} height @param {boolean} sheet @param {number} foot */
  function makeRoom(height, sheet, foot) {
    page.quietly(() => room.make(height, sheet, foot))
  }

  function show() {
    if (!loading && state.on && usesMore(state.values)) more().catch(() => {})
    listen()
    page.show()
    page.quietly(room.show)
    bar?.show()
  }

  /** Somebody else has chosen: another tab, or the window that frames this one. */
  function changed() {
    if (!state.on) state.open = false
    show()
    announceAll()
    left()
  }

  /** What each preference was when the page was last told. */
  let told = { ...state.values }
  function announceAll() {
    for (const name in state.values) {
      if (told[name] === state.values[name]) continue
      document.dispatchEvent(
        new CustomEvent('a11y:change', { detail: { name, value: state.values[name] } }),
      )
    }
    told = { ...state.values }
  }

  /** Whether care mode was on when the page was last told. */
  let wasOn = state.on
  function left() {
    if (wasOn && !state.on) document.dispatchEvent(new CustomEvent('a11y:exit'))
    wasOn = state.on
  }

  function turnOn() {
    if (state.on) return
    wasOn = true
    store.write({ on: true })
    wakeFrames()
    // The next page waits for it before it is painted: it shall find it in the cache.
    import(core.config.early).catch(() => {})
  }

  /** @param {string} name @param {unknown} value */
  const choose = (name, value) => chooseAll({ [name]: value })

  /** Several at a time: all of them, or none where one is not legal. */
  /** @param {Record<string, unknown>} wanted */
  function chooseAll(wanted) {
    const values = { ...state.values }
    for (const [name, value] of Object.entries(wanted)) {
      if (!schemas[name]) {
        const names = Object.keys(schemas).join(', ')
        throw new RangeError(`a11y: no preference "${name}"; there are: ${names}`)
      }
      values[name] = legal(schemas[name], value)
      if (`${values[name]}` != `${value}`)
        throw new RangeError(`a11y: not a value of ${name}: ${value}`)
    }
    turnOn()
    store.write({ values })
    show()
    announceAll()
  }

  function reset() {
    if (!state.on) return
    store.write({ values: { ...initial } }, true)
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
    store.write({ on: false, values: { ...initial } })
    show()
    announceAll()
    left()
  }

  /** @param {'define' | 'palette'} what @param {any} definition */
  function extend(what, definition) {
    additions = additions.then(async () => {
      const extension = await import('./extend/index.js')
      await extension[what](definition, { core, page, more, rebuild: (name) => bar?.rebuild(name) })
      show()
      announceAll()
    })
    // The page that asked is told; what else it asks for goes on.
    additions = additions.catch((error) => console.error(error))
  }

  /** @param {any} person */
  async function kiosk(person) {
    const { isOld } = await import('./kiosk/index.js')
    if (!isOld(person, core.config.age)) return false
    open()
    return true
  }

  /** All that can be set, with its label. */
  async function list() {
    const { listed } = await import('./extend/index.js')
    const { preferences } = await more()
    await additions
    return listed(preferences, core.config.language)
  }

  if (!state.on) store.read() // somebody may have chosen since boot.js did
  page.show()
  if (state.on) wakeFrames()
  build()
  const get = (/** @type {string} */ name) => state.values[name]
  const own = {
    ...{ open, close, exit, reset, get, set: choose, kiosk, preferences: list },
    define: (/** @type {any} */ definition) => extend('define', definition),
    palette: (/** @type {any} */ palette) => extend('palette', palette),
    keys: (/** @type {Record<string, unknown>} */ keys) => remap(core, keys),
  }
  for (const [verb, values] of core.queue.splice(0)) {
    try {
      /** @type {Verbs} */ (own)[verb](...values)
    } catch (error) {
      console.error(error)
    }
  }
  if (core.config.kiosk && !framed) {
    const seconds = core.config.kiosk
    import('./kiosk/index.js').then(({ watchIdle }) =>
      watchIdle(core, seconds, {
        home: () => home,
        exit,
        say: (sentence) => bar?.say(sentence),
      }),
    )
  }
  if (framed) return { ...own, ...frameVerbs(own) }
  const reading = (/** @type {'start' | 'pause' | 'stop'} */ verb) => () => bar?.[verb]()
  return { ...own, start: reading('start'), pause: reading('pause'), stop: reading('stop') }
}

/** In a frame, what needs the toolbar is passed on to the window on top, if that is ours. */
/** @param {Verbs} own */
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
