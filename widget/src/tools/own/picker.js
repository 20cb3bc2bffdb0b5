import { contrast } from '../../preferences/theme/own.js'
import { el } from '../../toolbar/dom.js'
import { drawIcon } from '../../toolbar/icons.js'

/** @import { Translate } from '../../types.js' */

/**
 * Large buttons of named colours, and the browser's own picker for all others.
 *
 * @param {Translate} t
 * @param {string} name of what gets the colour
 * @param {[name: string, color: string][]} colors
 * @param {(color: string) => void} pick
 */
export function createColorPicker(t, name, colors, pick) {
  const buttons = colors.map(([key, color]) => {
    const button = el(
      'button',
      { type: 'button', class: 'dot', 'aria-label': `${t(name)} ${t(key)}`, title: t(key) },
      drawIcon('check'),
    )
    button.style.setProperty('--dot', color)
    button.style.setProperty('--on-dot', contrast(color, '#ffffff') > 4.5 ? '#fff' : '#000')
    button.addEventListener('click', () => pick(color))
    return button
  })
  const input = el('input', { type: 'color', 'aria-label': `${t(name)} ${t('other')}` })
  // Not at every move within the browser's picker: each would be a change of the whole page.
  input.addEventListener('change', () => pick(input.value))
  const other = el('label', { class: 'other' }, input, t('other'))
  return {
    element: el(
      'div',
      { class: 'picker', role: 'group', 'aria-label': t(name) },
      el('h3', {}, t(name)),
      el('div', { class: 'dots' }, ...buttons),
      other,
    ),
    /** @param {string} color */
    show(color) {
      input.value = color
      buttons.forEach((button, at) =>
        button.setAttribute('aria-pressed', `${colors[at][1] == color}`),
      )
    },
  }
}
