/** A page's half of the reading tests: a button, and a record of what the reader does. */

import { rangeOf, readBlocks } from '../src/reading/blocks.js'
import { readContent } from '../src/reading/content.js'
import { createReader } from '../src/reading/index.js'
import { sentencesOf, textOf } from '../src/reading/sentences.js'
import { chooseVoice } from '../src/reading/voice.js'

const config = { version: '0', prefix: '/_a11y', toolbar: '', language: 'zh-CN', speech: true }
config.speech = !location.search.includes('server=no')
const reader = createReader({ config, rate: 1, doc: document })
/** @type {object[]} */
const events = []
/** The loudest that was heard, of 1. */
let loudest = 0
/** @type {AudioContext | undefined} */
let context

for (const type of ['state', 'progress', 'notice']) {
  reader.addEventListener(type, (event) => {
    const { detail } = /** @type {CustomEvent} */ (event)
    const marked = type === 'progress' ? { marked: highlighted() } : {}
    events.push({ type, ...detail, ...marked })
    // A test that must not press anything listens to the console.
    if (type === 'notice') console.debug(`notice ${detail.key}`)
    if (reader.state === 'playing') listen(reader.audio)
  })
}

const captured = new WeakSet()

/** @param {HTMLAudioElement & { captureStream?: () => MediaStream }} audio */
function listen(audio) {
  if (!context || captured.has(audio) || !audio.captureStream || audio.paused) return
  captured.add(audio)
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(audio.captureStream()).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples)
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length
    loudest = Math.max(loudest, Math.sqrt(power))
  }, 20)
  addEventListener('pagehide', () => clearInterval(timer))
}

/** The text that is highlighted now. */
function highlighted() {
  const [range] = CSS.highlights.get('a11y-sentence') ?? []
  return range ? String(range) : undefined
}

document.querySelector('#start')?.addEventListener('click', () => {
  context ??= new AudioContext()
  reader.start()
})
Object.assign(window, {
  reader,
  events,
  highlighted,
  loudest: () => loudest,
  readContent,
  readBlocks,
  rangeOf,
  sentencesOf,
  textOf,
  chooseVoice,
})
if (location.search.includes('start=now')) reader.start()
