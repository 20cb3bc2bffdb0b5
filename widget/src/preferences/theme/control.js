import { el } from '../../toolbar/dom.js'
import { drawIcon } from '../../toolbar/icons.js'
import { declarations } from './early.js'
import { partsOf } from './own.js'

/** @import { Control, ControlContext, Translate, Value } from '../../types.js' */

/** So many stand on the bar. All others are in the drawer. */
const PLACES = 6

/**
 * One button per palette that is known best, each in its own colours. Another one that is worn has
 * the place of the last.
 *
 * @param {ControlContext} context
 * @returns {Control}
 */
export function createControl({ schema, t, choose }) {
  const choices = 'choices' in schema ? schema.choices : []
  // And those that the portal has added itself.
  const known = choices.filter((name, at) => at < PLACES || name.startsWith('x-'))
  const shown = [...known]
  const buttons = known.map((name, at) => createSwatch(t, name, () => choose(shown[at])))
  const last = PLACES - 1
  return {
    element: el(
      'div',
      { class: 'group swatches', role: 'group', 'aria-label': t('label') },
      ...buttons.map(({ element }) => element),
    ),
    show(value) {
      shown[last] = known.includes(`${value}`) ? known[last] : `${value}`
      buttons[last].wear(shown[last])
      buttons.forEach(({ press }, at) => press(shown[at] == value))
    },
    say: (value) =>
      matchMedia('(forced-colors: active)').matches
        ? t('forced')
        : `${t('label')} ${t(nameOf(value))}`,
  }
}

/** Colours of one's own have one name. @param {Value} value */
export const nameOf = (value) => (partsOf(`${value}`)[0] ? 'own' : `${value}`)

/**
 * A button in the colours of a palette, with its name.
 *
 * @param {Translate} t the preference's own
 * @param {string} value
 * @param {() => void} choose
 */
export function createSwatch(t, value, choose) {
  const element = el('button', { type: 'button', class: 'swatch' })
  element.addEventListener('click', choose)
  /** @type {string | undefined} */
  let worn
  const swatch = {
    element,
    /** @param {string} value */
    wear(value) {
      if (value == worn) return
      worn = value
      const name = t(nameOf(value))
      const [background, text] = colors(value)
      element.replaceChildren(...label(name), drawIcon('check'))
      element.style.setProperty('--swatch-paper', background)
      element.style.setProperty('--swatch-ink', text)
      element.setAttribute('aria-label', name)
    },
    /** @param {boolean} pressed */
    press: (pressed) => element.setAttribute('aria-pressed', `${pressed}`),
  }
  swatch.wear(value)
  return swatch
}

/** Four characters stand two by two; words stand as they are. @param {string} text */
const label = (text) =>
  /^\p{Script=Han}{4}$/u.test(text)
    ? [el('span', {}, text.slice(0, 2)), el('span', {}, text.slice(2))]
    : [el('span', {}, text)]

/** Paper and ink of a palette, from its declarations. @param {string} value */
function colors(value) {
  const css = declarations(value)
  return ['bg', 'fg'].map((key) => new RegExp(`--a11y-${key}:(#\\w+)`).exec(css)?.[1] ?? '')
}
