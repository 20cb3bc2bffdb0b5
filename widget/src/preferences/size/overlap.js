/** Which texts lie over others, and did not before their text grew. */
import { linesOf } from './lines.js'

/** Two lines may touch by so many px: glyphs are smaller than their boxes. */
const TOUCH = 3

/** @typedef {[one: Element, other: Element]} Pair */

export function createOverlaps() {
  /** Those that lay over each other before, as the page wanted. @type {WeakMap<Element, Set<Element>>} */
  let before = new WeakMap()

  return {
    /** @param {Element[]} texts as the page made them */
    remember(texts) {
      before = new WeakMap()
      for (const [one, other] of pairs(texts)) {
        before.set(one, (before.get(one) ?? new Set()).add(other))
        before.set(other, (before.get(other) ?? new Set()).add(one))
      }
    },
    /** Whether a text lay over none. @param {Element} text */
    wasFree: (text) => !before.has(text),
    /** @param {Element[]} texts */
    since: (texts) => pairs(texts).filter(([one, other]) => !before.get(one)?.has(other)),
  }
}

/** Not what a closed <details> keeps: it has boxes too. @param {Element} text */
const rendered = (text) => text.checkVisibility?.() ?? true

/** @param {Element[]} texts */
function pairs(texts) {
  const lines = texts
    .filter(rendered)
    .flatMap((text) => linesOf(text).map((box) => ({ text, box })))
  lines.sort((one, other) => one.box.top - other.box.top)
  /** @type {Pair[]} */
  const found = []
  lines.forEach(({ text, box }, at) => {
    for (let next = at + 1; next < lines.length; next++) {
      const other = lines[next]
      if (other.box.top >= box.bottom - TOUCH) break
      const beside = other.box.left >= box.right - TOUCH || other.box.right <= box.left + TOUCH
      if (!beside && other.text != text) found.push([text, other.text])
    }
  })
  return found
}
