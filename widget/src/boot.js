/**
 * The script that each page loads first: it must be tiny, and it must not fail.
 *
 * For a visitor in care mode it holds the first paint until early.js has shown what was chosen;
 * everything else is in the toolbar, which is loaded when the parsed page is idle, at first use, or
 * at once in care mode.
 * (No `?.` here: for the oldest target it is compiled to much more.)
 */
/** @import { Boot, Config, Verbs } from './types.js' */

const KEY = Symbol.for('a11y')
const host = /** @type {Record<symbol, Boot | undefined>} */ (/** @type {unknown} */ (window))
/** How long the first paint may wait, in milliseconds. */
const PATIENCE = 1000

/** @param {Config} config */
function boot(config) {
  /** @type {Promise<Verbs> | undefined} */
  let loading
  const load = () =>
    (loading ||= import(config.toolbar).then(
      (toolbar) => toolbar.start(core),
      () => (loading = undefined), // off line: the next use tries again
    ))
  /** @param {string} verb @returns {(...values: any[]) => unknown} */
  const call =
    (verb) =>
    (...values) =>
      load().then((verbs) => verbs && verbs[verb](...values))

  /** @param {string} verb @returns {(...values: any[]) => void} what can wait for the toolbar */
  const later =
    (verb) =>
    (...values) =>
      void core.queue.push([verb, values])

  /** @type {Boot} */
  const core = (host[KEY] = {
    config,
    load,
    queue: [],
    // For pristine.js: what no script of the page can have replaced yet.
    own: {
      Map,
      Set,
      WeakMap,
      Promise,
      URL,
      Node,
      Element,
      Text,
      EventTarget,
      CustomEvent,
      MutationObserver,
      ResizeObserver,
      fetch,
      stop,
    },
    // The toolbar puts its own verbs in the place of these.
    api: {
      version: config.version,
      open: call('open'),
      close: call('close'),
      exit: call('exit'),
      reset: call('reset'),
      get: call('get'),
      set: call('set'),
      preferences: call('preferences'),
      kiosk: call('kiosk'),
      define: later('define'),
      palette: later('palette'),
      keys: later('keys'),
      read: { start: call('start'), pause: call('pause'), stop: call('stop') },
    },
  })
  if (!('a11y' in window)) {
    Object.defineProperty(window, 'a11y', { value: core.api, configurable: true, writable: true })
  }
  if (isOn()) {
    hold(core)
    load()
  } else if (top == window) {
    // In frames nothing is loaded before the toolbar on top is used: it then calls their load().
    // Not the load event: one dead counter image would keep the button away for a minute.
    addEventListener('DOMContentLoaded', () => {
      // Looked up now, and called only if it is one: some pages have taken it away.
      const idle = /** @type {typeof requestIdleCallback | undefined} */ (window.requestIdleCallback)
      idle ? idle(load, { timeout: 2000 }) : setTimeout(load)
    })
  }
  // The portal's own entry
  addEventListener(
    'click',
    (event) => {
      const target = /** @type {Element} */ (event.target)
      if (target.closest && target.closest('a[href="#a11y"],[data-a11y-open]')) {
        event.preventDefault()
        core.api.open()
      }
    },
    true,
  )
}

/** Whether the visitor has switched care mode on. */
function isOn() {
  try {
    return /(?:^|; )a11y=v1&([^;]*&)?on=1(&|;|$)/.test(document.cookie)
  } catch {} // a sandboxed frame has no cookies
}

/**
 * Nothing is painted until early.js has replaced this sheet's rules by what the visitor chose. It is
 * in the cache. A blocking script would need document.write, which Trusted Types refuse.
 *
 * @param {Boot} core
 */
function hold(core) {
  const early = import(core.config.early)
  if (!document.adoptedStyleSheets) return early.then(({ paint }) => paint(core), () => {})
  const sheet = (core.sheet = new CSSStyleSheet())
  const release = () => sheet.replaceSync('')
  // Off line the page must be seen all the same.
  const late = setTimeout(release, PATIENCE)
  sheet.replaceSync('html{opacity:0!important}')
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  early.then(({ paint }) => paint(core), release).then(() => clearTimeout(late))
}

// Scripts of the page that put something before "the first script" must find the page's own.
document.currentScript?.remove()
// @ts-ignore: the site writes it
if (!host[KEY]) boot(__A11Y_CONFIG__)
