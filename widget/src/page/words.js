/**
 * Pinyin and traditional characters from the portal's own server: asked for in batches, and once for
 * each text of a page. Only Chinese characters are sent: no digits, no letters, no punctuation.
 */
import { coreOf } from './frames.js'

/** @import { Operation } from '../types.js' */

/** As the server has it in a11y/words/han.py; a run that is longer is cut. */
const HAN = /[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{323af}]{1,1500}/gu
/** A batch has at most so many characters and lines; the server takes twice as many. */
const BATCH = { characters: 4000, lines: 1000, pieces: 2000 }
/** Requests in these milliseconds go together. */
const GATHER_MS = 10
const PATIENCE_MS = 15_000
/** How often a busy server is asked again, and after how long where it does not say. */
const TRIES = 4
const WAIT_MS = 1000
/** More than this is forgotten; a very long page has a tenth of it. In characters. */
import { json } from '../json.js'
const CACHED = 400_000

/**
 * One line: text whose words may go on from piece to piece, such as those around a bold one.
 * @typedef {string[]} Line
 * @typedef {{ line: Line, done(line: Line): void, failed(error: unknown): void }} Waiting
 */

/** What was asked for before, by operation and line. @type {Map<string, Promise<Line>>} */
const known = new Map()
let cached = 0
/** @type {Record<string, Waiting[]>} */
const waiting = {}

/** Whether the portal's server can do this. @param {Operation} operation */
export const offers = (operation) => !!coreOf(window)?.config.words?.includes(operation)

/**
 * The characters of a text, each with its reading; none where it is not Chinese.
 *
 * @param {string} text
 * @returns {Promise<[character: string, reading: string][]>} fails where the server does
 */
export async function pinyinOf(text) {
  const { pieces } = split(text)
  const [runs] = await convert('pinyin', [text])
  const readings = runs.map((run) => run.split(' '))
  return pieces.flatMap(({ text, run }) =>
    [...text].map((character, at) => /** @type {[string, string]} */ ([character, readings[run ?? -1]?.[at] ?? ''])),
  )
}

/**
 * A text in traditional characters.
 *
 * @param {string} text
 * @returns {Promise<string>} fails where the server does
 */
export async function traditionalOf(text) {
  const [runs] = await convert('traditional', [text])
  return joined(text, runs)
}

/** Whether there is anything to convert. @param {string} text */
export const hasHan = (text) => text.search(HAN) >= 0

/** The text with other runs of Chinese characters. @param {string} text @param {string[]} runs */
export const joined = (text, runs) =>
  split(text).pieces.map(({ text, run }) => (run === undefined ? text : runs[run])).join('')

/**
 * A text as runs of Chinese characters and what lies between.
 *
 * @param {string} text
 */
export function split(text) {
  /** @type {{ text: string, run?: number }[]} */
  const pieces = []
  /** @type {string[]} */
  const runs = []
  let at = 0
  for (const match of text.matchAll(HAN)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index) })
    pieces.push({ text: match[0], run: runs.length })
    runs.push(match[0])
    at = match.index + match[0].length
  }
  if (at < text.length) pieces.push({ text: text.slice(at) })
  return { pieces, runs }
}

/**
 * The runs of each of these texts, converted. A word may go on from one text to the next.
 *
 * @param {Operation} operation
 * @param {string[]} texts
 * @returns {Promise<string[][]>} for pinyin a run's syllables are parted by spaces
 */
export async function convert(operation, texts) {
  const all = texts.map((text) => split(text).runs)
  if (all.flat().join('').length > BATCH.characters) {
    return Promise.all(all.map((runs) => convertLong(operation, runs)))
  }
  /** @type {Line} */
  const line = []
  let parted = false
  // Where in the line each text is: a piece that is a space stands between words that are parted.
  const places = texts.map((text, at) => {
    const runs = all[at]
    if (!runs.length) parted ||= text != ''
    if (!runs.length) return -1
    if (line.length && (parted || !text.startsWith(runs[0]))) line.push(' ')
    parted = !text.endsWith(runs[runs.length - 1])
    return line.push(runs.join(' ')) - 1
  })
  const converted = line.length ? await ask(operation, line) : []
  return all.map((runs, at) => (runs.length ? taken(operation, runs, converted[places[at]]) : []))
}

/** @param {Operation} operation @param {string[]} runs of one long text */
async function convertLong(operation, runs) {
  const parts = []
  for (let at = 0; at < runs.length;) {
    const first = at
    let length = 0
    do length += runs[at++].length
    while (at < runs.length && length + runs[at].length < BATCH.characters / 2)
    parts.push(runs.slice(first, at))
  }
  const asked = parts.map(async (part) => taken(operation, part, (await ask(operation, [part.join(' ')]))[0]))
  return (await Promise.all(asked)).flat()
}

/** The runs in a piece of the answer. @param {Operation} operation @param {string[]} runs @param {string} piece */
function taken(operation, runs, piece) {
  const found = piece.split(' ')
  if (operation == 'traditional') return found.length == runs.length ? found : runs
  // One syllable for each character, and none for the spaces between the runs.
  let at = 0
  return runs.map((run) => {
    const { length } = [...run]
    const reading = found.slice(at, at + length).join(' ')
    at += length + 1
    return reading
  })
}

/** @param {Operation} operation @param {Line} line @returns {Promise<Line>} */
function ask(operation, line) {
  const key = `${operation} ${line.join('\0')}`
  let answer = known.get(key)
  if (answer) return answer
  answer = new Promise((done, failed) => {
    if (!waiting[operation]?.length) setTimeout(send, GATHER_MS, operation)
    ;(waiting[operation] ??= []).push({ line, done, failed })
  })
  cached += key.length
  if (cached > CACHED) {
    known.clear()
    cached = key.length
  }
  known.set(key, answer)
  // What failed may be asked for again.
  answer.catch(() => known.delete(key))
  return answer
}

/** @param {Operation} operation */
function send(operation) {
  const lines = waiting[operation].splice(0)
  while (lines.length) {
    let characters = 0
    let pieces = 0
    let count = 0
    do {
      characters += sizeOf(lines[count].line)
      pieces += lines[count].line.length
      count++
    } while (
      count < Math.min(lines.length, BATCH.lines) &&
      characters + sizeOf(lines[count].line) <= BATCH.characters &&
      pieces + lines[count].line.length <= BATCH.pieces
    )
    post(operation, lines.splice(0, count))
  }
}

/** @param {Line} line */
const sizeOf = (line) => line.reduce((sum, piece) => sum + piece.length, 0)

/** @param {Operation} operation @param {Waiting[]} batch */
async function post(operation, batch) {
  try {
    const lines = await request(operation, batch.map(({ line }) => line))
    batch.forEach(({ done }, at) => done(lines[at]))
  } catch (error) {
    for (const { failed } of batch) failed(error)
  }
}

/** @param {Operation} operation @param {Line[]} lines @returns {Promise<Line[]>} */
async function request(operation, lines) {
  const url = `${coreOf(window)?.config.prefix}/words/${operation}`
  const body = json({ v: 1, lines })
  const headers = { 'Content-Type': 'application/json' }
  for (let tries = 1; ; tries++) {
    const patience = new AbortController()
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
    try {
      const answer = await fetch(url, { method: 'POST', headers, body, signal: patience.signal })
      if (answer.ok) return checked(await answer.json(), lines)
      if (answer.status != 429 || tries == TRIES) throw new Error(`words: ${answer.status}`)
      const seconds = Number(answer.headers.get('Retry-After')) || 0
      await new Promise((go) => setTimeout(go, Math.min(seconds * 1000, 10_000) || WAIT_MS))
    } finally {
      clearTimeout(timer)
    }
  }
}

/** The lines of an answer, if they are as many as were asked for. @param {any} answer @param {Line[]} lines */
function checked(answer, lines) {
  const fits = answer?.lines?.length == lines.length &&
    lines.every((line, at) => answer.lines[at].length == line.length)
  if (!fits) throw new Error('words: the answer does not fit')
  return answer.lines
}
