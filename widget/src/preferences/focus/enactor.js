import { styled } from '../../page/styled.js'
import { early } from './early.js'

/** @import { Enactor, Page } from '../../types.js' */

const INLINE = ['outline-style', 'outline-width', 'outline-color', 'outline-offset', 'box-shadow']
/** The ring's width in all, in px. */
const WIDTH = 8

/**
 * The ring is a style sheet. What it alone cannot show is looked at when the focus arrives: a ring
 * that a box around it would cut, and a field that the page has made invisible.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor(page) {
  const { marks, quietly } = page
  const sheet = styled('focus', early, INLINE)(page)
  /** @type {Element | undefined} */
  let marked

  /** @param {Event} event */
  function arrived(event) {
    quietly(() => {
      left()
      const element = event.composedPath()[0]
      if (!(element instanceof Element) || element.localName == 'a11y-toolbar') return
      const label = unseen(element) && /** @type {HTMLInputElement} */ (element).labels?.[0]
      if (label) mark(label, 'label')
      else if (cut(element)) mark(element, 'inside')
    })
  }

  /** @param {Element} element @param {string} how */
  function mark(element, how) {
    marks.set(element, 'r', how)
    marked = element
  }

  function left() {
    if (marked) marks.remove(marked, 'r')
    marked = undefined
  }
  const gone = () => quietly(left)

  return {
    ...sheet,
    enact(value, values) {
      sheet.enact(value, values)
      const listen = value == 'on' ? addEventListener : removeEventListener
      listen('focusin', arrived, true)
      listen('focusout', gone, true)
      if (value == 'off') left()
      marks.clear('r')
    },
  }
}

/** A radio button or the like behind something that is drawn for it. @param {Element} element */
function unseen(element) {
  const { width, height } = element.getBoundingClientRect()
  return width < 3 || height < 3 || +getComputedStyle(element).opacity < 0.1
}

/** Whether a box around the element shows less than the ring needs. @param {Element} element */
function cut(element) {
  const inner = element.getBoundingClientRect()
  for (let box = element.parentElement; box && box != document.body; box = box.parentElement) {
    const { overflowX, position } = getComputedStyle(box)
    if (overflowX != 'visible') {
      const edge = box.getBoundingClientRect()
      if (inner.left - WIDTH < edge.left || inner.right + WIDTH > edge.right) return true
      if (inner.top - WIDTH < edge.top || inner.bottom + WIDTH > edge.bottom) return true
    }
    if (position == 'fixed') break
  }
  return inner.left < WIDTH || inner.right + WIDTH > innerWidth
}
