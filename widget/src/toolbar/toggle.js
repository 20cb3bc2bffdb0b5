import { button } from './dom.js'

/** @import { Control, ControlContext } from '../types.js' */

/**
 * A control for what is on or off: one button that stays pressed.
 *
 * @param {ControlContext} context
 * @param {string} icon
 * @param {[off: string, on: string]} [values] where they are called otherwise
 * @returns {Control}
 */
export function createToggle({ t, choose }, icon, [off, on] = ['off', 'on']) {
  let now = off
  const element = button(icon, t('label'), () => choose(now == on ? off : on))
  element.classList.add('toggle')
  return {
    element,
    show(value) {
      now = `${value}`
      element.setAttribute('aria-pressed', `${now == on}`)
    },
    say: (value) => `${t('label')} ${t(value == on ? 'state.on' : 'state.off')}`,
  }
}
