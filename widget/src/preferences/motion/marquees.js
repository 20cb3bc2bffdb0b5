import { el } from '../../toolbar/dom.js'

/** @import { Page } from '../../types.js' */

/** How far up boxes are opened that would cut the text. */
const LEVELS = 3

/**
 * What is in a marquee moves over into a box of the same look, where all of it can be read: sideways
 * text in lines, a list that runs upwards in a box of its own height to scroll through. A stopped
 * marquee would show whatever part was just passing by.
 *
 * @param {Page} page
 */
export function createMarquees({ marks }) {
  /** @type {Map<Element, HTMLElement>} */
  const boxes = new Map()

  /** @param {HTMLElement} marquee */
  function replace(marquee) {
    const list = /^(up|down)$/i.test(marquee.getAttribute('direction') ?? '')
    const { width, height } = marquee.getBoundingClientRect()
    const box = el('div', { 'data-a11y-mv': list ? 'list' : 'text' })
    box.className = marquee.className
    box.style.cssText = marquee.style.cssText
    box.style.setProperty('color', getComputedStyle(marquee).color)
    if (width) box.style.setProperty('width', `${width}px`)
    if (list) {
      box.style.setProperty('height', `${height}px`)
      box.tabIndex = 0 // so that arrow keys scroll it
    }
    box.append(...marquee.childNodes)
    marquee.after(box)
    marks.set(marquee, 'mv', 'was')
    boxes.set(marquee, box)
    let around = box.parentElement
    for (let level = 0; !list && around && level < LEVELS; level++, around = around.parentElement) {
      if (getComputedStyle(around).overflowY == 'visible') continue
      if (around.scrollHeight > around.clientHeight + 1) marks.set(around, 'mv', 'room')
    }
  }

  return {
    /** @param {ParentNode} root */
    stop(root) {
      for (const marquee of root.querySelectorAll('marquee')) {
        const box = boxes.get(marquee)
        if (!box) replace(/** @type {HTMLElement} */ (marquee))
        else if (marquee.childNodes.length) box.append(...marquee.childNodes) // written anew
      }
    },
    release() {
      for (const [marquee, box] of boxes) {
        marquee.append(...box.childNodes)
        box.remove()
      }
      boxes.clear()
      marks.clear('mv')
    },
  }
}
