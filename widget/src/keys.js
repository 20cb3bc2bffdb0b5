/** @import { Core } from './types.js' */

/**
 * Which keys do what while care mode is on: the letters of the classical Chinese toolbars (G, H, R, C,
 * M, P, the six digits, the arrows), but with Alt+Shift.
 *
 * Alt and a letter opens a browser's menu or follows a page's accesskey, Ctrl+Alt is AltGr and QQ's,
 * Ctrl+Shift is the input method's. Of Alt+Shift, Chromium has A, B, I and T, and they are not here.
 *
 * @type {Record<string, string | null>}
 */
export const KEYS = {
  toolbar: 'Alt+Shift+G',
  more: 'Alt+Shift+M',
  guide: 'Alt+Shift+H',
  read: 'Alt+Shift+R',
  stop: 'Alt+Shift+X',
  larger: 'Alt+Shift+ArrowUp',
  smaller: 'Alt+Shift+ArrowDown',
  theme: 'Alt+Shift+C',
  outline: 'Alt+Shift+O',
  pinyin: 'Alt+Shift+P',
  caption: 'Alt+Shift+V',
  navigation: 'Alt+Shift+1',
  window: 'Alt+Shift+2',
  content: 'Alt+Shift+3',
  list: 'Alt+Shift+4',
  interaction: 'Alt+Shift+5',
  service: 'Alt+Shift+6',
}
/** Two modifiers and one key: nothing of a browser's, nothing that a screen reader has for itself. */
const SHAPE = /^(Alt\+Shift|Ctrl\+Alt)\+([A-Z0-9]|Arrow(Up|Down|Left|Right))$/
const TAKEN = /^(Alt\+Shift\+[ABIT]|Ctrl\+Alt\+([ADNWZ]|Arrow\w+))$/

/**
 * Other keys for some functions; null for none.
 *
 * @param {Core} core
 * @param {Record<string, unknown>} wanted
 */
export function remap(core, wanted) {
  const keys = { ...core.keys }
  for (const [name, key] of Object.entries(wanted)) {
    if (!(name in KEYS)) {
      throw new RangeError(`a11y: no function "${name}"; there are: ${Object.keys(KEYS).join(', ')}`)
    }
    if (key !== null && (!SHAPE.test(`${key}`) || TAKEN.test(`${key}`))) {
      throw new RangeError(`a11y: ${key} is not Alt+Shift or Ctrl+Alt with a free key`)
    }
    keys[name] = /** @type {string | null} */ (key)
  }
  const used = Object.values(keys).filter(Boolean)
  if (new Set(used).size < used.length) throw new RangeError('a11y: two functions with one key')
  core.keys = keys
}

/**
 * What hears them.
 *
 * @param {() => Core | undefined} home the core that knows the keys: that of the window on top
 * @param {(name: string) => void} act
 * @returns {(event: KeyboardEvent) => void}
 */
export const createKeys = (home, act) => (event) => {
  const core = home()
  if (!core?.state?.on || core.state.values.keys == 'off') return
  // The page's own shortcuts come first.
  if (event.defaultPrevented || event.isComposing || event.metaKey || !event.altKey) return
  if (event.ctrlKey == event.shiftKey || event.getModifierState('AltGraph')) return
  // On a Mac, Option and a key writes a character: there a field keeps it.
  if (/Mac/.test(navigator.platform) && isField(event.composedPath()[0])) return
  const key = event.code.replace(/^(Key|Digit)/, '')
  const pressed = `${event.ctrlKey ? 'Ctrl+Alt' : 'Alt+Shift'}+${key}`
  const name = Object.keys(KEYS).find((each) => core.keys?.[each] == pressed)
  if (!name || isAccessKey(key)) return
  event.preventDefault()
  act(name)
}

/** @param {EventTarget} target */
const isField = (target) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(input|textarea|select)$/.test(target.localName))

/** Firefox follows a page's accesskey by Alt+Shift: the page had it first. @param {string} key */
const isAccessKey = (key) =>
  [...document.querySelectorAll('[accesskey]')].some((element) =>
    (element.getAttribute('accesskey') ?? '').toUpperCase().split(/\s+/).includes(key),
  )
