import { offers, pinyinOf, traditionalOf } from '../../page/words.js'

/** @import { Core } from '../../types.js' */

/**
 * A piece of a text: one hanzi with its reading, or what stands between hanzi. `start` is its place
 * in the text as it was spoken.
 *
 * @typedef {{ text: string, reading?: string, start: number, end: number }} Word
 */

/** Alone each: a voice marks single hanzi. Latin words and numbers stay whole. */
const PIECE = /[\u3400-\u9fff\uf900-\ufaff]|[\ud840-\ud8bf][\udc00-\udfff]|[a-z0-9.'-]+|\s+|[^]/giu

/**
 * A text as the visitor wants it: in traditional characters, with pinyin, or as it is.
 *
 * @param {string} text
 * @param {Core} core
 * @returns {Promise<Word[]>}
 */
export async function dress(text, { state }) {
  const traditional = state.values.script == 'traditional' && offers('traditional')
  const read = state.values.pinyin == 'on' && offers('pinyin')
  if (!traditional && !read) return piecesOf(text)
  try {
    const written = traditional ? await traditionalOf(text) : text
    if (!read) return piecesOf(written)
    let at = 0
    return (await pinyinOf(written)).map(([piece, reading]) => {
      const start = at
      at += piece.length
      return { text: piece, reading, start, end: at }
    })
  } catch {
    return piecesOf(text) // off line, or a server without dictionaries
  }
}

/** @param {string} text @returns {Word[]} */
function piecesOf(text) {
  return [...text.matchAll(PIECE)].map(({ 0: piece, index }) => ({
    text: piece,
    start: index,
    end: index + piece.length,
  }))
}
