/** The words that the reading modules share. */

/** `length` characters of a block's text from `at` on are those of a text node from `offset` on. */
export interface Run {
  at: number
  length: number
  node: Node
  /** Into a text node. Absent for an element that is read as a whole, such as a picture. */
  offset?: number
}

/** What is read in one breath at least: a paragraph, a heading, a row of a table. */
export interface Block {
  id: string
  text: string
  runs: Run[]
  /** The language that the page says it is in, where it is not the page's own. */
  language?: string
}

/** One sentence: a span of a block's text, and its clip's id where the server speaks. */
export interface Sentence {
  block: Block
  start: number
  end: number
  id?: string
  /** About how long it is, at the engine's own pace. */
  ms?: number
}

export type ReaderState = 'idle' | 'loading' | 'playing' | 'paused'

/** Why a sentence was not spoken. */
export type Failure = 'blocked' | 'unknown' | 'busy' | 'broken'

/** What speaks: one sentence at a time, told what comes next. */
export interface Speaker {
  /** Begin a sentence, also in the middle of another one. */
  speak(sentence: Sentence, next?: Sentence): void
  pause(): void
  resume(): void
  stop(): void
  setRate(rate: number): void
}

/** How a speaker reports; each concerns the sentence that it was given last. */
export interface Listener {
  /** It can be heard (again). */
  playing(): void
  /** It cannot be heard for the moment. */
  waiting(): void
  /** Somebody else paused it: a media key, the lock screen, a telephone call. */
  paused(): void
  ended(): void
  failed(why: Failure): void
}
