/** Reading a page aloud: what is read, by whom, and where it is. */

import { ClipSpeaker } from './clips.js'
import { readContent, readFrom } from './content.js'
import { rangeOf } from './blocks.js'
import { SentenceHighlight } from './highlight.js'
import { followWords } from './follow.js'
import { fetchPlan, PlanError } from './plan.js'
import { Script } from './script.js'
import { textOf } from './sentences.js'
import { paragraphStep, sentenceStep } from './steps.js'
import { sourceOf } from '../page/source.js'
import { VoiceSpeaker } from './voice.js'

/** @import { Config, SpokenSentence } from '../types.js' */
/** @import { Block, Failure, Listener, ReaderState, Sentence, Speaker } from './types.js' */

const SLOWEST = 0.5
const FASTEST = 3
/** How often a busy server is asked for a plan, and how long between when it names no time. */
const PLANS = 3
const WAIT_MS = 1000

/**
 * A reader for a document. It touches nothing of the page and makes no request before `start`.
 *
 * Events: `state` (detail `{state}`), `progress` (detail `{index, count, left}`), `sentence` (detail
 * SpokenSentence, as it begins to be heard), `notice` (detail `{key}`:
 * speech.browser, speech.none, speech.busy, speech.empty or speech.blocked).
 * @param {{ config: Config, rate: number, doc?: Document }} options
 */
export function createReader({ config, rate, doc = document }) {
  return new Reader(config, rate, doc)
}

export class Reader extends EventTarget {
  #config
  #doc
  #view
  #clips
  #voice
  /** @type {Speaker} */
  #speaker
  #highlight = new SentenceHighlight()
  #script = new Script([], undefined)
  #index = 0
  #rate = 1
  #gap = 0
  /** When the present sentence was first heard. */
  #began = 0
  /** @type {ReaderState} */
  #state = 'idle'
  /** Whether the speaker holds the present sentence, so that it can go on in its middle. */
  #isSpoken = false
  /** Aborted when this reading ends; another reading has another one. */
  #reading = new AbortController()
  #replannedAt = -1
  /** The sentence that was shown last: `playing` may come several times for one. */
  #shown = -1
  /** Which call of #speak is the last; earlier ones that still wait for a plan do nothing. */
  #turn = 0
  /** @type {BroadcastChannel | undefined} */
  #channel
  #id = crypto.getRandomValues(new Uint32Array(2)).join()
  #onPageHide = () => this.stop()

  /**
   * @param {Config} config
   * @param {number} rate
   * @param {Document} doc
   */
  constructor(config, rate, doc) {
    super()
    this.#config = config
    this.#doc = doc
    this.#view = /** @type {Window & typeof globalThis} */ (doc.defaultView)
    this.#clips = new ClipSpeaker(doc, config.prefix, this.#listener(), () => this.#notice('speech.busy'))
    this.#voice = new VoiceSpeaker(this.#view, this.#listener())
    this.#speaker = this.#clips
    this.setRate(rate)
    this.#view.addEventListener('pagehide', this.#onPageHide)
    this.#listenToOthers()
  }

  get state() {
    return this.#state
  }

  /**
   * Which sentence of how many, and how long the rest takes at the present rate, in milliseconds;
   * what is not planned yet of a long page is estimated.
   */
  get progress() {
    const { count } = this.#script
    return { index: this.#index, count, left: this.#script.left(this.#index) / this.#rate }
  }

  /** Whether the server speaks, and not the browser. */
  get isServed() {
    return this.#speaker === this.#clips
  }

  /** The ids of all clips of this reading, in order. */
  async clips() {
    const sentences = await this.#script.whole()
    return sentences.flatMap(({ id }) => id ?? [])
  }

  /**
   * One sentence back or forward. Back is to its beginning where it was not only just begun.
   * @param {number} by 1 or -1
   */
  skip(by) {
    return this.#go(sentenceStep(this.#index, by, this.#heard))
  }

  /**
   * One paragraph back or forward.
   * @param {number} by 1 or -1
   */
  skipParagraph(by) {
    return this.#go(paragraphStep(this.#script.sentences, this.#index, by, this.#heard))
  }

  /**
   * Go on from the sentence at a place of the page, if it is one of what is read.
   * @param {Node} node
   * @param {number} offset
   */
  async goTo(node, offset) {
    if (this.#state === 'idle') return
    const { signal } = this.#reading
    const index = await this.#script.indexAt(.../** @type {[Node, number]} */ (sourceOf(node, offset))).catch(() => -1)
    if (index >= 0 && !signal.aborted) await this.#go(index)
  }

  /** The audio element that plays the server's clips; it is not in the document. */
  get audio() {
    return this.#clips.audio
  }

  /**
   * Read the page's content, from a node of it on, or these blocks alone. Call it within a press of a key or button.
   * @param {Node | Block[]} [from]
   */
  async start(from) {
    this.stop()
    this.#clips.unlock()
    const blocks = Array.isArray(from) ? from : from ? readFrom(this.#doc, from) : readContent(this.#doc)
    if (!blocks.length) return this.#notice('speech.empty')
    const reading = (this.#reading = new AbortController())
    this.#setState('loading')
    this.#channel?.postMessage({ type: 'reading', id: this.#id })
    const { prefix, speech } = this.#config
    const language = languageOf(this.#doc) ?? this.#config.language
    this.#speaker = this.#clips
    this.#script = new Script(
      blocks,
      (part, continued) => {
        const ask = () => fetchPlan(prefix, language, part, continued, reading.signal)
        return this.#patiently(ask, reading.signal)
      },
    )
    this.#index = 0
    await (speech ? this.#speak(0) : this.#speakWithoutServer())
  }

  pause() {
    if (this.#state !== 'playing' && this.#state !== 'loading') return
    this.#setState('paused')
    this.#speaker.pause()
  }

  resume() {
    if (this.#state !== 'paused') return
    this.#setState('loading')
    this.#channel?.postMessage({ type: 'reading', id: this.#id })
    if (this.#isSpoken) this.#speaker.resume()
    else this.#speak(this.#index)
  }

  stop() {
    this.#reading.abort()
    this.#speaker.stop()
    this.#isSpoken = false
    this.#shown = -1
    this.#highlight.clear()
    this.#setState('idle')
  }

  /**
   * Change the speed, also in the middle of a sentence. 1 is the engine's own pace.
   * @param {number} rate
   */
  setRate(rate) {
    const legal = Math.min(Math.max(Number(rate) || 1, SLOWEST), FASTEST)
    this.#rate = legal
    this.#clips.setRate(legal)
    this.#voice.setRate(legal)
  }

  /**
   * How loud, also in the middle of a sentence. Of 100.
   * @param {number} volume
   */
  setVolume(volume) {
    const share = Math.min(Math.max((Number.isFinite(volume) ? volume : 100) / 100, 0), 1)
    this.#clips.setVolume(share)
    this.#voice.setVolume(share)
  }

  /**
   * How long it is silent between two sentences.
   * @param {number} ms
   */
  setGap(ms) {
    this.#gap = ms
  }

  /** Stop for good; the reader is not used again. */
  destroy() {
    this.stop()
    this.#view.removeEventListener('pagehide', this.#onPageHide)
    this.#channel?.close()
  }

  /** How long the present sentence has been heard, in milliseconds. */
  get #heard() {
    if (!this.#isSpoken || this.#shown !== this.#index) return 0
    return this.isServed ? (this.audio.currentTime * 1000) / this.#rate : performance.now() - this.#began
  }

  /** @param {number} index */
  async #go(index) {
    const isBeyond = this.#script.isComplete && index >= this.#script.sentences.length
    if (this.#state === 'idle' || isBeyond) return
    this.#speaker.pause()
    this.#setState('loading')
    this.#channel?.postMessage({ type: 'reading', id: this.#id })
    this.#shown = -1
    await this.#speak(index)
  }

  /** @returns {Listener} */
  #listener() {
    return {
      playing: () => this.#onPlaying(),
      waiting: () => this.#state === 'playing' && this.#setState('loading'),
      paused: () => this.pause(),
      ended: () => this.#onEnded(),
      failed: (why) => this.#onFailed(why),
    }
  }

  /** Another page of this site, or another reader of this one, begins to speak: be quiet. */
  #listenToOthers() {
    if (typeof BroadcastChannel === 'undefined') return
    this.#channel = new BroadcastChannel('a11y')
    this.#channel.onmessage = ({ data }) => {
      if (data?.type === 'reading' && data.id !== this.#id) this.pause()
    }
  }

  /** @param {number} index */
  async #speak(index) {
    const { signal } = this.#reading
    const turn = ++this.#turn
    this.#index = index
    this.#isSpoken = false
    try {
      const sentence = await this.#script.at(index)
      if (signal.aborted || turn !== this.#turn) return
      if (!sentence) return this.#finish(index)
      // Paused while the plan was on its way: the sentence waits for resume().
      if (this.#state === 'paused') return
      this.#isSpoken = true
      this.#speaker.speak(sentence, this.#script.sentences[index + 1])
    } catch (error) {
      if (!(error instanceof PlanError)) throw error
      if (!signal.aborted && turn === this.#turn) await this.#speakWithoutServer()
    }
  }

  /** @param {number} count */
  #finish(count) {
    this.#highlight.clear()
    if (count === 0) this.#notice('speech.empty')
    else this.#emit('progress', this.progress)
    this.stop()
  }

  #onPlaying() {
    const sentence = this.#script.sentences[this.#index]
    if (this.#state === 'idle' || !sentence) return
    this.#setState('playing')
    if (this.#shown === this.#index) return
    this.#shown = this.#index
    this.#began = performance.now()
    this.#highlight.show(rangeOf(sentence.block, sentence.start, sentence.end))
    this.#emit('progress', this.progress)
    const spoken = this.#spoken(sentence)
    this.#emit('sentence', spoken)
    const turn = this.#turn
    // What is paused, and goes on, is the same sentence still.
    followWords(sentence, spoken, this.#highlight, () => turn === this.#turn && this.#state !== 'idle')
  }

  /**
   * @param {Sentence} sentence
   * @returns {SpokenSentence}
   */
  #spoken(sentence) {
    const clips = this.#speaker === this.#clips
    const url = `${this.#config.prefix}/speech/${sentence.id}.json`
    /** @type {Promise<[number, number, number, number][]> | undefined} */
    let marks
    return {
      text: textOf(sentence),
      // A voice of the browser does not say where it is, or says it wrongly.
      marks: () => (marks ??= clips ? fetchMarks(url) : Promise.resolve([])),
      heard: () => (clips ? this.#clips.audio.currentTime * 1000 : 0),
    }
  }

  #onEnded() {
    if (!this.#gap) return this.#speak(this.#index + 1)
    const turn = this.#turn
    // Paused and resumed in the silence, it goes on with the next one at once.
    this.#index++
    this.#isSpoken = false
    setTimeout(() => {
      const isDue = turn === this.#turn && (this.#state === 'playing' || this.#state === 'loading')
      if (isDue) this.#speak(this.#index)
    }, this.#gap)
  }

  /** @param {Failure} why */
  async #onFailed(why) {
    this.#isSpoken = false
    if (why === 'blocked') {
      this.#notice('speech.blocked')
      this.#setState('paused')
    } else if (this.#speaker === this.#voice) {
      this.stop()
      this.#notice('speech.none')
    } else if (why === 'unknown' && this.#replannedAt !== this.#index) {
      // The server has forgotten the plan: it was restarted, or the pause was long.
      this.#replannedAt = this.#index
      this.#script = this.#script.again()
      await this.#speak(this.#index)
    } else {
      await this.#speakWithoutServer()
    }
  }

  /** Go on with a voice of the browser, or stop and say that there is none. */
  async #speakWithoutServer() {
    const { signal } = this.#reading
    this.#clips.stop()
    this.#script = this.#script.withoutServer(this.#index)
    const sentence = this.#script.sentences[this.#index]
    const canRead = sentence && (await this.#voice.canRead(textOf(sentence)))
    if (signal.aborted) return
    if (!canRead) {
      this.stop()
      this.#notice('speech.none')
      return
    }
    this.#speaker = this.#voice
    this.#notice('speech.browser')
    await this.#speak(this.#index)
  }

  /**
   * Ask again while the server is only busy.
   * @template T
   * @param {() => Promise<T>} ask
   * @param {AbortSignal} signal
   * @returns {Promise<T>}
   */
  async #patiently(ask, signal) {
    for (let tries = 1; ; tries++) {
      try {
        return await ask()
      } catch (error) {
        const isBusy = error instanceof PlanError && error.status === 429
        if (!isBusy || tries === PLANS || signal.aborted) throw error
        this.#notice('speech.busy')
        await new Promise((resolve) => setTimeout(resolve, error.waitMs ?? WAIT_MS))
      }
    }
  }

  /** @param {ReaderState} state */
  #setState(state) {
    if (state === this.#state) return
    this.#state = state
    this.#emit('state', { state })
  }

  /** @param {string} key */
  #notice(key) {
    this.#emit('notice', { key })
  }

  /**
   * @param {string} type
   * @param {object} detail
   */
  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }))
  }
}

/**
 * The page's language if it is Chinese of some kind. Many Chinese pages say they were English, as
 * their template did; and English is known by its text.
 * @param {Document} doc
 */
function languageOf({ documentElement }) {
  const said = documentElement.getAttribute('lang') ?? ''
  return /^(zh|cmn|yue)\b/i.test(said) && said.length <= 35 ? said : undefined
}

/**
 * @param {string} url
 * @returns {Promise<[number, number, number, number][]>}
 */
async function fetchMarks(url) {
  const { marks, exact } = await (await fetch(url)).json()
  // Estimated times are good for a sentence, not for its words.
  return exact === false ? [] : marks
}
