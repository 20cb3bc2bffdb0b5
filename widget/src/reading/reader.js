/** Reading a page aloud: what is read, by whom, and where it is. */

import { ClipSpeaker } from './clips.js'
import { readContent, readFrom } from './content.js'
import { rangeOf } from './blocks.js'
import { SentenceHighlight } from './highlight.js'
import { fetchPlan, PlanError } from './plan.js'
import { Script } from './script.js'
import { textOf } from './sentences.js'
import { VoiceSpeaker } from './voice.js'

/** @import { Config, SpokenSentence } from '../types.js' */
/** @import { Failure, Listener, ReaderState, Sentence, Speaker } from './types.js' */

const SLOWEST = 0.5
const FASTEST = 3
/** How often a busy server is asked for a plan, and how long between when it names no time. */
const PLANS = 3
const WAIT_MS = 1000

/**
 * A reader for a document. It touches nothing of the page and makes no request before `start`.
 *
 * Events: `state` (detail `{state}`), `progress` (detail `{index, count}`), `sentence` (detail
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

  /** Which sentence of how many; those of a long page that are not planned yet are estimated. */
  get progress() {
    return { index: this.#index, count: this.#script.count }
  }

  /** The audio element that plays the server's clips; it is not in the document. */
  get audio() {
    return this.#clips.audio
  }

  /**
   * Read the page's content, or from a node of it on. Call it within a press of a key or button.
   * @param {Node} [from]
   */
  async start(from) {
    this.stop()
    this.#clips.unlock()
    const blocks = from ? readFrom(this.#doc, from) : readContent(this.#doc)
    if (!blocks.length) return this.#notice('speech.empty')
    const reading = (this.#reading = new AbortController())
    this.#setState('loading')
    this.#channel?.postMessage({ type: 'reading', id: this.#id })
    const { prefix, language, speech } = this.#config
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
    this.#clips.setRate(legal)
    this.#voice.setRate(legal)
  }

  /** Stop for good; the reader is not used again. */
  destroy() {
    this.stop()
    this.#view.removeEventListener('pagehide', this.#onPageHide)
    this.#channel?.close()
  }

  /** @returns {Listener} */
  #listener() {
    return {
      playing: () => this.#onPlaying(),
      waiting: () => this.#state === 'playing' && this.#setState('loading'),
      paused: () => this.pause(),
      ended: () => this.#speak(this.#index + 1),
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
    this.#highlight.show(rangeOf(sentence.block, sentence.start, sentence.end))
    this.#emit('progress', this.progress)
    this.#emit('sentence', this.#spoken(sentence))
  }

  /**
   * @param {Sentence} sentence
   * @returns {SpokenSentence}
   */
  #spoken(sentence) {
    const clips = this.#speaker === this.#clips
    const url = `${this.#config.prefix}/speech/${sentence.id}.json`
    return {
      text: textOf(sentence),
      // A voice of the browser does not say where it is, or says it wrongly.
      marks: async () => (clips ? (await (await fetch(url)).json()).marks : []),
      heard: () => (clips ? this.#clips.audio.currentTime * 1000 : 0),
    }
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
