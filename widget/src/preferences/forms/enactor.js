import { formsStage } from '../../generated/css/formsStage.js'
import { translator } from '../../i18n.js'
import { homeOf } from '../../page/ask.js'
import { boxOnTop } from '../../page/frames.js'
import { createCard } from './card.js'
import { ERRORS, fieldOf, helpOf, isMessage } from './field.js'
import { texts } from './texts.js'

/** @import { Enactor, Page } from '../../types.js' */

const RULES =
  '[data-a11y-fe]{font-size:max(20px,1.1em)!important;line-height:1.5!important;font-weight:700!important;height:auto!important;max-height:none!important;overflow:visible!important;white-space:normal!important;opacity:1!important}'
/** Who is wrong gets a frame that does not go by colour alone. */
const WRONG = '[aria-invalid=true]{outline:3px dashed currentColor!important;outline-offset:1px!important}'

/**
 * Shows what the field wants that the visitor is at, large; and makes the page's own messages of what is
 * wrong large where they stand.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor(page) {
  const { core, sheets, marks, quietly } = page
  const t = translator(core.config.language, texts)
  const card = createCard()
  /** @type {HTMLInputElement | undefined} */
  let field
  /** Those that the browser itself has found wrong. @type {WeakSet<Element>} */
  const judged = new WeakSet()
  let on = false

  function show() {
    const home = homeOf(page)
    if (!field?.isConnected || !home) return card.hide()
    const help = helpOf(field, t, judged.has(field))
    if (!help.name && !help.hints.length && !help.error) return card.hide()
    home.addStyle(formsStage)
    card.show(home, help, t('must'))
    place()
  }

  function place() {
    const home = homeOf(page)
    if (field && home) card.place(home, boxOnTop(field))
  }

  /** @param {Event} event */
  function heard(event) {
    const at = fieldOf(event.composedPath()[0])
    if (event.type == 'invalid' && at) judged.add(at)
    if (event.type == 'focusin') field = at
    if (event.type == 'focusout') field = undefined
    show()
  }

  /** The page's own messages. */
  function enlarge() {
    for (const element of document.querySelectorAll(ERRORS)) {
      if (isMessage(element)) marks.set(element, 'fe', '')
      else if (element.hasAttribute('data-a11y-fe')) marks.remove(element, 'fe')
    }
  }

  return {
    enact(value) {
      if (on == (value == 'on')) return
      on = value == 'on'
      const listen = on ? addEventListener : removeEventListener
      for (const type of ['focusin', 'focusout', 'input', 'change', 'invalid']) listen(type, heard, true)
      listen('scroll', place, true)
      listen('resize', place)
      listen('pagehide', card.hide)
      sheets.set('forms', on ? RULES + WRONG : '')
      field = on ? fieldOf(document.activeElement ?? undefined) : undefined
      if (on) enlarge()
      else marks.clear('fe')
      show()
    },
    refresh() {
      if (!on) return
      enlarge()
      quietly(show)
    },
  }
}
