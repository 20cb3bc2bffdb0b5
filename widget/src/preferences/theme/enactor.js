import { themeMore } from '../../generated/css.js'
import { extras } from '../../generated/themes.js'
import { classify } from './classify.js'
import { early } from './early.js'

/** @import { Enactor, Page, Value } from '../../types.js' */

const INLINE_STYLES = /** @type {const} */ ([
  'color',
  'background-color',
  'background-image',
  '-webkit-text-fill-color',
  'text-shadow',
  'box-shadow',
  'opacity',
  'border-top-color',
  'border-right-color',
  'border-bottom-color',
  'border-left-color',
])

/**
 * Dresses the page in a palette: a style sheet for everything, marks for what may look through.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor({ core, sheets, marks }) {
  /** @type {WeakMap<Element, string | undefined>} */
  const backs = new WeakMap()
  const forced = matchMedia('(forced-colors: active)')
  let worn = 'none'

  /** @param {Element[]} elements as the page itself draws them */
  function look(elements) {
    const found = elements.map((element) => {
      const seen = classify(element, (parent) => backs.get(parent))
      backs.set(element, seen.back)
      return seen
    })
    return () =>
      elements.forEach((element, at) => {
        const { back, opaque } = found[at]
        if (back) marks.set(element, 'c', back)
        else if (element.hasAttribute('data-a11y-c')) marks.remove(element, 'c')
        if (opaque) marks.set(element, 'o', '')
      })
  }

  function dress() {
    const elements = marks.elements()
    sheets.without('early', () => look(elements))()
    marks.demote(elements, 'theme', INLINE_STYLES)
  }

  function undress() {
    sheets.set('theme', '')
    marks.clear('c')
    marks.clear('o')
    marks.promote('theme')
  }

  /** @param {Value} name */
  function enact(name) {
    const next = forced.matches ? 'none' : `${name}`
    if (next == 'none') {
      if (worn != 'none') undress()
    } else {
      sheets.still(() => {
        if (worn == 'none') dress()
        sheets.set('theme', `${early(next)}:root{${extras[next]}}${themeMore}`)
      })
    }
    worn = next
  }

  // The system's own high contrast comes before ours, and ours is back when that is over.
  forced.addEventListener?.('change', () => {
    if (core.state.on) enact(core.state.values.theme)
  })

  return {
    enact,
    refresh(added, touched) {
      if (worn == 'none') return
      const elements = [...added, ...touched]
      // Marked so, an element is as the page draws it and can be looked at; and it is at rest, lest
      // a transition shows that for a while.
      for (const element of elements) marks.set(element, 't', '')
      document.body.offsetHeight
      for (const element of elements) marks.set(element, 'c', 'page')
      look(elements)()
      document.body.offsetHeight
      for (const element of elements) marks.remove(element, 't')
      marks.demote(elements, 'theme', INLINE_STYLES)
    },
  }
}
