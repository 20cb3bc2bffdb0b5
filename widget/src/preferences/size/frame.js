import { coreOf } from '../../page/frames.js'

/** Lower than this, in px, a frame is a box on the page (the weather), not a page of its own. */
const BOX = 200

/** Whether this window is a frame that cuts its page: it cannot scroll, or is too low to. */
export function outgrowsFrame() {
  const frame = window.frameElement
  if (frame?.localName != 'iframe' || !document.body) return false
  const stiff = frame.getAttribute('scrolling') == 'no' || innerHeight < BOX
  return stiff && contentHeight() > innerHeight + 2
}

let asked = false

/** Ask the window around for as much height as the page needs. */
export function askForRoom() {
  asked = true
  ask(contentHeight())
}

export function giveRoomBack() {
  if (asked) ask(0)
  asked = false
}

/** @param {number} px */
function ask(px) {
  const frame = window.frameElement
  if (frame) coreOf(/** @type {Window} */ (frame.ownerDocument.defaultView))?.hold?.(frame, px)
}

/** In px of the frame's window; the root is not zoomed, but the body is. */
function contentHeight() {
  const { bottom } = document.body.getBoundingClientRect()
  const low = Math.max(0, ...[...document.body.children].map(lowest))
  return Math.ceil(Math.max(low, innerHeight < bottom ? bottom : 0) + scrollY)
}

/** @param {Element} element */
const lowest = (element) => element.getBoundingClientRect().bottom
