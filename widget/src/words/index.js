import { wordsPinyin } from '../generated/css/wordsPinyin.js'
import { coreOf } from '../page/frames.js'
import { convert, offers } from '../page/words.js'
import { attributesOf, plainTextsOf } from './attributes.js'
import { isInView, linesIn, linesOf, topmost } from './find.js'
import { createLabels } from './labels.js'
import { createRewriting } from './rewriting.js'
import { createRoom } from './room.js'
import { createTexts } from './texts.js'

/** @import { Enactor, Operation, Page } from '../types.js' */
/** @import { Label } from './labels.js' */
/** @import { Shown } from './texts.js' */
/** @typedef {{ texts: Shown[], label?: Label }} Task one line, or one attribute */

/** So many characters are asked for and shown at a time: the first for what is in view. */
const PART = 1500
/** @type {Operation[]} */
const OPERATIONS = ['pinyin', 'traditional']

/** @type {WeakMap<Page, ReturnType<typeof createWords>>} */
const made = new WeakMap()

/**
 * The words of a page, one for both preferences.
 *
 * @param {Page} page
 */
export function wordsOf(page) {
  const words = made.get(page) ?? createWords(page)
  made.set(page, words)
  return words
}

/** @param {Page} page */
function createWords({ core, sheets, marks, quietly }) {
  const texts = createTexts()
  const labels = createLabels()
  const room = createRoom(marks, (rules) => sheets.set('pinyin', wordsPinyin + rules))
  const rewriting = createRewriting(rewritten)
  /** @type {Record<Operation, boolean>} */
  const wanted = { pinyin: false, traditional: false }
  /** Which round of conversions is the last; earlier ones do nothing more. */
  let round = 0
  let failed = false
  /** @type {Task[]} */
  let tasks = []
  let working = false
  let begins = false

  const active = () => wanted.pinyin || wanted.traditional

  /** Change the page without being told of it. @param {() => void} change */
  const silently = (change) => quietly(() => rewriting.quietly(change))

  /** @param {Text[][]} lines @param {boolean} [isPlain] @returns {Task[]} those that are news */
  const tasksOf = (lines, isPlain = false) =>
    lines
      .map((line) => line.filter((node) => !texts.has(node) && !rewriting.isRestless(node)))
      .filter((line) => line.length)
      .map((line) => ({ texts: texts.take(line, isPlain) }))

  /** @param {Element[]} elements @returns {Task[]} */
  function otherTasks(elements) {
    if (!wanted.traditional) return []
    const plain = plainTextsOf(elements).map((text) => [text])
    const places = attributesOf(elements).filter((place) => !labels.has(place))
    return [...tasksOf(plain, true), ...places.map((place) => taskOf(labels.take(place)))]
  }

  const needed = () => OPERATIONS.filter((operation) => wanted[operation] && offers(operation))

  /** What we know already, and how it is written the server has not been asked for yet. */
  const knownTasks = () => [
    ...[...texts.lacking(needed())].map((line) => ({ texts: line })),
    ...(wanted.traditional ? labels.lacking().map(taskOf) : []),
  ]

  /** The whole page, what is in view first. */
  function begin() {
    begins = false
    if (!active()) return
    const known = knownTasks()
    const elements = marks.elements()
    const roots = elements.flatMap(({ shadowRoot }) => shadowRoot ?? [])
    const lines = [document.body, ...roots].flatMap((root) => (root ? linesIn(root) : []))
    const seen = lines.filter(isInView)
    const inView = new Set(seen)
    const rest = lines.filter((line) => !inView.has(line))
    tasks = [...known, ...tasksOf(seen), ...tasksOf(rest), ...otherTasks(elements)]
    work()
  }

  async function work() {
    if (working) return
    working = true
    const mine = round
    try {
      while (mine == round && tasks.length) {
        const part = takePart()
        await load(part)
        if (mine != round) break
        silently(() => show(part))
        await idle()
      }
    } catch (error) {
      if (mine == round) fail(error)
    } finally {
      working = false
      if ((mine != round || begins) && active()) begin()
    }
  }

  function takePart() {
    let length = 0
    let count = 0
    while (count < tasks.length && length < PART) length += lengthOf(tasks[count++])
    return tasks.splice(0, count)
  }

  /** Ask for what the server makes of these. @param {Task[]} part */
  function load(part) {
    return Promise.all(
      part.flatMap(({ texts, label }) =>
        needed().map(async (operation) => {
          if (operation == 'pinyin' && (label || texts[0].isPlain)) return
          if (label ? label.forms : texts.every(({ runs }) => runs[operation])) return
          const originals = label ? [label.original] : texts.map(({ original }) => original)
          const runs = await convert(operation, originals)
          if (label) label.forms = runs[0]
          texts.forEach((text, at) => (text.runs[operation] = runs[at]))
        }),
      ),
    )
  }

  /** @param {Task[]} part */
  function show(part) {
    const shown = part.flatMap(({ texts }) => texts)
    const change = () => {
      for (const text of shown) texts.show(text, wanted)
      for (const { label } of part) if (label) labels.show(label, wanted.traditional)
    }
    const parents = shown.flatMap(({ node }) => node.parentElement ?? [])
    if (wanted.pinyin) room.around(parents, change)
    else change()
  }

  /** @param {unknown} error */
  function fail(error) {
    console.warn(error)
    tasks = []
    if (failed) return
    failed = true
    const top = window.top && coreOf(window.top)
    ;(top || core).notice?.('words.failed')
  }

  /** Scripts of the page have written to these texts, or have taken texts out. */
  /** @param {Text[]} nodes */
  function rewritten(nodes) {
    if (!active()) return
    silently(() => {
      nodes.forEach(texts.drop)
      texts.sweep()
    })
    later(nodes.flatMap(({ parentElement }) => (parentElement ? linesOf(parentElement) : [])), [])
  }

  /** The visitor has chosen another size or spacing. @param {Event} event */
  function resized(event) {
    const { name } = /** @type {CustomEvent} */ (event).detail
    if (wanted.pinyin && !/^(pinyin|script|theme|rate)$/.test(name)) quietly(settle)
  }

  const settle = () => room.again(texts.parents())

  /** @param {Text[][]} lines @param {Element[]} elements */
  function later(lines, elements) {
    tasks.push(...tasksOf(lines), ...otherTasks(elements))
    if (tasks.length) work()
  }

  function undo() {
    texts.clear()
    labels.clear()
    texts.uncopy(marks.elements())
    for (const root of [document.body]) if (root) uncopyTexts(root)
    room.clear()
    sheets.set('pinyin', '')
    rewriting.stop()
    document.removeEventListener('a11y:change', resized)
    core.words = undefined
    failed = false
    tasks = []
  }

  /** @param {Node} root */
  function uncopyTexts(root) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) texts.uncopyText(/** @type {Text} */ (walker.currentNode))
  }

  /** @param {Operation} operation @param {boolean} on */
  function want(operation, on) {
    if (wanted[operation] == on) return
    wanted[operation] = on
    round++
    if (!active()) return undo()
    core.words = texts.source
    rewriting.start()
    document.addEventListener('a11y:change', resized)
    if (wanted.pinyin && !sheets.get('pinyin')) sheets.set('pinyin', wordsPinyin)
    rewriting.quietly(() => {
      // What is known can be shown at once; then everything else is asked for.
      labels.showAll(wanted.traditional)
      if (wanted.pinyin) return room.around(texts.parents(), () => texts.showAll(wanted))
      texts.showAll(wanted)
      room.clear()
      sheets.set('pinyin', '')
    })
    failed = false
    if (on && !offers(operation)) fail(new Error(`words: no ${operation} on this server`))
    // The other preference may follow at once.
    if (!working && !begins) queueMicrotask(begin)
    begins = true
  }

  return {
    /** @param {Operation} operation @returns {Enactor} */
    enactor: (operation) => ({
      enact: (value) => want(operation, value == 'on' || value == 'traditional'),
      refresh(added, touched) {
        // Both preferences have this enactor; one of them tells.
        if (!active() || (operation == 'traditional') == wanted.pinyin) return
        const roots = topmost(added)
        rewriting.quietly(() => {
          texts.sweep()
          texts.uncopy(added)
          for (const root of roots) uncopyTexts(root)
        })
        const written = touched.flatMap(linesOf).filter(([text]) => !texts.has(text))
        for (const [text] of written) rewriting.note(text)
        later([...roots.flatMap(linesIn), ...written], added)
      },
      reflow() {
        if (operation == 'pinyin' && wanted.pinyin) settle()
      },
    }),
  }
}

/** @param {Label} label @returns {Task} */
const taskOf = (label) => ({ texts: [], label })

/** @param {Task} task */
const lengthOf = ({ texts, label }) =>
  texts.reduce((sum, { original }) => sum + original.length, label?.original.length ?? 0)

/** The page goes first. */
const idle = () =>
  new Promise((go) => {
    const later = /** @type {typeof requestIdleCallback | undefined} */ (window.requestIdleCallback)
    later ? later(go, { timeout: 200 }) : setTimeout(go, 30)
  })
