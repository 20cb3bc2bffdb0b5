import { isAdvert } from './adverts.js'
import { createDrift } from './drift.js'

/** @import { Enactor, Page } from '../../types.js' */
/** @import { Tally } from './tally.js' */

/**
 * Puts adverts away that float over the page. They are hidden, not removed: their scripts go on, and
 * the visitor can have them back.
 *
 * @param {Page} page
 * @param {Tally} tally
 * @returns {Enactor}
 */
export function createEnactor({ sheets, marks, quietly }, tally) {
  /** What the visitor wants to see all the same. @type {WeakSet<Element>} */
  const wanted = new WeakSet()
  /** @type {Set<Element>} */
  const away = new Set()
  const drifts = createDrift()
  let on = false

  /** @param {Iterable<Element>} elements */
  function look(elements) {
    for (const element of elements) {
      if (away.has(element) || wanted.has(element) || !floats(element)) continue
      if (isAdvert(element, drifts(element))) putAway(element)
    }
    for (const element of away) if (!element.isConnected) away.delete(element)
    tally.set(away.size)
  }

  /** @param {Element} element */
  function putAway(element) {
    away.add(element)
    marks.set(element, 'pp', '')
    marks.demote([element], 'popups', ['display'])
  }

  function release() {
    marks.clear('pp')
    marks.promote('popups')
    away.clear()
    tally.set(0)
  }

  return {
    enact(value) {
      if (on == (value == 'on')) return
      on = value == 'on'
      sheets.set('popups', on ? '[data-a11y-pp]{display:none!important}' : '')
      if (!on) return release()
      tally.show = () =>
        quietly(() => {
          for (const element of away) wanted.add(element)
          release()
        })
      look(marks.elements())
    },
    refresh(added, touched) {
      if (on) look(new Set([...added, ...touched]))
    },
    reflow() {
      if (on) look(marks.elements())
    },
  }
}

/** Whether it lies over the page by itself, not within a box that does or that holds it. */
/** @param {Element} element */
function floats(element) {
  const { position, display, visibility } = getComputedStyle(element)
  if (!/fixed|absolute/.test(position) || display == 'none' || visibility != 'visible') return false
  if (element.localName == 'a11y-toolbar') return false
  for (let box = element.parentElement; box && box != document.body; box = box.parentElement) {
    if (getComputedStyle(box).position != 'static') return false
  }
  return true
}
