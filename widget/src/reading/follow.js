/** Marks the word that is heard, within its sentence: once for each picture that the screen shows. */

import { rangeOf } from './blocks.js'

/** @import { SpokenSentence } from '../types.js' */
/** @import { SentenceHighlight } from './highlight.js' */
/** @import { Sentence } from './types.js' */

/**
 * @param {Sentence} sentence
 * @param {SpokenSentence} spoken
 * @param {SentenceHighlight} highlight
 * @param {() => boolean} isCurrent whether it is still that sentence
 */
export async function followWords(sentence, spoken, highlight, isCurrent) {
  // Without marks the sentence is marked all the same.
  const marks = await spoken.marks().catch(() => [])
  let last = -1
  const step = () => {
    if (!isCurrent()) return
    const now = spoken.heard()
    const at = marks.findIndex(([, , from, to]) => from <= now && now < to)
    if (at >= 0 && at !== last) {
      last = at
      const [start, end] = marks[at]
      highlight.showWord(rangeOf(sentence.block, sentence.start + start, sentence.start + end))
    }
    requestAnimationFrame(step)
  }
  if (marks.length) step()
}
