/** Batches are this far apart, in milliseconds: a carousel writes to its slides at every frame. */
const PAUSE = 120
const WATCHED = {
  subtree: true,
  childList: true,
  attributes: true,
  // The last is ours, on the root: a page may give its root other attributes altogether.
  attributeFilter: ['class', 'style', 'hidden', 'data-a11y-on'],
}

/**
 * Tells of elements that came or changed, in batches of their own animation frame.
 *
 * @param {{
 *   changed(added: Element[], touched: Element[]): void,
 *   renewed(): void,
 *   keep(): void,
 * }} tell `renewed`: a script has written the whole document anew; `keep`: something below the root
 *   or on it has changed, perhaps something of ours
 */
export function createWatch({ changed, renewed, keep }) {
  /** @type {Set<Element>} */
  const added = new Set()
  /** @type {Set<Element>} */
  const touched = new Set()
  let root = document.documentElement
  let shaken = false
  let waiting = false
  let last = 0
  const observer = new MutationObserver((records) => {
    collect(records)
    if (added.size || touched.size || shaken || root != document.documentElement) schedule()
  })

  /** @param {MutationRecord[]} records */
  function collect(records) {
    for (const { target, addedNodes, type } of records) {
      if (target == root) shaken = true
      if (type == 'attributes') touched.add(/** @type {Element} */ (target))
      for (const node of addedNodes) {
        if (node.nodeType == Node.TEXT_NODE && target instanceof Element) touched.add(target)
        if (!(node instanceof Element) || node.localName == 'a11y-toolbar') continue
        added.add(node)
        node.querySelectorAll('*').forEach((element) => added.add(element))
      }
    }
  }

  function schedule() {
    if (!waiting) requestAnimationFrame(flush)
    waiting = true
  }

  function flush() {
    waiting = false
    if (performance.now() - last < PAUSE) return schedule()
    last = performance.now()
    const came = [...added].filter(rendered)
    const stayed = [...touched].filter((element) => !added.has(element) && rendered(element))
    added.clear()
    touched.clear()
    if (root != document.documentElement) {
      root = document.documentElement
      quietly(renewed)
      return
    }
    if (shaken) quietly(keep)
    shaken = false
    if (came.length || stayed.length) {
      quietly(() => changed(came, stayed))
    }
  }

  /**
   * Change the page without being told of it.
   *
   * @param {() => void} work
   */
  function quietly(work) {
    collect(observer.takeRecords())
    work()
    observer.takeRecords()
  }

  return {
    quietly,
    /** @param {boolean} closely every element, or only whether the document is still the same */
    observe(closely) {
      observer.disconnect()
      added.clear()
      touched.clear()
      root = document.documentElement
      observer.observe(document, closely ? WATCHED : { childList: true })
      if (!closely) observer.observe(root, { childList: true })
    },
  }
}

/** @param {Element} element */
const rendered = (element) =>
  element.isConnected && element != document.documentElement && !document.head?.contains(element)
