/** How many windows have been put away on this page, for whoever shows it. */
export function createTally() {
  /** @type {Set<() => void>} */
  const listeners = new Set()
  let count = 0
  return {
    get count() {
      return count
    },
    /** @param {number} now */
    set(now) {
      if (now == count) return
      count = now
      for (const listener of listeners) listener()
    },
    /** Shows them all again: set by the enactor. */
    show() {},
    /** @param {() => void} listener */
    hear: (listener) => listeners.add(listener),
  }
}

/** @typedef {ReturnType<typeof createTally>} Tally */
