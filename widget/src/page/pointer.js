/** @import { Boot, Pointer, Spot } from '../types.js' */

import { coreOf } from './frames.js'

/** Where the visitor is; a key press moves it as the mouse does. */
const EVENTS = ['pointermove', 'pointerdown', 'focusin']

/**
 * Tells of the pointer while somebody follows it, and listens to nothing otherwise.
 *
 * @param {Boot} core
 * @returns {Pointer}
 */
export function createPointer(core) {
  /** @type {Set<(spot: Spot) => void>} */
  const followers = new Set()
  /** @type {Spot | undefined} */
  let last
  let waiting = false

  /** @param {Event} event */
  function heard(event) {
    const element = event.composedPath()[0]
    if (!(element instanceof Element)) return
    if (element.getRootNode() instanceof ShadowRoot && event.target === toolbar()) return
    tell(event instanceof MouseEvent ? spotOf(event, element) : middleOf(element))
  }

  /** @param {Spot} spot */
  function tell(spot) {
    last = spot
    if (!waiting) requestAnimationFrame(flush)
    waiting = true
  }

  function flush() {
    waiting = false
    if (!last) return
    const above = top != self && coreOf(parent)
    if (above) above.point?.(inParent(last))
    else for (const follower of followers) follower(last)
  }

  core.point = (spot) => followers.size && tell(spot)

  return {
    follow(listener) {
      if (!followers.size) for (const type of EVENTS) addEventListener(type, heard, true)
      followers.add(listener)
      return () => {
        followers.delete(listener)
        if (!followers.size) for (const type of EVENTS) removeEventListener(type, heard, true)
      }
    },
  }
}

const toolbar = () => document.querySelector('a11y-toolbar')

/** @param {MouseEvent} event @param {Element} element @returns {Spot} */
const spotOf = ({ clientX: x, clientY: y }, element) => ({ x, y, element })

/** @param {Element} element @returns {Spot} */
function middleOf(element) {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2, element }
}

/** The same place in the window that frames this one. @param {Spot} spot @returns {Spot} */
function inParent({ x, y, element }) {
  const frame = self.frameElement
  if (!frame) return { x, y, element }
  const box = frame.getBoundingClientRect()
  // Measured, because the frame may be zoomed with the page around it.
  const scale = box.width / innerWidth || 1
  return { x: box.left + x * scale, y: box.top + y * scale, element }
}
