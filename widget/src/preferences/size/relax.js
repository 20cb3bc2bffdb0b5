/**
 * Boxes that the page made for smaller text: too low, or with a line that may not break.
 *
 * A box that showed all it holds gets the height that it needs. One that showed a part (a ticker) is
 * a window, and grows with what it shows.
 */

/** @import { Marks } from '../../types.js' */
/** @typedef {{ sh: number, ch: number, sw: number, cw: number }} Room as scrolled and as seen, in px */
/** @typedef {[name: string, value: string]} Mark */

/** Lower than this, in px, a window is one on lines of text, and not on pictures. */
const LINES = 130
/** Widening one box may make the next too small; so often at most. */
const ROUNDS = 6
/** @type {Room} */
const NONE = { sh: 0, ch: 0, sw: 0, cw: 0 }

/** @param {Marks} marks */
export function createRelaxation(marks) {
  /** The room of each box before its text grew. @type {WeakMap<Element, Room>} */
  const before = new WeakMap()
  /** The rules of windows and fields by their mark. @type {Map<string, string>} */
  const rules = new Map()

  /** @param {Element} box @param {number} scale */
  function need(box, scale) {
    const was = before.get(box) ?? NONE
    const now = room(box)
    const mark =
      !now.ch && !now.cw
        ? hidden(box)
        : /^(INPUT|SELECT|TEXTAREA)$/.test(box.tagName)
          ? field(/** @type {HTMLInputElement} */ (box), was, placeOf(box), scale)
          : (wide(box, was, now) ?? tall(box, was, now, scale))
    return mark && !box.hasAttribute(`data-a11y-${mark[0]}`) ? mark : undefined
  }

  /** How wide the parent of a field was. @param {Element} box */
  function placeOf({ parentElement: parent }) {
    const was = parent && before.get(parent)
    return was?.cw || parent?.clientWidth || innerWidth
  }

  return {
    /** How wide a box was, in px. @param {Element} box */
    widthOf: (box) => before.get(box)?.cw ?? 0,
    /** Whether a box is larger than the page made it. @param {Element} box */
    grown(box) {
      const was = before.get(box)
      return !!was && was != NONE && (box.clientHeight > was.ch * 1.1 || box.clientWidth > was.cw * 1.05)
    },
    /** @param {Iterable<Element>} boxes with their text as the page made it */
    remember(boxes) {
      for (const box of boxes) before.set(box, room(box))
    },
    /**
     * Give room to boxes whose text has grown.
     *
     * @param {Iterable<Element>} boxes
     * @param {number} scale of the text
     * @param {() => void} show brings the rules of css up to date
     */
    relax(boxes, scale, show) {
      const all = [...boxes]
      for (let round = 0; round < ROUNDS; round++) {
        // All are read before any is written: one layout a round.
        const needs = all.map((box) => need(box, scale))
        if (!needs.some(Boolean)) return
        needs.forEach((mark, at) => {
          if (!mark) return
          const [name, px] = mark
          if (px) rules.set(`${name} ${px}`, ruleOf(name, px))
          marks.set(all[at], name, px)
        })
        show()
      }
    },
    /** Give a frame the height in px that its page needs, or 0: its own. @param {Element} frame @param {number} px */
    hold(frame, px) {
      if (!px) return marks.remove(frame, 'k')
      rules.set(`k ${px}`, ruleOf('k', `${px}`))
      marks.set(frame, 'k', `${px}`)
    },
    /** Break lines that may not break and make the page wider. @param {Element[]} texts */
    breakLines(texts) {
      const stiff = texts.filter((text) => getComputedStyle(text).whiteSpace == 'nowrap')
      for (const text of stiff) if (!text.closest('marquee')) marks.set(text, 'w', '')
    },
    get css() {
      return [...rules.values()].join('')
    },
    clear() {
      for (const name of ['h', 'w', 'k', 'si', 'sv']) marks.clear(name)
      rules.clear()
    },
  }
}

/** @param {Element} element @returns {Room} */
function room(element) {
  const { clientHeight: ch, clientWidth: cw } = element
  // Most are within a line, or not rendered: these have no box that could scroll.
  return ch || cw ? { sh: element.scrollHeight, ch, sw: element.scrollWidth, cw } : NONE
}

/** @param {string} name @param {string} px */
const ruleOf = (name, px) =>
  name == 'k'
    ? `[data-a11y-k="${px}"]{height:${px}px!important;max-height:none!important}`
    : `[data-a11y-si="${px}"]{width:${px}px!important;box-sizing:border-box!important;max-width:100%!important}`

/**
 * What is not rendered now (a closed menu) may be later: its fixed height must not cut it then.
 *
 * @param {Element} box
 * @returns {Mark | undefined}
 */
function hidden(box) {
  if (box.getClientRects().length) return
  const { height, maxHeight } = getComputedStyle(box)
  return parseFloat(height) > 0 || parseFloat(maxHeight) > 0 ? ['h', ''] : undefined
}

/**
 * A field does not say how much room its text would need, and the cell of a table would grow with
 * it: it becomes as much wider as its place was before.
 *
 * @param {HTMLInputElement} box
 * @param {Room} was
 * @param {number} place px
 * @param {number} scale
 * @returns {Mark | undefined}
 */
function field(box, was, place, scale) {
  const { fontSize, width, paddingTop, paddingBottom } = getComputedStyle(box)
  const height = box.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)
  if (height < 1.2 * parseFloat(fontSize) && !box.hasAttribute('data-a11y-h')) return ['h', '']
  if (/^(submit|button|reset)$/.test(box.type)) {
    return box.scrollWidth > box.clientWidth + 1 ? ['w', ''] : undefined
  }
  if (/^(checkbox|radio|image|hidden)$/.test(box.type) || box.hasAttribute('data-a11y-si')) return
  // Zoomed only, its text has as much room as before.
  if (scale <= 1) return
  // A place that follows the window is smaller now than it was before the page was zoomed.
  const around = box.parentElement
  const fluid = around && /^(block|flex|grid)$/.test(getComputedStyle(around).display)
  const most = fluid ? around.clientWidth : Infinity
  const wanted = Math.round(Math.min(most, Math.max(was.cw, Math.min(was.cw * scale, place))))
  return Math.abs(wanted - parseFloat(width)) > 2 ? ['si', `${wanted}`] : undefined
}

/**
 * @param {Element} box
 * @param {Room} was
 * @param {Room} now
 * @returns {Mark | undefined}
 */
function wide(box, was, now) {
  if (now.sw <= now.cw + 1 || box.hasAttribute('data-a11y-w') || box.closest('marquee,select'))
    return
  if (strip(box, was)) return ['sv', '']
  const grown = now.sw - now.cw > was.sw - was.cw + 1
  const { overflowX, textOverflow, display } = getComputedStyle(box)
  if (/auto|scroll/.test(overflowX)) {
    // A row that begins to scroll hides its end, so it breaks; one that always did is meant to.
    const fitted = was.sw <= was.cw + 1
    return fitted && /flex/.test(display) ? ['w', ''] : undefined
  }
  return grown || textOverflow == 'ellipsis' ? ['w', ''] : undefined
}

/**
 * Whether a box as wide as the window cuts what the rest of the page lets one scroll to.
 *
 * @param {Element} box
 * @param {Room} was
 */
function strip(box, was) {
  const { scrollWidth } = document.documentElement
  if (was.sw <= was.cw + 1 || was.sw > scrollWidth || scrollWidth <= innerWidth) return false
  return was.cw >= innerWidth * 0.9 && getComputedStyle(box).overflowX == 'hidden'
}

/**
 * @param {Element} box
 * @param {Room} was
 * @param {Room} now
 * @param {number} scale
 * @returns {Mark | undefined}
 */
function tall(box, was, now, scale) {
  if (now.sh <= now.ch + 1 || now.sh <= was.sh + 1) return
  if (was.ch && was.sh > was.ch * 1.5 && getComputedStyle(box).overflowY != 'visible') {
    if (was.ch > LINES || box.hasAttribute('data-a11y-k')) return
    return ['k', `${Math.round((was.ch * now.sh) / was.sh)}`]
  }
  return now.sh - now.ch > (was.sh - was.ch) * scale + 1 ? ['h', ''] : undefined
}

/**
 * The boxes that hold these texts, up to the body.
 *
 * @param {Iterable<Element>} texts
 */
export function boxesOf(texts) {
  /** @type {Set<Element>} */
  const boxes = new Set()
  for (const text of texts) {
    let at = /** @type {Element | null} */ (text)
    while (at && at != document.body && !boxes.has(at)) {
      boxes.add(at)
      at = at.parentElement
    }
  }
  return boxes
}
