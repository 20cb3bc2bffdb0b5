import { el, plain } from '../../toolbar/dom.js'
import { createToggle } from '../../toolbar/toggle.js'

/** @import { Control, ControlContext } from '../../types.js' */
/** @import { Tally } from './tally.js' */

/**
 * On or off, and below it how many were put away and a way to see them.
 *
 * @param {ControlContext} context
 * @param {Tally} tally
 * @returns {Control}
 */
export function createControl(context, tally) {
  const { t, say } = context
  const toggle = createToggle(context, 'popups')
  const text = el('span')
  const again = plain(t('show'), () => {
    tally.show()
    say(t('shown'))
    toggle.element.focus() // the button goes
  })
  const line = el('div', { class: 'note', hidden: true }, text, again)

  function count() {
    line.hidden = !tally.count
    text.textContent = t('away', { count: tally.count })
  }
  tally.hear(count)
  count()
  return { ...toggle, element: el('div', { class: 'pair' }, toggle.element, line) }
}
