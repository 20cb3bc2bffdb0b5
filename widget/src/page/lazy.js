import { coreOf } from './frames.js'

/** @import { Enactor, Page, Value, Values } from '../types.js' */

/**
 * For a preference whose enactor is loaded when it is first chosen.
 *
 * @param {() => Promise<{ createEnactor(page: Page): Enactor }>} load
 * @param {Value} initial the value that needs nothing
 * @returns {(page: Page) => Enactor}
 */
export const lazy =
  (load, initial = 'off') =>
  (page) => {
    /** @type {Enactor | undefined} */
    let enactor
    let loading = false
    /** @type {[Value, Values]} */
    let wanted = [initial, {}]

    async function fetch() {
      loading = true
      try {
        const { createEnactor } = await load()
        page.quietly(() => {
          enactor = createEnactor(page)
          enactor.enact(...wanted)
        })
      } catch (error) {
        console.warn(error)
        ;((top && coreOf(top)) || page.core).notice?.('offline')
      }
      loading = false // off line: the next choice tries again
    }

    return {
      enact(value, values) {
        wanted = [value, values]
        if (enactor) enactor.enact(value, values)
        else if (value != initial && !loading) fetch()
      },
      refresh: (added, touched) => enactor?.refresh?.(added, touched),
      reflow: () => enactor?.reflow?.(),
    }
  }
