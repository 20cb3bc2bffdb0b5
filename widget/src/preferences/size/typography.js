import { sizeRelaxed } from '../../generated/css/sizeRelaxed.js'
import { inheritedZoom } from '../../page/zoom.js'
import { stretchBacks } from './backs.js'
import { columnOf } from './column.js'
import { firstZoom, fit, overflows } from './fit.js'
import { createFixedBars } from './fixed.js'
import { createFlow } from './flow.js'
import { askForRoom, giveRoomBack, outgrowsFrame } from './frame.js'
import { createLabels } from './label.js'
import { createOverlaps } from './overlap.js'
import { boxesOf, createRelaxation } from './relax.js'
import { createTextScale } from './text.js'

/** @import { Enactor, Page, Value, Values } from '../../types.js' */
/** @typedef {(value: Value, values: Values) => string} Rule the style sheet of one preference */
/** @typedef {{ texts: Element[], boxes: Set<Element>, placed: boolean, width: number, seen: number, column: number }} Base */

const INLINE_STYLES = [
  ...['font-size', 'line-height', 'height', 'max-height', 'white-space', 'zoom'],
  ...['letter-spacing', 'word-spacing', 'margin-bottom', 'font-family'],
]
/** Moving one text may push another; so often at most. */
const ROUNDS = 3
/** A factor this near to 1 changes nothing that anybody sees. */
const NEARLY = 1.02
const PLAIN = JSON.stringify([1, 1, 0, ''])

/** @type {WeakMap<Page, ReturnType<typeof createTypography>>} */
const known = new WeakMap()

/**
 * The one that sets a page's text: how large, how far apart, in what font; whoever chooses one of
 * these goes through it.
 *
 * @param {Page} page
 */
export function typographyOf(page) {
  const found = known.get(page) ?? createTypography(page)
  known.set(page, found)
  return found
}

/**
 * An enactor for a preference that is a style sheet, and for whose text boxes need room.
 *
 * @param {string} name
 * @param {Rule} rule nothing for the initial value
 * @returns {(page: Page) => Enactor}
 */
export const spaced = (name, rule) => (page) => {
  const typography = typographyOf(page)
  typography.rules.set(name, rule)
  return { enact: (_, values) => typography.enact(0, values) }
}

/**
 * Enlarges the page: it is zoomed until it is as wide as the window, and where that is less than the
 * visitor wants, its text is scaled for the rest. Then boxes that are too small for it get room.
 *
 * Zoom alone makes the page scroll sideways, text scale alone breaks layouts; together they do
 * neither, on fixed and on fluid layouts. Text that is set wider needs room in the same way.
 *
 * @param {Page} page
 */
function createTypography({ sheets, marks }) {
  const text = createTextScale(marks)
  const relaxation = createRelaxation(marks)
  const flow = createFlow(marks)
  const labels = createLabels(marks)
  const overlaps = createOverlaps()
  const bars = createFixedBars(marks)
  /** @type {Map<string, Rule>} */
  const rules = new Map()
  /** Frames whose text asked for room, with the height in px. @type {Map<Element, number>} */
  const frames = new Map()
  /** The page as the portal made it, as long as it is the same. @type {Base | undefined} */
  let base
  let enacted = PLAIN
  /** How large text shall be, how large the page, how high its lines, and the rules of the others. */
  let [large, pageZoom, line, spacing] = /** @type {[number, number, number, string]} */ (
    JSON.parse(PLAIN)
  )
  let zoom = 1
  let scale = 1
  let window = ''

  const circumstances = () => `${innerWidth} ${inheritedZoom()}`

  function show() {
    const css = [`body,html>frameset{zoom:${zoom}!important}`, sizeRelaxed]
    if (scale > 1 || line) css.push(`:root{--a11y-text:${scale}}`, text.css(scale, line))
    sheets.set('size', css.join('') + relaxation.css + flow.css + bars.css)
    sheets.set('spacing', spacing)
  }

  /** Take back what was done to boxes; texts keep their marks. */
  function tighten() {
    giveRoomBack()
    relaxation.clear()
    flow.clear()
    labels.clear()
    bars.clear()
    marks.clear('sb')
    scale = 1
  }

  function undo() {
    tighten()
    text.clear()
    marks.promote('size')
    sheets.set('size', '')
    sheets.set('spacing', '')
    base = undefined
  }

  /** Look at the page without anything of ours. @param {number} floor its zoom then */
  function measure(floor) {
    const early = sheets.get('early')
    const plain = floor == 1 && !early && !sheets.get('size')
    sheets.set('early', '')
    sheets.set('spacing', '')
    if (!plain) sheets.set('size', `body,html>frameset{zoom:${floor}!important}`)
    const elements = marks.elements()
    marks.demote(elements, 'size', INLINE_STYLES)
    // Everything is read before anything is written.
    const texts = text.measure(elements)
    const boxes = boxesOf(texts)
    relaxation.remember(boxes)
    const positions = [...boxes].map((box) => getComputedStyle(box).position)
    const placed = positions.includes('absolute')
    if (placed) overlaps.remember(texts)
    bars.remember([...boxes].filter((_, at) => positions[at] == 'fixed'))
    const { scrollWidth: width, clientWidth: seen } = document.documentElement
    return { texts, boxes, placed, width, seen, column: columnOf(document.body) }
  }

  function set() {
    const inherited = inheritedZoom()
    const floor = pageZoom / inherited
    const most = (large * pageZoom) / inherited
    window = circumstances()
    tighten()
    const cut = cutByFrame()
    base ??= measure(1 / inherited)
    const apply = (/** @type {number} */ next) => {
      zoom = next
      const rest = most / zoom
      scale = rest < NEARLY ? 1 : rest
      text.mark(scale > 1 || line > 0)
      show()
    }
    const first = firstZoom(most, floor, base)
    apply(first)
    if (first > floor && overflows()) {
      const found = fit(first, floor, (next) => {
        zoom = next
        scale = 1
        show()
      })
      apply(found)
    }
    settle(base)
    frames.forEach((px, frame) => relaxation.hold(frame, px))
    if (frames.size) show()
    if (!cut && outgrowsFrame()) askForRoom()
  }

  /** Whether a frame cuts its page by itself; then it is none of our business. */
  function cutByFrame() {
    if (!self.frameElement) return true
    sheets.set('size', '')
    return outgrowsFrame()
  }

  /** Give room to what has grown. @param {Base} base */
  function settle({ texts, boxes, placed, width }) {
    labels.widen(texts, scale, relaxation.widthOf, () => overlaps.since(texts))
    relaxation.relax(boxes, scale, show)
    for (let round = 0; placed && round < ROUNDS && flow.settle(overlaps.since(texts)); round++) {
      show()
      relaxation.relax(boxes, scale, show)
    }
    if (document.documentElement.scrollWidth > width + 1) relaxation.breakLines(texts)
    stretchBacks(marks, texts, relaxation.grown)
    if (bars.settle(zoom * inheritedZoom())) show()
  }

  /** What holds text below an element. @param {Element} element */
  const marked = (element) =>
    marks.elements(element).filter((each) => each.hasAttribute('data-a11y-s'))

  return {
    rules,
    /** @param {Value} _ @param {Values} values */
    enact(_, values) {
      const own = [...rules].map(([name, rule]) => rule(values[name], values))
      const wanted = [+values.size / 100, +values.zoom / 100, +values.line || 0, own.join('')]
      if (JSON.stringify(wanted) == enacted) return
      enacted = JSON.stringify(wanted)
      ;[large, pageZoom, line, spacing] = /** @type {[number, number, number, string]} */ (wanted)
      frames.clear()
      if (enacted == PLAIN) return undo()
      // Nothing of ours to be taken off: looking costs nothing then.
      if (!sheets.get('size') && !sheets.get('early') && self == top) base = measure(1)
      sheets.still(set, true)
    },
    /** @param {Element[]} added @param {Element[]} touched */
    refresh(added, touched) {
      base = undefined
      if (scale == 1 && !line && !spacing) return
      const elements = [...added, ...touched]
      marks.demote(elements, 'size', INLINE_STYLES)
      const look = () => relaxation.remember(boxesOf(added))
      text.markLate(elements, () => (spacing ? sheets.without('spacing', look) : look()))
      show()
      relaxation.relax(boxesOf(elements.flatMap(marked)), scale, show)
    },
    reflow() {
      if (enacted == PLAIN || window == circumstances()) return
      base = undefined
      sheets.still(set, true)
    },
    /** @param {Element} frame @param {number} px */
    hold(frame, px) {
      if (enacted == PLAIN) return
      if (px) frames.set(frame, px)
      else frames.delete(frame)
      const boxes = boxesOf([frame])
      relaxation.hold(frame, px)
      show()
      if (scale > 1) relaxation.relax(boxes, scale, show)
    },
  }
}
