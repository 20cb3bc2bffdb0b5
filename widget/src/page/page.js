import { pageReading } from '../generated/css/pageReading.js'
import { preferences } from '../generated/preferences.js'
import { schemas } from '../generated/schemas.js'
import { createMarks } from './marks.js'
import { createSheets } from './sheets.js'
import { createWatch } from './watch.js'

/** @import { Core, Enactor, Home, Page, Preference, Values } from '../types.js' */

/** What every preference is before anybody has chosen. @type {Values} */
export const initial = Object.fromEntries(
  Object.entries(schemas).map(([name, schema]) => [name, schema.initial]),
)

/**
 * The host page under care mode: every preference enacted, kept up as the page changes, and undone.
 *
 * @param {Core} core
 * @param {{
 *   home(): Home | undefined,
 *   renewed(): void,
 *   refreshed(added: Element[]): void,
 * }} tell `home`: the toolbar's own element; none in a frame
 */
export function createPage(core, { home, renewed, refreshed }) {
  const sheets = createSheets(core)
  const marks = createMarks(sheets)
  /** @type {Page} */
  const page = {
    core,
    sheets,
    marks,
    home,
    quietly: (work) => watch.quietly(work),
  }
  core.home = home
  /** @type {Record<string, Enactor>} */
  const enactors = {}

  /** @param {Record<string, Preference>} preferences */
  function add(preferences) {
    for (const name in preferences) {
      const enactor = preferences[name].enactor?.(page)
      if (enactor) enactors[name] ??= enactor
    }
  }

  add(preferences)
  /** @type {Values} */
  let shown = {}
  /** @type {boolean | undefined} */
  let watching

  const watch = createWatch({
    changed(added, touched) {
      sheets.keep()
      const elements = added.flatMap((element) =>
        element.shadowRoot ? marks.elements(element) : [element],
      )
      for (const name in enactors) enactors[name].refresh?.(elements, touched)
      refreshed(added)
    },
    renewed() {
      // The marks went with the old document: begin anew.
      enact(initial)
      shown = {}
      watching = undefined
      renewed()
      show()
    },
  })

  /** @param {Values} values */
  function enact(values) {
    for (const name in enactors) {
      if (values[name] === shown[name]) continue
      shown[name] = values[name]
      try {
        enactors[name].enact(values[name], values)
      } catch (error) {
        console.warn(error) // one preference may fail on a strange page; the others must not
      }
    }
    sheets.set('early', '')
  }

  function label() {
    const root = document.documentElement
    const { on, values } = core.state
    root.toggleAttribute('data-a11y-on', on)
    for (const name in initial) {
      const chosen = on && values[name] != initial[name]
      if (chosen) root.setAttribute(`data-a11y-${name}`, `${values[name]}`)
      else root.removeAttribute(`data-a11y-${name}`)
    }
  }

  /** Bring the page in line with `core.state`. */
  function show() {
    const { on, values } = core.state
    watch.quietly(() => {
      label()
      enact(on ? values : initial)
      sheets.set('reading', on ? pageReading : '')
    })
    if (on == watching) return
    watching = on
    watch.observe(on)
  }

  function reflow() {
    if (!core.state.on) return
    watch.quietly(() => {
      for (const name in enactors) enactors[name].reflow?.()
    })
  }

  core.hold = (frame, px) =>
    watch.quietly(() => {
      for (const name in enactors) enactors[name].hold?.(frame, px)
    })

  return { ...page, add, show, reflow }
}
