/** The sentences of a page, planned part by part so that speech starts with the first. */

import { sentencesOf } from './sentences.js'

/** @import { Block, Run, Sentence } from './types.js' */

/** The first part is small, for speed; the others are few. In characters; a plan has at most 40,000. */
const FIRST = 1200
const PART = 16_000
/** With fewer sentences left the next part is asked for. */
const AHEAD = 40
/** How long a character takes where no plan says it: 3.8 hanzi a second. */
const CHARACTER_MS = 263

export class Script {
  /** @type {Sentence[]} */
  sentences = []
  blocks
  /** How many blocks are planned. */
  #done = 0
  #plan
  /** @type {Promise<void> | undefined} */
  #coming

  /**
   * @param {Block[]} blocks
   * @param {((part: Block[], continued: boolean) => Promise<Sentence[]>) | undefined} plan none: sentences are cut here
   */
  constructor(blocks, plan) {
    this.blocks = blocks
    this.#plan = plan
  }

  get isComplete() {
    return this.#done >= this.blocks.length
  }

  /** How many sentences there are, those to come estimated. */
  get count() {
    const rest = this.blocks.slice(this.#done)
    return this.sentences.length + rest.reduce((sum, block) => sum + sentencesOf(block).length, 0)
  }

  /**
   * How long the rest is at the engine's own pace, in milliseconds.
   * @param {number} index the sentence where it begins
   */
  left(index) {
    const planned = this.sentences.slice(index)
    const ms = planned.reduce((sum, each) => sum + (each.ms ?? (each.end - each.start) * CHARACTER_MS), 0)
    const rest = this.blocks.slice(this.#done)
    return rest.reduce((sum, { text }) => sum + text.length * CHARACTER_MS, ms)
  }

  /**
   * The sentence at a place of a text of the page.
   * @param {Node} node
   * @param {number} offset
   * @returns {Promise<number>} -1 where nothing is read
   * @throws what the plan throws
   */
  async indexAt(node, offset) {
    /** @param {Run} run */
    const holds = (run) => {
      const into = offset - (run.offset ?? 0)
      return run.node === node && into >= 0 && into <= run.length
    }
    const block = this.blocks.find(({ runs }) => runs.some(holds))
    const run = block?.runs.find(holds)
    if (!block || !run) return -1
    const at = run.at + offset - (run.offset ?? 0)
    for (;;) {
      const index = this.sentences.findIndex((each) => each.block === block && each.end > at)
      if (index >= 0 || this.isComplete) return index
      await this.#more()
    }
  }

  /** Every sentence, all of them planned. */
  async whole() {
    while (!this.isComplete) await this.#more()
    return this.sentences
  }

  /**
   * Make sure that the sentence is there if it exists, and those after it soon.
   * @param {number} index
   * @returns {Promise<Sentence | undefined>}
   * @throws what the plan throws
   */
  async at(index) {
    while (index >= this.sentences.length && !this.isComplete) await this.#more()
    // A failure shows when the part is needed; until then it is tried again.
    if (this.sentences.length - index < AHEAD && !this.isComplete) this.#more().catch(() => undefined)
    return this.sentences[index]
  }

  /**
   * From a sentence on, cut here: what goes on when the server does not.
   * @param {number} index
   * @returns {Script}
   */
  withoutServer(index) {
    const script = new Script([], undefined)
    const rest = this.blocks.slice(this.#done).flatMap(sentencesOf)
    script.blocks = this.blocks
    script.#done = this.blocks.length
    script.sentences = [...this.sentences, ...rest]
    // The server's sentences may be longer than a voice can take.
    script.sentences.splice(index, this.sentences.length - index, ...this.sentences.slice(index).flatMap(short))
    return script
  }

  /** The same blocks to be planned anew, up to the same sentence at least. */
  again() {
    return new Script(this.blocks, this.#plan)
  }

  #more() {
    this.#coming ??= this.#next().finally(() => {
      this.#coming = undefined
    })
    return this.#coming
  }

  async #next() {
    const limit = this.#done ? PART : FIRST
    let end = this.#done
    let length = 0
    do length += this.blocks[end++].text.length
    while (end < this.blocks.length && length + this.blocks[end].text.length <= limit)
    const part = this.blocks.slice(this.#done, end)
    this.sentences.push(...(this.#plan ? await this.#plan(part, this.#done > 0) : part.flatMap(sentencesOf)))
    this.#done = end
  }
}

/**
 * @param {Sentence} sentence
 * @returns {Sentence[]}
 */
function short({ block, start, end }) {
  const text = block.text.slice(start, end)
  return sentencesOf({ ...block, text }).map((part) => ({ block, start: start + part.start, end: start + part.end }))
}
