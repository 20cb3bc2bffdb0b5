/** Where the buttons of the player lead: a sentence or a paragraph back or forward. */

/** @import { Sentence } from './types.js' */

/** So soon after a beginning, "back" means what was before it. In milliseconds. */
const SETTLED_MS = 2000

/**
 * @param {number} index the present sentence
 * @param {number} by 1 or -1
 * @param {number} heard how long it has been heard, in milliseconds
 */
export function sentenceStep(index, by, heard) {
  if (by > 0) return index + 1
  return heard > SETTLED_MS ? index : Math.max(index - 1, 0)
}

/**
 * @param {Sentence[]} sentences
 * @param {number} index
 * @param {number} by
 * @param {number} heard
 */
export function paragraphStep(sentences, index, by, heard) {
  const { block } = sentences[index] ?? {}
  if (by > 0) {
    let next = index
    do next++
    while (next < sentences.length && sentences[next].block === block)
    return next
  }
  const first = beginning(sentences, index)
  return index > first || heard > SETTLED_MS ? first : beginning(sentences, Math.max(first - 1, 0))
}

/**
 * The first sentence of a sentence's paragraph.
 * @param {Sentence[]} sentences
 * @param {number} index
 */
function beginning(sentences, index) {
  let first = index
  while (first > 0 && sentences[first - 1].block === sentences[index]?.block) first--
  return first
}
