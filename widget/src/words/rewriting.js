/** A text that is written to so often within the time (a clock, a counter) is left to its script. */
const OFTEN = { times: 5, ms: 10_000 }
/** Batches are this far apart, in milliseconds. */
const PAUSE = 120

/**
 * Tells of texts that scripts of the page have written to, or have taken out.
 *
 * @param {(written: Text[]) => void} tell none written: only taken out
 */
export function createRewriting(tell) {
  /** @type {Set<Text>} */
  const changed = new Set()
  /** When the texts in an element were written to. @type {WeakMap<Node, number[]>} */
  const times = new WeakMap()
  let waiting = false
  let taken = false
  const observer = new MutationObserver(collect)

  /** @param {MutationRecord[]} records */
  function collect(records) {
    for (const { target, removedNodes } of records) {
      if (target.nodeType == Node.TEXT_NODE) changed.add(/** @type {Text} */ (target))
      for (const node of removedNodes) taken ||= node.nodeType == Node.TEXT_NODE
    }
    if ((!changed.size && !taken) || waiting) return
    waiting = true
    setTimeout(flush, PAUSE)
  }

  function flush() {
    waiting = taken = false
    const nodes = [...changed].filter(({ isConnected }) => isConnected)
    changed.clear()
    nodes.forEach(note)
    tell(nodes)
  }

  /** @param {Text} node */
  function note(node) {
    const key = node.parentNode ?? node
    const recent = (times.get(key) ?? []).filter((at) => performance.now() - at < OFTEN.ms)
    times.set(key, [...recent, performance.now()])
  }

  return {
    start: () => 
      observer.observe(document, { characterData: true, childList: true, subtree: true }),
    stop() {
      observer.disconnect()
      changed.clear()
    },
    /** Change texts without being told of it. @param {() => void} change */
    quietly(change) {
      collect(observer.takeRecords())
      change()
      observer.takeRecords()
    },
    /** Count a text that came with new elements, too: a clock may write its element anew. */
    note,
    /** @param {Text} node */
    isRestless: (node) => (times.get(node.parentNode ?? node)?.length ?? 0) >= OFTEN.times,
  }
}
