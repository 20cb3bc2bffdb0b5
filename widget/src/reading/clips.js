/** Speaks with the server's clips, through two audio elements by turns: the next clip is ready early. */

import { retryAfter } from './plan.js'

/** @import { Failure, Listener, Sentence, Speaker } from './types.js' */

/** A clip that takes longer to come is given up. */
const PATIENCE_MS = 15_000
/** How often a busy server is asked again for the same clip. */
const TRIES = 4
/** When a busy server names no time. */
const WAIT_MS = 1000

/** @implements {Speaker} */
export class ClipSpeaker {
  #prefix
  #listener
  /** The element that speaks is first; the other one holds the next clip. */
  #decks
  /** @type {Sentence | undefined} */
  #next
  #tries = 0
  #wantsSound = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer

  /**
   * @param {Document} doc whose audio elements to use; they are never put into it
   * @param {string} prefix our own URLs' beginning
   * @param {Listener} listener
   * @param {() => void} onBusy the server asks to wait
   */
  constructor(doc, prefix, listener, onBusy) {
    this.#prefix = prefix
    this.#listener = listener
    this.onBusy = onBusy
    this.#decks = [this.#deck(doc), this.#deck(doc)]
  }

  /** The element that speaks. */
  get audio() {
    return this.#decks[0]
  }

  /** Must be called within a press of a key or button: iOS lets each element play only after one. */
  unlock() {
    for (const deck of this.#decks) if (!deck.currentSrc) deck.load()
  }

  /**
   * @param {Sentence} sentence
   * @param {Sentence} [next]
   */
  speak(sentence, next) {
    const url = this.#url(sentence)
    const [old, ready] = this.#decks
    if (!old.ended) old.pause()
    if (old.getAttribute('src') === url && !old.error) {
      old.currentTime = 0
    } else if (ready.getAttribute('src') === url && !ready.error) {
      this.#decks.reverse()
      if (ready.currentTime > 0) ready.currentTime = 0
    } else {
      load(old, url)
    }
    this.#next = next
    this.#tries = 0
    this.#wantsSound = true
    this.#play()
  }

  pause() {
    this.#wantsSound = false
    this.#giveUpIn(undefined)
    this.audio.pause()
  }

  resume() {
    this.#wantsSound = true
    this.#play()
  }

  stop() {
    this.pause()
    this.#next = undefined
    for (const deck of this.#decks) {
      if (!deck.hasAttribute('src')) continue
      deck.pause()
      deck.removeAttribute('src')
      deck.load() // lets go of the connection and the samples
    }
  }

  /** @param {number} volume of 1 */
  setVolume(volume) {
    for (const deck of this.#decks) deck.volume = volume
  }

  /** @param {number} rate */
  setRate(rate) {
    for (const deck of this.#decks) {
      // Loading a clip sets playbackRate back to the default.
      deck.defaultPlaybackRate = rate
      deck.playbackRate = rate
    }
  }

  /**
   * @param {Document} doc
   * @returns {HTMLAudioElement}
   */
  #deck(doc) {
    const deck = doc.createElement('audio')
    deck.preload = 'auto'
    deck.preservesPitch = true
    /**
     * @param {string} type
     * @param {() => void} act
     */
    const on = (type, act) =>
      deck.addEventListener(type, () => {
        if (deck === this.audio && deck.hasAttribute('src')) act()
      })
    on('playing', () => this.#onPlaying())
    on('pause', () => this.#onPause())
    on('waiting', () => this.#onWaiting())
    on('ended', () => {
      if (this.#wantsSound) this.#listener.ended()
    })
    on('error', () => this.#onError())
    return deck
  }

  #play() {
    const deck = this.audio
    this.#giveUpIn(PATIENCE_MS)
    deck.play().catch((error) => {
      // AbortError: paused or given another clip meanwhile. Other failures come as an error event.
      if (deck === this.audio && error.name === 'NotAllowedError') this.#fail('blocked')
    })
  }

  #onPlaying() {
    if (this.audio.paused) return // already paused again
    this.#giveUpIn(undefined)
    this.#wantsSound = true // a media key may have resumed it
    this.#listener.playing()
    if (!this.#next) return
    const url = this.#url(this.#next)
    if (this.#decks[1].getAttribute('src') !== url) load(this.#decks[1], url)
  }

  #onPause() {
    if (this.#wantsSound && this.audio.paused && !this.audio.ended) this.#listener.paused()
  }

  #onWaiting() {
    if (!this.#wantsSound) return
    this.#giveUpIn(PATIENCE_MS)
    this.#listener.waiting()
  }

  /**
   * An audio element does not say what the server answered, so ask again in a way that does. What has
   * begun to play counts too: Firefox on a machine without sound begins, and fails, each time.
   */
  async #onError() {
    const deck = this.audio
    const url = deck.getAttribute('src') ?? ''
    this.#giveUpIn(undefined)
    const answer = await fetch(url, { method: 'HEAD' }).catch(() => undefined)
    if (deck !== this.audio || deck.getAttribute('src') !== url) return
    if (answer?.status === 404) return this.#fail('unknown')
    const isTransient = answer?.ok || answer?.status === 429
    if (!isTransient || ++this.#tries >= TRIES) return this.#fail(answer?.status === 429 ? 'busy' : 'broken')
    if (!answer.ok) this.onBusy()
    const wait = answer.ok ? 0 : (retryAfter(answer) ?? WAIT_MS)
    this.#timer = setTimeout(() => {
      load(deck, url)
      if (this.#wantsSound) this.#play()
    }, wait)
  }

  /** @param {Failure} why */
  #fail(why) {
    if (!this.#wantsSound) return
    this.#wantsSound = false
    this.#giveUpIn(undefined)
    this.#listener.failed(why)
  }

  /** @param {number | undefined} ms */
  #giveUpIn(ms) {
    clearTimeout(this.#timer)
    if (ms !== undefined) this.#timer = setTimeout(() => this.#fail('broken'), ms)
  }

  /** @param {Sentence} sentence */
  #url(sentence) {
    return `${this.#prefix}/speech/${sentence.id}.mp3`
  }
}

/**
 * @param {HTMLAudioElement} deck
 * @param {string} url
 */
function load(deck, url) {
  deck.setAttribute('src', url)
  deck.load()
}
