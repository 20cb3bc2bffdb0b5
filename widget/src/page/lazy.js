/** @import { Enactor, Page, Value } from '../types.js' */

/**
 * For a preference whose enactor is loaded when it is first chosen.
 *
 * @param {() => Promise<{ createEnactor(page: Page): Enactor }>} load
 * @returns {(page: Page) => Enactor}
 */
export const lazy = (load) => (page) => {
  /** @type {Enactor | undefined} */
  let enactor
  /** @type {Value} */
  let wanted = 'off'

  /** @param {{ createEnactor(page: Page): Enactor }} module */
  function loaded({ createEnactor }) {
    page.quietly(() => {
      enactor ??= createEnactor(page)
      enactor.enact(wanted)
    })
  }

  return {
    enact(value) {
      wanted = value
      if (enactor) enactor.enact(value)
      else if (value != 'off') load().then(loaded).catch(console.warn)
    },
    refresh: (added, touched) => enactor?.refresh?.(added, touched),
    reflow: () => enactor?.reflow?.(),
  }
}
