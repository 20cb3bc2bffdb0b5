/** Speaks with a voice of the browser, where the server has none. */

import { textOf } from './sentences.js'

/** @import { Listener, Sentence, Speaker } from './types.js' */

/** Voices come some time after they are first asked for. */
const VOICES_MS = 2000
/** A voice that does not begin or end in time is dead: some browsers never say so. */
const START_MS = 4000
const CHARACTER_MS = 450
const HAN = /[\u3400-\u9fff]/
/** Standard Chinese first, by what browsers and speech-dispatcher call it. Cantonese is another language. */
const CHINESE = [/^(zh|cmn)([-_](hans|cn))?([-_]cn)?$/i, /^zh[-_](hans|sg)/i, /^cmn/i, /^zh[-_](?!hk|mo|yue)/i]

/**
 * The best voice of this computer for a text. Others send the text to a service that the portal did
 * not choose, so they are none.
 * @param {SpeechSynthesisVoice[]} voices
 * @param {string} text
 * @returns {SpeechSynthesisVoice | undefined}
 */
export function chooseVoice(voices, text) {
  const wanted = HAN.test(text) || !/[a-z]/i.test(text) ? CHINESE : [/^en/i, ...CHINESE]
  for (const language of wanted) {
    const voice = voices.find(({ localService, lang }) => localService && language.test(lang))
    if (voice) return voice
  }
  return undefined
}

/** @implements {Speaker} */
export class VoiceSpeaker {
  #synthesis
  #listener
  #rate = 1
  #volume = 1
  /** @type {Sentence | undefined} */
  #sentence
  /** Kept here: Chromium forgets to report on an utterance that nobody holds. */
  /** @type {SpeechSynthesisUtterance | undefined} */
  #utterance
  #hasRetried = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer

  /**
   * @param {Window} view
   * @param {Listener} listener
   */
  constructor(view, listener) {
    /** @type {SpeechSynthesis | undefined} */
    this.#synthesis = view.speechSynthesis
    this.#listener = listener
  }

  /**
   * Whether there is a voice that can read this text. Waits a little for voices to come.
   * @param {string} text
   * @returns {Promise<boolean>}
   */
  async canRead(text) {
    const synthesis = this.#synthesis
    if (!synthesis || typeof SpeechSynthesisUtterance === 'undefined') return false
    if (chooseVoice(synthesis.getVoices(), text)) return true
    await new Promise((resolve) => {
      const timer = setTimeout(resolve, VOICES_MS)
      synthesis.addEventListener?.('voiceschanged', () => {
        clearTimeout(timer)
        resolve(undefined)
      }, { once: true })
    })
    return chooseVoice(synthesis.getVoices(), text) !== undefined
  }

  /** @param {Sentence} sentence */
  speak(sentence) {
    this.#sentence = sentence
    this.#hasRetried = false
    this.#begin()
  }

  /** Its own pause() is broken on Android and macOS, so a pause is an end and a new beginning. */
  pause() {
    this.#quiet()
  }

  resume() {
    this.#begin()
  }

  stop() {
    this.#sentence = undefined
    this.#quiet()
  }

  /** From the next sentence on: it cannot change within one. @param {number} volume of 1 */
  setVolume(volume) {
    this.#volume = volume
  }

  /** @param {number} rate */
  setRate(rate) {
    const isSpeaking = this.#utterance !== undefined
    this.#rate = rate
    if (isSpeaking) this.#begin()
  }

  #quiet() {
    clearTimeout(this.#timer)
    this.#utterance = undefined
    this.#synthesis?.cancel()
  }

  #begin() {
    const sentence = this.#sentence
    if (!sentence || !this.#synthesis) return
    this.#quiet()
    const text = textOf(sentence)
    const voice = chooseVoice(this.#synthesis.getVoices(), text)
    const utterance = new SpeechSynthesisUtterance(text)
    utterance.voice = voice ?? null
    utterance.lang = voice?.lang ?? 'zh-CN'
    utterance.rate = this.#rate
    utterance.volume = this.#volume
    this.#utterance = utterance
    /** @param {() => void} act */
    const ifCurrent = (act) => () => this.#utterance === utterance && act()
    utterance.onstart = ifCurrent(() => {
      this.#expect(5000 + (text.length * CHARACTER_MS) / this.#rate)
      this.#listener.playing()
    })
    utterance.onend = ifCurrent(() => {
      clearTimeout(this.#timer)
      this.#utterance = undefined
      this.#listener.ended()
    })
    utterance.onerror = (event) => ifCurrent(() => this.#fail(event.error === 'not-allowed'))()
    this.#expect(START_MS)
    // Some browsers lose what is spoken in the same turn as cancel().
    setTimeout(ifCurrent(() => this.#synthesis?.speak(utterance)), 0)
  }

  /**
   * Fail unless something is heard of the voice in time.
   * @param {number} ms
   */
  #expect(ms) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (this.#hasRetried) return this.#fail(false)
      this.#hasRetried = true
      this.#begin()
    }, ms)
  }

  /** @param {boolean} isBlocked */
  #fail(isBlocked) {
    this.#quiet()
    this.#listener.failed(isBlocked ? 'blocked' : 'broken')
  }
}
