import { joined, split } from '../page/words.js'
import { OURS, rubyOf, textNodes } from './ruby.js'

/** @import { Operation, Source } from '../types.js' */
/**
 * A text of the page that is shown in another way. `shown` is what its node holds meanwhile: nothing
 * where `parts` stand after it in its place. `isPlain`: no pinyin can stand there.
 * `line`: those with which it makes one, itself among them.
 * @typedef {{
 *   node: Text,
 *   original: string,
 *   shown: string,
 *   parts?: ChildNode[],
 *   isPlain: boolean,
 *   line: Shown[],
 *   runs: Partial<Record<Operation, string[]>>,
 * }} Shown
 */

/** With more texts than this, those that the page has thrown away are let go. */
const MANY = 20_000

/**
 * The page's texts that we show in another way. Their nodes stay where they are, as scripts of the
 * page may hold them: with pinyin a node is empty and ruby elements follow it.
 */
export function createTexts() {
  /** @type {Map<Text, Shown>} */
  const all = new Map()
  /** Which text a node of ours stands for. @type {WeakMap<Node, Shown>} */
  const owners = new WeakMap()
  /** What traditional texts were before: a page's script may have copied them. @type {Map<string, string>} */
  const simplified = new Map()

  /** Take our parts out, wherever they are by now. @param {Shown} text @param {string} data */
  function put(text, data) {
    const { node, parts = [], shown } = text
    // The page has taken some of it out: then it meant the text that it put there.
    const taken = node.parentNode && parts.some((part) => !part.parentNode)
    for (const part of parts) part.remove()
    text.parts = undefined
    if (node.data != shown || taken) return
    if (shown != data) node.data = data
    text.shown = data
  }

  /** @param {Shown} text @param {Record<Operation, boolean>} wanted */
  function show(text, wanted) {
    const { node, original, runs } = text
    const forms = wanted.traditional ? runs.traditional : undefined
    const data = forms ? joined(original, forms) : original
    if (forms && data != original) simplified.set(data, original)
    put(text, data)
    if (!wanted.pinyin || !runs.pinyin || !node.parentNode || node.data != data) return
    text.parts = rubyOf(original, runs.pinyin, forms ?? split(original).runs)
    for (const part of text.parts) owners.set(part, text)
    for (const part of textNodes(text.parts)) owners.set(part, text)
    const next = node.nextSibling
    for (const part of text.parts) node.parentNode.insertBefore(part, next)
    node.data = text.shown = ''
  }

  /** @type {Source} */
  const source = {
    textOf: (node) => all.get(node)?.original ?? (owners.has(node) ? '' : node.data),
    placeOf(node, offset) {
      const parts = all.get(node)?.parts
      if (!parts) return [node, offset]
      const nodes = textNodes(parts)
      for (const part of nodes) {
        if (offset <= part.length) return [part, offset]
        offset -= part.length
      }
      const last = nodes[nodes.length - 1]
      return [last, last.length]
    },
    sourceOf(node, offset) {
      const inside = node.nodeType == Node.TEXT_NODE ? node : (node.childNodes[offset] ?? node)
      const text = owners.get(inside) ?? owners.get(inside.parentNode ?? inside)
      if (!text?.parts) return [node, offset]
      let at = inside == node ? offset : 0
      for (const part of textNodes(text.parts)) {
        if (part == inside) break
        at += part.length
      }
      return [text.node, Math.min(at, text.original.length)]
    },
  }

  /** One text of it and the texts around: the page had one. @param {Text} text */
  function merge(text) {
    const isCopy = (/** @type {Node | null} */ near) =>
      near?.nodeType == Node.TEXT_NODE && !owners.has(near) && !all.has(/** @type {Text} */ (near))
    for (let near = text.previousSibling; isCopy(near); near = text.previousSibling) {
      text.data = /** @type {Text} */ (near).data + text.data
      near?.remove()
    }
    for (let near = text.nextSibling; isCopy(near); near = text.nextSibling) {
      text.data += /** @type {Text} */ (near).data
      near?.remove()
    }
  }

  return {
    source,
    /** Whether we know it, and it still is what we made of it. @param {Text} node */
    has: (node) => {
      const text = all.get(node)
      return text ? text.shown == node.data : owners.has(node)
    },
    /** @param {Text[]} nodes of one line @param {boolean} isPlain @returns {Shown[]} */
    take(nodes, isPlain) {
      /** @type {Shown[]} */
      const line = []
      for (const node of nodes) {
        const { data } = node
        const text = { node, original: data, shown: data, isPlain, line, runs: {} }
        all.set(node, text)
        line.push(text)
      }
      return line
    },
    show,
    /** The lines for which the server has not been asked for this. @param {Operation[]} operations */
    lacking(operations) {
      const lines = new Set()
      for (const { line, runs, isPlain } of all.values()) {
        const lacks = (/** @type {Operation} */ operation) =>
          !runs[operation] && !(isPlain && operation == 'pinyin')
        if (operations.some(lacks)) lines.add(line)
      }
      return /** @type {Set<Shown[]>} */ (lines)
    },
    /** The elements that they stand in. */
    parents: () => [...all.keys()].flatMap(({ parentElement }) => parentElement ?? []),
    /** Every one of them as is wanted now. @param {Record<Operation, boolean>} wanted */
    showAll(wanted) {
      for (const text of all.values()) show(text, wanted)
    },
    /** The page's script has written to it: the rest of ours goes. @param {Text} node */
    drop(node) {
      const text = all.get(node)
      if (text) put(text, text.original)
      all.delete(node)
    },
    /** Texts that the page has taken out while ours stayed, and those that nobody will see again. */
    sweep() {
      for (const [node, text] of all) {
        const apart = text.parts?.some((part) => part.parentNode != node.parentNode)
        const gone = !node.isConnected && all.size > MANY
        const rewritten = text.shown != node.data
        if (!apart && !gone && !rewritten) continue
        put(text, text.original)
        all.delete(node)
      }
    },
    /**
     * Turn what a script has copied from ours back into the page's text.
     *
     * @param {Element[]} elements
     */
    uncopy(elements) {
      for (const element of elements) {
        if (!element.matches(OURS) || owners.has(element) || !element.parentNode) continue
        const text = document.createTextNode(element.textContent ?? '')
        element.replaceWith(text)
        merge(text)
        text.data = simplified.get(text.data) ?? text.data
      }
    },
    /** The text as the page has it in simplified characters, if a script copied it from us. */
    /** @param {Text} node */
    uncopyText(node) {
      const before = all.has(node) ? undefined : simplified.get(node.data)
      if (before !== undefined) node.data = before
    },
    /** Everything as the page made it. */
    clear() {
      for (const text of all.values()) put(text, text.original)
      all.clear()
    },
  }
}

