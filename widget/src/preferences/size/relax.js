/**
 * Boxes that the page made for smaller text: too low, or with a line that may not break.
 *
 * A box that showed all it holds gets the height that it needs. One that showed a part (a ticker) is
 * a window, and grows with its text.
 */

/** Lower than this, in px, a window is one on lines of text, and not on pictures. */
const LINES = 130
/** Widening one box may make the next too small; so often at most. */
const ROUNDS = 6

export const RELAXED = `
[data-a11y-h]{height:auto!important;max-height:none!important;-webkit-line-clamp:none!important}
[data-a11y-w],[data-a11y-w] [data-a11y-s]{white-space:normal!important;overflow-wrap:anywhere!important;text-overflow:clip!important}
pre[data-a11y-w],[data-a11y-w] pre{white-space:pre-wrap!important}
button[data-a11y-w],input[data-a11y-w]{width:auto!important;white-space:nowrap!important;max-width:100%!important}
select[data-a11y-s]{width:auto!important;height:auto!important;max-width:100%!important}`

/** @typedef {{ sh: number, ch: number, sw: number, cw: number }} Room */

/** @param {Element} element @returns {Room} */
const room = ({ scrollHeight: sh, clientHeight: ch, scrollWidth: sw, clientWidth: cw }) => ({
  sh,
  ch,
  sw,
  cw,
})

/** @type {Room} */
const NONE = { sh: 0, ch: 0, sw: 0, cw: 0 }

/** @param {import('../../types').Marks} marks */
export function createRelaxation(marks) {
  /** The room of each box before its text grew. @type {WeakMap<Element, Room>} */
  let before = new WeakMap()
  /** Heights in px of the windows. @type {Set<number>} */
  const windows = new Set()
  /** Widths in px of the fields. @type {Set<number>} */
  const fields = new Set()

  /** @param {Element} box @param {number} scale @returns {[name: string, value: string] | undefined} */
  function need(box, scale) {
    const was = before.get(box) ?? NONE
    const now = room(box)
    if (!now.ch && !now.cw) return blind(box)
    if (/^(INPUT|SELECT)$/.test(box.tagName)) return field(/** @type {HTMLInputElement} */ (box), scale)
    if (now.sw > now.cw + 1 && !box.hasAttribute('data-a11y-w')) {
      const style = getComputedStyle(box)
      if (now.sw - now.cw > was.sw - was.cw + 1 || style.textOverflow == 'ellipsis') return ['w', '']
    }
    if (now.sh <= now.ch + 2 || now.sh <= was.sh + 2) return
    if (was.ch && was.sh > was.ch * 1.5 && getComputedStyle(box).overflowY != 'visible') {
      if (was.ch > LINES || box.hasAttribute('data-a11y-k')) return
      const height = Math.round((was.ch * now.sh) / was.sh)
      windows.add(height)
      return ['k', `${height}`]
    }
    const overflow = now.sh - now.ch
    if (was.sh > was.ch * 1.5 && was.ch && getComputedStyle(box).overflowY != 'visible') {
      if (was.ch > LINES || box.hasAttribute('data-a11y-k')) return
      windows.add(was.ch)
      return ['k', `${was.ch}`]
    }
    if (overflow > (was.sh - was.ch) * scale + 2 && !box.hasAttribute('data-a11y-h')) return ['h', '']
  }

  /**
   * A field does not say how much room its text would need.
   *
   * @param {HTMLInputElement} box
   * @param {number} scale
   * @returns {[string, string] | undefined}
   */
  function field(box, scale) {
    const { fontSize, width, paddingTop, paddingBottom } = getComputedStyle(box)
    const height = box.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)
    if (height < 1.2 * parseFloat(fontSize) && !box.hasAttribute('data-a11y-h')) return ['h', '']
    const cut = box.scrollWidth > box.clientWidth + 1
    if (cut && /^(submit|button|reset)$/.test(box.type)) return box.hasAttribute('data-a11y-w') ? undefined : ['w', '']
    if ((cut || box.placeholder) && !box.hasAttribute('data-a11y-i')) {
      // As much wider as its place allows: a cell of a table would grow with it.
      const place = box.parentElement?.clientWidth || innerWidth
      const px = Math.round(Math.max(parseFloat(width), Math.min(parseFloat(width) * scale, place)))
      fields.add(px)
      return ['i', `${px}`]
    }
  }

  return {
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
      let left = [...boxes]
      for (let round = 0; round < ROUNDS; round++) {
        const needs = left.map((box) => need(box, scale))
        if (!needs.some(Boolean)) return
        needs.forEach((mark, at) => mark && marks.set(left[at], ...mark))
        show()
      }
    },
    get css() {
      return (
        RELAXED +
        [...windows].map((px) => `[data-a11y-k="${px}"]{height:${px}px!important;max-height:none!important}`).join('') +
        [...fields].map((px) => `[data-a11y-i="${px}"]{width:${px}px!important;box-sizing:border-box!important;max-width:100%!important}`).join('')
      )
    },
    clear() {
      for (const name of ['h', 'w', 'k', 'i']) marks.clear(name)
      before = new WeakMap()
      windows.clear()
      fields.clear()
    },
  }
}

/** What is not rendered now (a closed menu) may be later: its fixed height must not cut it then. */
/** @param {Element} box @returns {[string, string] | undefined} */
function blind(box) {
  if (box.hasAttribute('data-a11y-h') || box.getClientRects().length) return
  const { height, maxHeight } = getComputedStyle(box)
  return parseFloat(height) > 0 || parseFloat(maxHeight) > 0 ? ['h', ''] : undefined
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
    for (let at = /** @type {Element | null} */ (text); at && at != document.body; at = at.parentElement) {
      if (boxes.has(at)) break
      boxes.add(at)
    }
  }
  return boxes
}
