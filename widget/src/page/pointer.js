/** @import { Boot, Page, Pointer, Spot } from '../types.js' */

import { coreOf } from './frames.js'
import { boxOf, placed } from './place.js'

/** A finger that moved further than this has scrolled, not tapped. In px. */
const TAP = 12
/** What gets the focus this soon after a press got it by the press, in milliseconds. */
const PRESS = 500
/** The browser brings into view what gets the focus; some pages let it take its time. */
const ARRIVAL = 1000

/** @type {WeakMap<Boot, Pointer>} */
const known = new WeakMap()

/** The one of a page, made when somebody first asks for it. @param {Page} page */
export function pointerOf({ core }) {
  const found = known.get(core) ?? createPointer(core)
  known.set(core, found)
  return found
}

/**
 * Tells where the visitor is, at most once per frame, while somebody follows; else it hears nothing.
 *
 * A mouse is where it points; a finger where it tapped (one that moves scrolls the page); the
 * keyboard where the focus is. No key is taken: what follows stays, and the page scrolls below it.
 *
 * @param {Boot} core
 * @returns {Pointer}
 */
function createPointer(core) {
  /** @type {Set<(spot: Spot | undefined) => void>} */
  const followers = new Set()
  /** @type {Spot | undefined} */
  let last
  let waiting = false
  let pressedAt = -PRESS
  let focusedAt = 0
  let down = { x: 0, y: 0 }

  /** @type {Record<string, (event: any) => void>} */
  const heard = {
    pointermove: move,
    // Also when the page has moved below a mouse that rests.
    pointerover: move,
    pointerdown(event) {
      pressedAt = event.timeStamp
      down = { x: event.clientX, y: event.clientY }
      if (event.pointerType != 'touch') point(event, 'mouse')
    },
    pointerup(event) {
      pressedAt = event.timeStamp
      if (event.pointerType != 'touch') return
      const way = Math.abs(event.clientX - down.x) + Math.abs(event.clientY - down.y)
      if (way <= TAP) point(event, 'touch')
    },
    mouseout({ relatedTarget: to }) {
      // Out of the window, or into a frame of which we hear nothing.
      if ((!to || isDeaf(to)) && last?.kind == 'mouse') gone()
    },
    focusin(event) {
      if (isOurs(event)) return gone()
      if (event.timeStamp - pressedAt < PRESS) return
      const element = event.composedPath()[0]
      if (element.nodeType == 1) report({ kind: 'focus', x: 0, y: 0, local: { x: 0, y: 0 }, element })
    },
    keydown() {
      focusedAt = -ARRIVAL // what scrolls the page from now on is the visitor
    },
    scroll() {
      if (last?.kind == 'focus' && performance.now() - focusedAt < ARRIVAL) return again(last)
      // A mouse in one of our frames is that frame's business.
      if (last?.kind != 'mouse' || last.element.ownerDocument != document) return
      const element = deepest(last.local)
      if (element && !isFrame(element)) again({ ...last, element })
    },
  }

  /** @param {PointerEvent} event */
  function move(event) {
    const { pointerType, screenX, screenY } = event
    if (pointerType == 'touch') return
    // Below a mouse that rests the page has moved: news only for who is led by the mouse.
    const hub = above() ?? core
    const place = `${screenX},${screenY}`
    const rests = hub.mouse == place
    hub.mouse = place
    if (!rests || !hub.led || hub.led == 'mouse') point(event, 'mouse')
  }

  /** @param {PointerEvent} event @param {'mouse' | 'touch'} kind */
  function point(event, kind) {
    if (isOurs(event)) return last && gone()
    const element = /** @type {Element} */ (event.composedPath()[0])
    if (element.nodeType != 1) return
    // A frame tells by itself where the mouse is in it, if it is ours.
    if (isFrame(element)) return isDeaf(element) && last?.kind == 'mouse' && gone()
    const { clientX: x, clientY: y } = event
    report({ kind, x, y, local: { x, y }, element })
  }

  const gone = () => report(undefined)

  /** To the window on top, at once: where a mouse goes from here, another window reports next. */
  /** @param {Spot | undefined} spot */
  function report(spot) {
    again(spot)
    const hub = above()
    ;(hub ?? core).led = spot?.kind
    hub?.point?.(spot)
  }

  /** @param {Spot | undefined} spot */
  function again(spot) {
    if (spot?.kind == 'focus' && spot.element != last?.element) focusedAt = performance.now()
    last = spot
    if (!waiting) requestAnimationFrame(flush)
    waiting = true
  }

  function flush() {
    waiting = false
    const here = last && placed(last.kind == 'focus' ? atBox(last) : last)
    for (const follower of followers) follower(here)
  }

  core.point = (spot) => {
    if (followers.size) again(spot)
  }

  const listen = () => {
    for (const type in heard) addEventListener(type, heard[type], { capture: true, passive: true })
  }
  const ignore = () => {
    for (const type in heard) removeEventListener(type, heard[type], true)
  }

  return {
    follow(follower) {
      if (!followers.size) listen()
      followers.add(follower)
      return () => {
        followers.delete(follower)
        if (followers.size) return
        ignore()
        last = undefined
      }
    },
  }
}

/** Of the window on top, if this is not that one, and it is of this site. */
const above = () => (top != self && top ? coreOf(top) : undefined)

/** @param {Element} element */
const isFrame = ({ localName }) => /^i?frame$/.test(localName)

/** A frame that tells us nothing. @param {Element} element */
const isDeaf = (element) =>
  isFrame(element) && !coreOf(/** @type {any} */ (element).contentWindow)

/** @param {Event} event */
const isOurs = ({ target }) => /** @type {Element} */ (target).localName == 'a11y-toolbar'

/** The element at a place, in open shadow roots too. @param {{ x: number, y: number }} place */
function deepest({ x, y }) {
  let found = document.elementFromPoint(x, y)
  for (let at = found; at?.shadowRoot; found = at ?? found) {
    const within = /** @type {Element | null} */ (at.shadowRoot.elementFromPoint(x, y))
    if (within == at) break
    at = within
  }
  return found?.localName == 'a11y-toolbar' ? undefined : found
}

/** Where the focus is, by now: a little into what has it, which may be larger than the window. */
/** @param {Spot} spot @returns {Spot} */
function atBox(spot) {
  const box = boxOf(spot.element)
  const x = box.left + Math.min((box.right - box.left) / 2, 200)
  const y = box.top + Math.min((box.bottom - box.top) / 2, 40)
  return { ...spot, local: { x, y }, box }
}
