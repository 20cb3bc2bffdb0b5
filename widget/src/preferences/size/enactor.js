import { sizeRelaxed } from '../../generated/css.js'
import { inheritedZoom } from '../../page/zoom.js'
import { fit } from './fit.js'
import { createFlow } from './overlap.js'
import { boxesOf, createRelaxation } from './relax.js'
import { createTextScale } from './text.js'

/** @import { Enactor, Page } from '../../types.js' */

const INLINE_STYLES = ['font-size', 'line-height', 'height', 'max-height', 'white-space', 'zoom']
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
  let wanted = 1
  let zoom = 1
  let scale = 1
  let window = ''

  const circumstances = () => `${innerWidth} ${inheritedZoom()}`

  function show() {
    const rules = [`body,html>frameset{zoom:${zoom}!important}`]
    if (scale > 1) {
      rules.push(`:root{--a11y-text:${scale}}`, text.css, sizeRelaxed, relaxation.css, flow.css)
    }
    sheets.set('size', rules.join(''))
  }

  function undo() {
    sheets.set('size', '')
    text.clear()
    relaxation.clear()
    flow.clear()
    marks.promote('size')
    scale = zoom = 1
  }

  function enlarge() {
    const inherited = inheritedZoom()
    window = circumstances()
    relaxation.clear()
    flow.clear()
    scale = 1
    zoom = fit(wanted / inherited, 1 / inherited, (next) => {
      zoom = next
      show()
    })
    const rest = wanted / inherited / zoom
    if (rest < NEARLY) return
    const elements = marks.elements()
    marks.demote(elements, 'size', INLINE_STYLES)
    const texts = text.mark(elements)
    const boxes = boxesOf(texts)
    relaxation.remember(boxes)
    flow.remember(texts)
    scale = rest
    show()
    relaxation.relax(boxes, scale, show)
    for (let round = 0; round < 3 && flow.settle(texts); round++) {
      show()
      relaxation.relax(boxes, scale, show)
    }
  }

  /** What holds text below an element. @param {Element} element */
  const marked = (element) =>
    marks.elements(element).filter((each) => each.hasAttribute('data-a11y-s'))

  return {
    enact(percent) {
      wanted = +percent / 100
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
  }
}
