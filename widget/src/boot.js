/**
 * The script that each page loads first: it must be tiny, and it must not fail.
 *
 * It reads the visitor's choice and shows it before the first paint; everything else is in the
 * toolbar, which is loaded when the parsed page is idle, at first use, or at once in care mode.
 * (No `?.` here: for the oldest target it is compiled to much more.)
 */
import { early } from './generated/early.js'
import { parse } from './cookie.js'
import { layered } from './layer.js'

/** @import { Config, Core, Values, Verbs } from './types.js' */

const KEY = Symbol.for('a11y')
const host = /** @type {Record<symbol, Core | undefined>} */ (/** @type {unknown} */ (window))

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

  const state = parse()
  /** @type {Core} */
  const core = (host[KEY] = {
    config,
    load,
    state,
    // The toolbar puts its own verbs in the place of these.
    api: {
      version: config.version,
      open: call('open'),
      close: call('close'),
      exit: call('exit'),
      reset: call('reset'),
      get: (name) => state.values[name],
      set: call('set'),
      read: { start: call('start'), pause: call('pause'), stop: call('stop') },
    },
  })
  if (!('a11y' in window)) {
    Object.defineProperty(window, 'a11y', { value: core.api, configurable: true, writable: true })
  }
  if (state.on) {
    core.sheet = paint(state.values)
    load()
  } else if (top == self) {
    // In frames nothing is loaded before the toolbar on top is used: it then calls their load().
    // Not the load event: one dead counter image would keep the button away for a minute.
    addEventListener('DOMContentLoaded', () =>
      'requestIdleCallback' in self
        ? requestIdleCallback(load, { timeout: 2000 })
        : setTimeout(load),
    )
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

/** @param {Values} values */
function paint(values) {
  const root = document.documentElement
  let css = ''
  root.setAttribute('data-a11y-on', '')
  for (const name in early) {
    root.setAttribute('data-a11y-' + name, /** @type {string} */ (values[name]))
    css += early[name](values[name])
  }
  if (document.adoptedStyleSheets) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(layered(css))
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    return sheet
  }
}

// Scripts of the page that put something before "the first script" must find the page's own.
document.currentScript?.remove()
// @ts-ignore: the site writes it
if (!host[KEY]) boot(__A11Y_CONFIG__)
