import { themeMore } from '../../generated/css/themeMore.js'
import { extras } from '../../generated/themes.js'
import { createIcons } from './behind.js'
import { classify } from './classify.js'
import { early } from './early.js'
import { luminance } from './own.js'
import { drawnAround, letters } from './pseudo.js'
import { inked } from './vector.js'

/** @import { Enactor, Page, Value } from '../../types.js' */
/** @import { Look } from './classify.js' */

/** Everything that an element may be marked with. */
const MARKS = ['tb', 'c', 'te', 'g', 'ti', 'o', 'tp']

const INLINE_STYLES = /** @type {const} */ ([
  'color',
  'background-color',
  'background-image',
  '-webkit-text-fill-color',
  'text-shadow',
  'box-shadow',
  'opacity',
  'filter',
  'mix-blend-mode',
  'fill',
  'stroke',
  'border-top-color',
  'border-right-color',
  'border-bottom-color',
  'border-left-color',
])

/** The rest of a palette, for colours of one's own: both have been found clear enough. */
const OWN = '--a11y-line:var(--a11y-fg);--a11y-focus:var(--a11y-link)'

/**
 * Dresses the page in a palette: a style sheet for everything, marks for what may look through.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor({ core, sheets, marks }) {
  /** @type {WeakMap<Element, Look>} */
  const looks = new WeakMap()
  /** Colours that pictures were drawn for. @type {Set<string>} */
  const plates = new Set()
  const icons = createIcons(() => worn != 'none' && show())
  const forced = matchMedia('(forced-colors: active)')
  let worn = 'none'

  /**
   * @param {Element[]} elements as the page itself draws them, parents first
   * @returns {() => void} writes down what was seen
   */
  function look(elements) {
    /** @type {[Element, string][]} */
    const shapes = []
    for (const element of elements) {
      const around = (element.parentElement && looks.get(element.parentElement)) ?? undefined
      if (!isDrawing(element)) looks.set(element, classify(element, around))
      else if (!around || around.ground) {
        // On a picture it stays: it was drawn for that.
        const ink = inked(element)
        shapes.push(...ink)
        looks.set(element, ink.length ? {} : { plate: around?.ground })
      }
    }
    const around = drawnAround(elements)
    return () => {
      elements.forEach(mark)
      for (const [element, name, drawn] of around) marks.set(element, name, drawn)
      for (const [shape, how] of shapes) marks.set(shape, 'tp', how)
    }
  }

  /** @param {Element} element */
  function mark(element) {
    const { back, opaque, plate, icon } = looks.get(element) ?? {}
    if (back) marks.set(element, 'c', back)
    else if (element.hasAttribute('data-a11y-c')) marks.remove(element, 'c')
    if (opaque) marks.set(element, 'o', '')
    if (icon) marks.set(element, 'ti', icons.add(icon))
    if (!plate) return
    plates.add(plate)
    marks.set(element, 'g', plate)
  }

  function show() {
    const css = `${early(worn)}:root{${extras[worn] ?? OWN}}${themeMore}${letters()}`
    const plain = css.includes('--a11y-hue')
    const tone = (/** @type {string} */ color) => (plain ? greyOf(color) : color)
    const rule = (/** @type {string} */ color) =>
      `[data-a11y-g="${color}"]{background-color:${tone(color)}!important}`
    sheets.set('theme', css + [...icons.rules(tone), ...[...plates].map(rule)].join(''))
  }

  function dress() {
    const elements = marks.elements()
    // Since the first paint the page wears the palette: it is taken off for a moment.
    const write = sheets.get('early')
      ? sheets.still(() => sheets.without('early', () => look(elements)))
      : look(elements)
    write()
    marks.demote(elements, 'theme', INLINE_STYLES)
  }

  function undress() {
    sheets.set('theme', '')
    MARKS.forEach(marks.clear)
    plates.clear()
    icons.clear()
    marks.promote('theme')
  }

  /** @param {Value} name */
  function enact(name) {
    const before = worn
    worn = forced.matches ? 'none' : `${name}`
    if (worn == before) return worn == 'none' ? undefined : show()
    // A change of palette in the middle of the page's own transition leaves Chromium with the colours
    // of the palette before, for good: no transition may begin.
    if (before == 'none') dress()
    if (worn == 'none') sheets.still(undress)
    else sheets.still(show, true)
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
      show()
      document.body.offsetHeight
      for (const element of elements) marks.remove(element, 't')
      marks.demote(elements, 'theme', INLINE_STYLES)
    },
  }
}

/** The outermost element of a drawing. @param {Element} element @returns {element is SVGSVGElement} */
const isDrawing = (element) =>
  element instanceof SVGSVGElement && !(element.parentNode instanceof SVGElement)

/** The grey that is as light as a colour. @param {string} color #rrggbb */
function greyOf(color) {
  const light = luminance(color)
  const channel = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055
  return `rgb(${Array(3).fill(Math.round(channel * 255))})`
}
