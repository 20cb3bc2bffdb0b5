/** @import { Enactor, Page, Value, Values } from '../types.js' */

/** What draws a frame around an element. */
export const OUTLINE = ['outline-style', 'outline-width', 'outline-color', 'outline-offset']

/**
 * For a preference that is a style sheet and nothing else: the one that early.js paints.
 *
 * @param {string} name of the preference and of its sheet
 * @param {(value: Value, values: Values) => string} css nothing for the initial value
 * @param {readonly string[]} [properties] that may stand inline and important on the page's
 *   elements; with them the sheet reaches open shadow roots too
 * @returns {(page: Page) => Enactor}
 */
export const styled =
  (name, css, properties) =>
  ({ core, sheets, marks }) => {
    let on = false
    return {
      enact(value) {
        const rules = css(value, core.state.values)
        sheets.set(name, rules)
        if (!properties || on == !!rules) return
        on = !!rules
        if (on) marks.demote(marks.elements(), name, properties)
        else marks.promote(name)
      },
      refresh(added, touched) {
        if (!on || !properties) return
        for (const element of added) if (element.shadowRoot) marks.elements(element)
        marks.demote(added, name, properties)
        marks.demote(touched, name, properties)
      },
    }
  }
