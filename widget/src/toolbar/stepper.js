import { button, el } from './dom.js'

/** @import { Control, ControlContext } from '../types.js' */

/**
 * A control for a number: one step less, the value, one step more.
 *
 * @param {ControlContext} context
 * @param {{ less: string, more: string }} icons
 * @returns {Control}
 */
export function createStepper({ schema, t, choose, say }, icons) {
  if (!('step' in schema)) throw new TypeError('a stepper needs a schema with steps')
  const { min, max, step } = schema
  let now = schema.initial
  const text = (/** @type {number} */ value) =>
    t('value', { value: Number.isInteger(value) && step < 1 ? value.toFixed(1) : value })
  const move = (/** @type {number} */ by, /** @type {string} */ end) => {
    if (now + by < min || now + by > max) say(t(end))
    else choose(now + by)
  }
  const less = button(icons.less, t('less'), () => move(-step, 'least'))
  const more = button(icons.more, t('more'), () => move(step, 'most'))
  const shown = el('b', { class: 'value' })
  const heading = el('span', { class: 'heading' }, t('label'))
  const middle = el('span', { class: 'reading' }, heading, shown)
  return {
    element: el(
      'div',
      { class: 'group stepper', role: 'group', 'aria-label': t('label') },
      less,
      middle,
      more,
    ),
    show(value) {
      now = +value
      shown.textContent = text(now)
      // Not the attribute `disabled`: focus would be lost at the end of the scale.
      less.setAttribute('aria-disabled', `${now <= min}`)
      more.setAttribute('aria-disabled', `${now >= max}`)
    },
    say: (value) => `${t('label')} ${text(+value)}`,
  }
}
