import { coreOf } from '../page/frames.js'

/** @import { Enactor, Operation, Page, Value } from '../types.js' */

/**
 * The enactor of a preference for words, whose code is loaded when it is wanted first.
 *
 * @param {Operation} operation
 * @param {Value} initial
 * @returns {(page: Page) => Enactor}
 */
export const words = (operation, initial) => (page) => {
  /** @type {Enactor | undefined} */
  let enactor
  /** @type {Value} */
  let wanted = initial

  async function load() {
    try {
      const { wordsOf } = await import('./index.js')
      enactor ??= wordsOf(page).enactor(operation)
      page.quietly(() => enactor?.enact(wanted))
    } catch (error) {
      console.warn(error)
      ;((window.top && coreOf(window.top)) || page.core).notice?.('offline')
    }
  }

  return {
    enact(value) {
      wanted = value
      if (enactor) enactor.enact(value)
      else if (value != initial) load()
    },
    refresh: (added, touched) => enactor?.refresh?.(added, touched),
    reflow: () => enactor?.reflow?.(),
  }
}
