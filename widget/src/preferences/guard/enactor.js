import { translator } from '../../i18n.js'
import { createAsk } from '../../page/ask.js'
import { actionOf, changes } from './actions.js'
import { texts } from './texts.js'

/** @import { Enactor, Page } from '../../types.js' */
/** @import { Action } from './actions.js' */

const PRESSABLE =
  'button,input[type=submit],input[type=button],input[type=image],input[type=reset],a[href],a[onclick],[role=button]'
/** A second press on the same thing within this is a tremble (ms). */
const TREMBLE = 1000
/** A form whose sending was agreed to may take this long to be sent by the page's script (ms). */
const LEAVE = 10000

/**
 * Asks before a far-reaching press gets to the page, and swallows the second of two presses. The page's
 * handlers hear of the press after a yes, once; what scripts do by themselves passes.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor(page) {
  const t = translator(page.core.config.language, texts)
  const { ask, close } = createAsk(page)
  /** When the visitor agreed to it. @type {WeakMap<Element, number>} */
  const agreed = new WeakMap()
  /** @type {{ element: Element, time: number } | undefined} */
  let last

  /** @param {Event} event */
  function swallow(event) {
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  /** @param {MouseEvent} event */
  function pressed(event) {
    const target = event.composedPath()[0]
    if (!event.isTrusted || event.button || !(target instanceof Element)) return
    const element = target.closest(PRESSABLE)
    if (!element || target.getRootNode() == page.home()?.root) return
    // Keys too: Enter held down presses again and again.
    const again = last?.element == element && event.timeStamp - last.time < TREMBLE
    last = { element, time: event.timeStamp }
    if (again) return swallow(event)
    const action = actionOf(element)
    if (!action) return
    swallow(event)
    inquire(action).then((yes) => {
      if (!yes || !element.isConnected) return
      if (action.form) agreed.set(action.form, performance.now())
      if (element instanceof HTMLElement) element.click()
    })
  }

  /** A form that is sent without a press: Enter in one that has no button. @param {Event} event */
  function submitted(event) {
    const form = event.composedPath()[0]
    if (!(form instanceof HTMLFormElement) || !event.isTrusted) return
    const { submitter = null } = /** @type {SubmitEvent} */ (event)
    const time = agreed.get(form)
    if (time !== undefined && performance.now() - time < LEAVE) return
    // What has a button was asked about, or not, when that was pressed.
    if (submitter || !changes(form) || !navigator.userActivation?.isActive) return
    swallow(event)
    inquire({ label: '', form, final: false, clears: false }).then((yes) => {
      if (!yes || !form.isConnected) return
      agreed.set(form, performance.now())
      form.requestSubmit()
    })
  }

  /** @param {Action} action */
  function inquire({ label, form, final, clears }) {
    const lines = []
    if (clears) lines.push(t('clears'))
    else if (form) lines.push(destination(form))
    if (final) lines.push(t('final'))
    const title = clears ? 'title.clears' : label ? 'title' : 'title.plain'
    return ask({ title: t(title, { label }), lines, yes: t('yes'), no: t('no') })
  }

  /** @param {HTMLFormElement} form */
  function destination(form) {
    // Not form.action: a field may be called so.
    const { host } = new URL(form.getAttribute('action') || '', document.baseURI)
    if (host && host != location.host) return t('elsewhere', { site: host })
    const site = (top && sameSite(top)?.title) || document.title
    return t('sends', { site: site.trim() || location.host })
  }

  return {
    enact(value) {
      const listen = value == 'on' ? addEventListener : removeEventListener
      listen('click', /** @type {EventListener} */ (pressed), true)
      listen('submit', submitted, true)
      listen('pagehide', close)
      if (value == 'off') close()
    },
  }
}

/** @param {Window} view */
function sameSite(view) {
  try {
    return view.document
  } catch {} // of another site
}
