import { sizeRelaxed } from '../../generated/css/sizeRelaxed.js'
import { inheritedZoom } from '../../page/zoom.js'
import { askForRoom, giveRoomBack, outgrowsFrame } from './frame.js'
import { fit } from './fit.js'
import { createFixedBars } from './fixed.js'
import { createFlow } from './flow.js'
import { stretchBacks } from './backs.js'
import { createLabels } from './label.js'
import { createOverlaps } from './overlap.js'
import { boxesOf, createRelaxation } from './relax.js'
import { createTextScale } from './text.js'

/** @import { Enactor, Page } from '../../types.js' */

const INLINE_STYLES = ['font-size', 'line-height', 'height', 'max-height', 'white-space', 'zoom']
/** Moving one text may push another; so often at most. */
const ROUNDS = 3
/** A factor this near to 1 changes nothing that anybody sees. */
const NEARLY = 1.02

/**
 * Enlarges the page: it is zoomed until it is as wide as the window, and where that is less than the
 * visitor wants, its text is scaled for the rest. Then boxes that are too small for it get room.
 *
 * Zoom alone makes the page scroll sideways, text scale alone breaks layouts; together they do
 * neither, on fixed and on fluid layouts.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor({ sheets, marks }) {
  const text = createTextScale(marks)
  const relaxation = createRelaxation(marks)
  const flow = createFlow(marks)
  const labels = createLabels(marks)
  const overlaps = createOverlaps()
  const bars = createFixedBars(marks)
  /** Frames whose text asked for room, with the height in px. @type {Map<Element, number>} */
  const frames = new Map()
  let wanted = 1
  let zoom = 1
  let scale = 1
  let window = ''

  const circumstances = () => `${innerWidth} ${inheritedZoom()}`

  function show() {
    const rules = [`body,html>frameset{zoom:${zoom}!important}`]
    if (scale > 1) rules.push(`:root{--a11y-text:${scale}}`, text.css, sizeRelaxed)
    sheets.set('size', rules.join('') + relaxation.css + flow.css + bars.css)
  }

  /** Take back what was done to boxes; texts keep their marks. */
  function tighten() {
    giveRoomBack()
    relaxation.clear()
    flow.clear()
    labels.clear()
    bars.clear()
    marks.clear('b')
    scale = 1
  }

  function undo() {
    tighten()
    text.clear()
    marks.promote('size')
    sheets.set('size', '')
  }

  function enlarge() {
    const inherited = inheritedZoom()
    window = circumstances()
    tighten()
    const cut = cutByFrame()
    zoom = fit(wanted / inherited, 1 / inherited, (next) => {
      zoom = next
      show()
    })
    const rest = wanted / inherited / zoom
    if (rest >= NEARLY) scaleText(rest)
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

  /** @param {number} rest what zoom has left to do */
  function scaleText(rest) {
    const elements = marks.elements()
    marks.demote(elements, 'size', INLINE_STYLES)
    const texts = text.mark(elements)
    const boxes = boxesOf(texts)
    relaxation.remember(boxes)
    const placed = [...boxes].some((box) => getComputedStyle(box).position == 'absolute')
    if (placed) overlaps.remember(texts)
    labels.remember(texts)
    bars.remember(boxes)
    const width = document.documentElement.scrollWidth
    scale = rest
    show()
    labels.widen(() => overlaps.since(texts))
    relaxation.relax(boxes, scale, show)
    for (let round = 0; placed && round < ROUNDS && flow.settle(overlaps.since(texts)); round++) {
      show()
      relaxation.relax(boxes, scale, show)
    }
    if (document.documentElement.scrollWidth > width) relaxation.breakLines(texts)
    stretchBacks(marks, texts, relaxation.grown)
    if (bars.settle()) show()
  }

  /** What holds text below an element. @param {Element} element */
  const marked = (element) =>
    marks.elements(element).filter((each) => each.hasAttribute('data-a11y-s'))

  return {
    enact(percent) {
      wanted = +percent / 100
      frames.clear()
      if (wanted == 1) undo()
      else sheets.still(enlarge)
    },
    refresh(added, touched) {
      if (scale == 1) return
      const elements = [...added, ...touched]
      marks.demote(elements, 'size', INLINE_STYLES)
      text.markLate(elements, () => relaxation.remember(boxesOf(added)))
      show()
      relaxation.relax(boxesOf(elements.flatMap(marked)), scale, show)
    },
    reflow() {
      if (wanted != 1 && window != circumstances()) sheets.still(enlarge)
    },
    hold(frame, px) {
      if (wanted == 1) return
      if (px) frames.set(frame, px)
      else frames.delete(frame)
      const boxes = boxesOf([frame])
      relaxation.hold(frame, px)
      show()
      if (scale > 1) relaxation.relax(boxes, scale, show)
    },
  }
}
