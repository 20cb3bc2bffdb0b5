/** @import { Enactor, Page, Value, Values } from '../types.js' */

/**
 * For a preference that is a style sheet and nothing else: the one that early.js paints.
 *
 * @param {string} name of the preference and of its sheet
 * @param {(value: Value, values: Values) => string} css nothing for the initial value
 * @returns {(page: Page) => Enactor}
 */
export const styled =
  (name, css) =>
  ({ core, sheets }) => ({
    enact: (value) => sheets.set(name, css(value, core.state.values)),
  })
