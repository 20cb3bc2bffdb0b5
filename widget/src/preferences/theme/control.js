import { palettes } from '../../generated/themes.js'
import { el } from '../../toolbar/dom.js'
import { drawIcon } from '../../toolbar/icons.js'

/** @import { Control, ControlContext } from '../../types.js' */

/**
 * One button per palette, each in its own colours.
 *
 * @param {ControlContext} context
 * @returns {Control}
 */
export function createControl({ schema, t, choose }) {
  const names = 'choices' in schema ? schema.choices : []
  const buttons = names.map((name) => {
    const swatch = el(
      'button',
      { type: 'button', class: 'swatch' },
      ...label(t(name)),
      drawIcon('check'),
    )
    const [background, text] = colors(name)
    swatch.style.setProperty('--swatch-paper', background)
    swatch.style.setProperty('--swatch-ink', text)
    swatch.setAttribute('aria-label', t(name))
    swatch.addEventListener('click', () => choose(name))
    return swatch
  })
  return {
    element: el(
      'div',
      { class: 'group swatches', role: 'group', 'aria-label': t('label') },
      ...buttons,
    ),
    show(value) {
      buttons.forEach((swatch, at) => swatch.setAttribute('aria-pressed', `${names[at] == value}`))
    },
    say: (value) =>
      matchMedia('(forced-colors: active)').matches
        ? t('forced')
        : `${t('label')} ${t(`${value}`)}`,
  }
}

/** Four characters stand two by two; words stand as they are. @param {string} text */
const label = (text) =>
  /^\p{Script=Han}{4}$/u.test(text)
    ? [el('span', {}, text.slice(0, 2)), el('span', {}, text.slice(2))]
    : [el('span', {}, text)]

/** Paper and ink of a palette, from its declarations. @param {string} name */
function colors(name) {
  const css = palettes[name] ?? ''
  return ['bg', 'fg'].map((key) => new RegExp(`--a11y-${key}:(#\\w+)`).exec(css)?.[1] ?? '')
}
