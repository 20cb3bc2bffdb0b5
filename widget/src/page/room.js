/** @import { Page } from '../types.js' */

/**
 * Moves the page aside for the bar, so that nothing lies below it: the flow by a padding of the root,
 * boxes that do not follow it (fixed to the window's top, or placed in it) by their margin.
 *
 * @param {Page} page
 */
export function createRoom({ sheets, marks }) {
  let height = 0
  let below = false
  /** What lies at the window's lower edge besides, in px. */
  let low = 0
  /** Their margins, or tops where they stick, in px. @type {Set<string>} */
  const moved = new Set()

  function show() {
    marks.putBack()
    if (!height && !low) return sheets.set('room', '')
    // With box-sizing, a page of exactly the window's height stays one.
    const root =
      ':root{box-sizing:border-box!important}' +
      pad('top', below ? 0 : height) +
      pad('bottom', below ? height + low : low)
    const zoom = document.body ? +getComputedStyle(document.body).zoom || 1 : 1
    if (document.body?.localName == 'frameset') shorten(document.body, (height + low) / zoom)
    const rules = [...moved].map((key) => {
      const [property, px] = key.split(' ')
      return `[data-a11y-m="${key}"]{${property}:${+px + height / zoom}px!important}`
    })
    sheets.set('room', root + (below ? '' : rules.join('')))
  }

  /** @param {string} side @param {number} px */
  const pad = (side, px) =>
    px
      ? `:root{padding-${side}:${px}px!important;scroll-padding-${side}:${px + 8}px!important}`
      : ''

  /** A frameset is as high as the window, always: an empty last row takes what the bar needs. */
  /** @param {Element} frameset @param {number} px */
  function shorten(frameset, px) {
    // Whole pixels: Chromium takes a number of many digits for a star.
    marks.replace(frameset, 'rows', `${frameset.getAttribute('rows') || '*'},${Math.ceil(px)}`)
  }

  /** Move what still lies below the bar. @param {Element[]} candidates */
  function shift(candidates) {
    const style = candidates.map((element) => getComputedStyle(element))
    /** @type {Set<Element>} */
    const moving = new Set()
    const keys = candidates.map((element, at) => {
      const { position, top, marginTop } = style[at]
      if (element.hasAttribute('data-a11y-m')) return
      // What lies in a box that moves goes with it.
      if (position == 'absolute' && within(moving, element)) return
      const box = element.getBoundingClientRect()
      if (position != 'absolute' && (box.top >= height || box.bottom <= 0)) return
      moving.add(element)
      return position == 'sticky'
        ? `top ${parseFloat(top) || 0}`
        : `margin-top ${parseFloat(marginTop) || 0}`
    })
    keys.forEach((key, at) => {
      if (!key) return
      moved.add(key)
      marks.set(candidates[at], 'm', key)
    })
    if (keys.some(Boolean)) show()
  }

  /** @param {Element[]} elements */
  const placed = (elements) =>
    elements.filter((element) => /fixed|absolute/.test(getComputedStyle(element).position))

  /** What is stuck or fixed where the bar is, found by touch: on scrolling there is no time for more. */
  function touch() {
    if (!height || below) return
    /** @type {Set<Element>} */
    const found = new Set()
    for (const x of [0.05, 0.35, 0.65, 0.95]) {
      for (const hit of document.elementsFromPoint(innerWidth * x, height / 2)) {
        for (
          let at = /** @type {Element | null} */ (hit);
          at && at != document.body;
          at = at.parentElement
        ) {
          if (/fixed|sticky/.test(getComputedStyle(at).position)) found.add(at)
        }
      }
    }
    shift([...found])
  }

  return {
    /**
     * Make room.
     *
     * @param {number} px the height of the bar; 0 gives the room back
     * @param {boolean} sheet it is a sheet at the bottom: then only the page's end makes way
     * @param {number} foot the height of what is at the bottom besides
     */
    make(px, sheet, foot) {
      if (px == height && sheet == below && foot == low) return
      const before = height && !below
      height = px
      below = sheet
      low = foot
      if (!px || sheet) {
        marks.clear('m')
        moved.clear()
        return show()
      }
      if (before) return show()
      sheets.still(() => {
        const elements = placed(marks.elements())
        const tops = elements.map((element) => element.getBoundingClientRect().top)
        show()
        shift(
          elements.filter(
            (element, at) => Math.abs(element.getBoundingClientRect().top - tops[at]) < 1,
          ),
        )
      })
      touch()
    },
    touch,
    /** @param {Element[]} added */
    refresh(added) {
      if (height && !below)
        shift(placed(added).filter((element) => getComputedStyle(element).position == 'fixed'))
    },
    /** The page's zoom has changed, and with it what our px mean within it. */
    show,
  }
}

/** @param {Set<Element>} boxes @param {Element} element */
function within(boxes, element) {
  for (let at = element.parentElement; at; at = at.parentElement) if (boxes.has(at)) return true
  return false
}
