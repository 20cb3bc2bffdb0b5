import { el, plain } from '../../toolbar/dom.js'
import { drawIcon } from '../../toolbar/icons.js'

/** @import { Control, ControlContext } from '../../types.js' */

/** Two rows: how large, and in which colour. Who chooses a colour first gets it large. */
/** @param {ControlContext} context @returns {Control} */
export function createPicker({ schema, t, choose }) {
  const values = 'choices' in schema ? schema.choices.slice(1).map((each) => each.split('-')) : []
  const sizes = [...new Set(values.map(([size]) => size))]
  const colours = [...new Set(values.map(([, colour]) => colour))]
  let size = 'off'
  let colour = colours[0]

  /** @param {string} label @param {() => void} press */
  const option = (label, press) => {
    const element = plain(label, press)
    element.classList.add('toggle')
    return element
  }
  const bySize = ['off', ...sizes].map((each) =>
    option(t(each), () => choose(each == 'off' ? each : `${each}-${colour}`)),
  )
  const byColour = colours.map((each) => {
    const element = option(t(each), () => choose(`${size == 'off' ? sizes[0] : size}-${each}`))
    element.classList.add('cursor', each)
    element.prepend(drawIcon('cursor'))
    return element
  })
  /** @param {string} name @param {HTMLElement[]} buttons */
  const row = (name, buttons) =>
    el(
      'div',
      { class: 'group choice', role: 'group', 'aria-label': t(name) },
      el('span', { class: 'heading' }, t(name)),
      ...buttons,
    )
  return {
    element: el('div', { class: 'picker' }, row('size', bySize), row('colour', byColour)),
    show(value) {
      const [wanted, tone] = `${value}`.split('-')
      size = wanted
      colour = tone ?? colour
      bySize.forEach((each, at) =>
        each.setAttribute('aria-pressed', `${['off', ...sizes][at] == size}`),
      )
      byColour.forEach((each, at) =>
        each.setAttribute('aria-pressed', `${size != 'off' && colours[at] == colour}`),
      )
    },
    say: (value) =>
      [t('label'), ...`${value}`.split('-').map((word) => t(word))].join(' '),
  }
}
