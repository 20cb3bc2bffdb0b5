import { el, plain } from './dom.js'

/** @import { Control, ControlContext } from '../types.js' */

/**
 * A control for one of a few named values: a button for each, of which one is pressed.
 *
 * @param {ControlContext} context
 * @returns {Control}
 */
export function createChoice({ schema, t, choose }) {
  const names = 'choices' in schema ? schema.choices : []
  const buttons = names.map((name) => {
    const each = plain(t(name), () => choose(name))
    each.classList.add('toggle')
    return each
  })
  return {
    element: el(
      'div',
      { class: 'group choice', role: 'group', 'aria-label': t('label') },
      el('span', { class: 'heading' }, t('label')),
      ...buttons,
    ),
    show(value) {
      buttons.forEach((each, at) => each.setAttribute('aria-pressed', `${names[at] == value}`))
    },
    say: (value) => `${t('label')} ${t(`${value}`)}`,
  }
}
