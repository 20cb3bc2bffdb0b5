/** @import { Page } from '../types.js' */

const HERE = '[data-a11y-j]{outline:5px solid var(--a11y-focus,#c02800)!important;outline-offset:3px!important}'
/** Takes back what the last jump has lent. */
let back = () => {}

/**
 * Go to an element of the page: the focus moves there and it is scrolled into view, below the bar.
 *
 * What cannot have the focus gets a tabindex for as long as it has it, and no longer.
 *
 * @param {Page} page
 * @param {Element} element in this document or in one of its frames
 */
export function jump({ marks, sheets }, element) {
  back()
  const target = /** @type {HTMLElement} */ (element)
  const doc = target.ownerDocument
  const root = /** @type {Document | ShadowRoot} */ (target.getRootNode())
  const options = /** @type {FocusOptions} */ ({ preventScroll: true, focusVisible: true })
  doc.defaultView?.focus()
  target.focus(options)
  const lent = root.activeElement != target && !target.hasAttribute('tabindex')
  if (lent) {
    target.setAttribute('tabindex', '-1')
    target.focus(options)
  }
  if (doc == document) {
    sheets.set('jump', HERE)
    marks.set(target, 'j', '')
  }
  back = () => {
    target.removeEventListener('blur', back)
    document.removeEventListener('a11y:exit', back)
    if (lent) target.removeAttribute('tabindex')
    marks.remove(target, 'j')
    sheets.set('jump', '')
    back = () => {}
  }
  target.addEventListener('blur', back)
  document.addEventListener('a11y:exit', back)
  target.scrollIntoView({ block: 'start', inline: 'nearest' })
}
