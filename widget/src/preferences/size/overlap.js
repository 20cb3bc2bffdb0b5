/** @import { Marks } from '../../types.js' */

/**
 * Text that the page placed by coordinates, and that has grown into other text, goes into the flow.
 */

/** Two lines may touch by so many px: glyphs are smaller than their boxes. */
const TOUCH = 3

/** @typedef {{ left: number, right: number, top: number, bottom: number }} Box */

/** @param {Marks} marks */
export function createFlow(marks) {
  /** Left margins in px. @type {Set<number>} */
  const margins = new Set()
  /** Pairs that lay over each other before, as the page wanted. @type {WeakMap<Element, Set<Element>>} */
  let before = new WeakMap()

  /** @param {Element[]} texts @param {(one: Element, other: Element) => void} tell */
  function collisions(texts, tell) {
    const boxes = texts.flatMap((text) => linesOf(text).map((box) => ({ text, box })))
    boxes.sort((a, b) => a.box.top - b.box.top)
    boxes.forEach(({ text, box }, at) => {
      for (
        let next = at + 1;
        next < boxes.length && boxes[next].box.top < box.bottom - TOUCH;
        next++
      ) {
        const other = boxes[next]
        if (
          other.text != text &&
          other.box.left < box.right - TOUCH &&
          other.box.right > box.left + TOUCH
        )
          tell(text, other.text)
      }
    })
  }

  return {
    /** @param {Element[]} texts */
    remember(texts) {
      before = new WeakMap()
      collisions(texts, (one, other) => {
        for (const [a, b] of [
          [one, other],
          [other, one],
        ])
          before.set(a, (before.get(a) ?? new Set()).add(b))
      })
    },
    /**
     * Put what collides by now into the flow.
     *
     * @param {Element[]} texts
     * @returns {boolean} whether something moved
     */
    settle(texts) {
      /** @type {Set<Element>} */
      const placed = new Set()
      collisions(texts, (one, other) => {
        if (before.get(one)?.has(other)) return
        const box = placedBox(one, other) ?? placedBox(other, one)
        if (box) placed.add(box)
      })
      const lefts = [...placed].map((element) => {
        const left = parseFloat(getComputedStyle(element).left) || 0
        const width = element.parentElement?.clientWidth ?? 0
        return left > 0 && left < width / 2 ? Math.round(left) : 0
      })
      ;[...placed].forEach((element, at) => {
        margins.add(lefts[at])
        marks.set(element, 'f', `${lefts[at]}`)
      })
      return placed.size > 0
    },
    get css() {
      return [...margins]
        .map((px) => `[data-a11y-f="${px}"]{margin-left:${px}px!important}`)
        .join('')
    },
    clear() {
      marks.clear('f')
      margins.clear()
      before = new WeakMap()
    },
  }
}

/**
 * The lines of an element's own text.
 *
 * @param {Element} element
 * @returns {Box[]}
 */
function linesOf(element) {
  const lines = []
  const range = document.createRange()
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType != Node.TEXT_NODE || !/\S/.test(/** @type {Text} */ (node).data)) continue
    range.selectNodeContents(node)
    for (const box of range.getClientRects()) if (box.width > 1) lines.push(box)
  }
  return lines
}

/**
 * The box that places one text by coordinates and does not hold the other.
 *
 * @param {Element} text
 * @param {Element} other
 */
function placedBox(text, other) {
  for (
    let at = /** @type {Element | null} */ (text);
    at && !at.contains(other);
    at = at.parentElement
  ) {
    if (getComputedStyle(at).position == 'absolute' && !at.hasAttribute('data-a11y-f')) return at
  }
}
