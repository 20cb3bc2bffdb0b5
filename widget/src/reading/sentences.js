/** Sentences for the browser's own voice, which must be short; the server cuts its own. */

/** @import { Block, Sentence } from './types.js' */

/** Longer utterances are cut off by some browsers' voices. In characters. */
const LONGEST = 60
const END = /[。！？；\n]+[”’"'』」）)】》]*|[.!?;](?=\s|$)/g
const BREATH = /[，、：,:\s]/g

/**
 * @param {Block} block
 * @returns {Sentence[]}
 */
export function sentencesOf(block) {
  const sentences = []
  let start = 0
  for (const end of [...ends(block.text, END), block.text.length]) {
    while (end - start > LONGEST) {
      const part = block.text.slice(start, start + LONGEST)
      const cut = start + (ends(part, BREATH).pop() ?? whole(part))
      sentences.push({ block, start, end: cut })
      start = cut
    }
    if (end > start) sentences.push({ block, start, end })
    start = end
  }
  return sentences.filter((sentence) => /[\p{L}\p{N}]/u.test(textOf(sentence)))
}

/** @param {Sentence} sentence */
export function textOf({ block, start, end }) {
  return block.text.slice(start, end)
}

/**
 * @param {string} text
 * @param {RegExp} marks
 */
function ends(text, marks) {
  return [...text.matchAll(marks)].map((match) => match.index + match[0].length)
}

/**
 * The length of a text without half a character at its end.
 * @param {string} text
 */
function whole(text) {
  return /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length
}
