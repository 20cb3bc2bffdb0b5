/**
 * Room for lines that pinyin has made higher and wider. The lines grow by themselves; a box of a
 * fixed height, or one whose line may not break, does not.
 */
import { boxesOf } from '../preferences/size/relax.js'

/** @import { Marks } from '../types.js' */
/** @typedef {{ sh: number, ch: number, sw: number, cw: number }} Room as scrolled and as seen, in px */

/** Lower than this, in px, a box that shows a part of its text is a ticker, and grows with its lines. */
const TICKER = 130
/** Widening one box may make the next too small; so often at most. */
const ROUNDS = 4

/** @param {Marks} marks @param {(css: string) => void} show */
export function createRoom(marks, show) {
  /** @type {Map<string, string>} */
  const rules = new Map()
  /** The room of each box as the page made it. @type {WeakMap<Element, Room>} */
  let before = new WeakMap()

  /** @param {Element} box @param {string} mark */
  function grow(box, mark) {
    const [kind, px] = mark.split(' ')
    if (kind == 'w') return marks.set(box, 'yw', '')
    const height = kind == 'k' ? `height:${px}px` : `height:auto!important;min-height:${px}px`
    rules.set(mark, `[data-a11y-yh="${mark}"]{${height}!important;max-height:none!important;-webkit-line-clamp:none!important}`)
    marks.set(box, 'yh', mark)
  }

  /** @param {Element[]} boxes */
  function settle(boxes) {
    for (let round = 0; round < ROUNDS; round++) {
      // All are read before any is written: one layout a round.
      const needs = boxes.map((box) => need(box, before.get(box) ?? roomOf(box)))
      if (!needs.some(Boolean)) return
      needs.forEach((mark, at) => mark && grow(boxes[at], mark))
      show([...rules.values()].join(''))
    }
  }

  return {
    /**
     * Make a change to texts in these elements, and the room that it needs.
     *
     * @param {Iterable<Element>} elements
     * @param {() => void} change
     */
    around(elements, change) {
      const boxes = [...boxesOf(elements)]
      for (const box of boxes) if (!before.has(box)) before.set(box, roomOf(box))
      change()
      settle(boxes)
    },
    /** The window has another width. @param {Iterable<Element>} elements */
    again(elements) {
      drop()
      settle([...boxesOf(elements)])
    },
    clear() {
      drop()
      before = new WeakMap()
    },
  }

  function drop() {
    marks.clear('yh')
    marks.clear('yw')
    rules.clear()
  }
}

/** @param {Element} element @returns {Room} */
const roomOf = ({ scrollHeight: sh, clientHeight: ch, scrollWidth: sw, clientWidth: cw }) => {
  return { sh, ch, sw, cw }
}

/**
 * What a box needs: a height of its own in px, at least that of its text, or lines that break.
 *
 * @param {Element} box
 * @param {Room} was
 * @returns {string | undefined}
 */
function need(box, was) {
  const now = roomOf(box)
  if (!now.ch || box.closest('marquee')) return
  const wider = now.sw > now.cw + 1 && now.sw - now.cw > was.sw - was.cw + 1
  const higher = now.sh > now.ch + 2 && now.sh - now.ch > was.sh - was.ch + 2
  if (!wider && !higher) return
  const { overflowX, overflowY, whiteSpace } = getComputedStyle(box)
  if (wider && !/auto|scroll/.test(overflowX) && /nowrap|pre$/.test(whiteSpace)) {
    if (!box.hasAttribute('data-a11y-yw')) return 'w'
  }
  if (!higher || /auto|scroll/.test(overflowY)) return
  const ticker = was.ch && was.sh > was.ch * 1.5 && overflowY != 'visible'
  if (!ticker) return `h ${Math.ceil(now.sh)}`
  if (was.ch > TICKER || box.hasAttribute('data-a11y-yh')) return
  return `k ${Math.round((was.ch * now.sh) / was.sh)}`
}
