import { ownTool } from '../../generated/css/ownTool.js'
import { contrast, LEAST, partsOf } from '../../preferences/theme/own.js'
import { el } from '../../toolbar/dom.js'
import { onChange } from '../../toolbar/change.js'
import { COLORS } from './colors.js'
import { createColorPicker } from './picker.js'
import { linkOf } from './link.js'
import { texts } from './texts.js'

/** @import { Tool } from '../../types.js' */

/** Colours of the visitor's own, with what their contrast means. @type {Tool} */
export const tool = {
  section: 'colour',
  order: 20,
  icon: 'drop',
  texts,
  open({ core, home, t, choose, say }) {
    home.addStyle(ownTool)
    let [paper = '#ffffff', ink = '#000000'] = partsOf(`${core.state.values.theme}`)
    const verdict = el('p', { class: 'verdict' })
    const sampleLink = el('span', {}, t('sampleLink'))
    const sample = el('p', { class: 'sample' }, t('sample'), sampleLink)
    const inks = createColorPicker(t, 'ink', COLORS, (color) => pick(paper, color))
    const papers = createColorPicker(t, 'paper', COLORS, (color) => pick(color, ink))

    /** @param {string} newPaper @param {string} newInk */
    function pick(newPaper, newInk) {
      ;[paper, ink] = [newPaper, newInk]
      show()
      say(verdict.textContent ?? '')
      // What cannot be read is not worn: neither the page nor this toolbar could be used any more.
      if (contrast(ink, paper) < LEAST) return
      choose({ theme: [paper, ink, linkOf(paper, ink)].map((color) => color.slice(1)).join('-') })
    }

    function show() {
      const ratio = contrast(ink, paper)
      const words = ratio >= 7 ? 'clear' : ratio >= 4.5 ? 'fair' : ratio >= LEAST ? 'weak' : 'poor'
      // Never rounded up: 2.96 is not 3.
      const shown = (Math.floor(ratio * 10) / 10).toFixed(1)
      verdict.textContent = t('ratio', { ratio: shown, words: t(words) })
      verdict.dataset.value = words
      sample.style.setProperty('color', ink)
      sample.style.setProperty('background-color', paper)
      sampleLink.style.setProperty('color', linkOf(paper, ink))
      inks.show(ink)
      papers.show(paper)
    }

    const shown = el('div', { class: 'shown' }, sample, verdict)
    const view = el('div', { class: 'own' }, shown, inks.element, papers.element)
    onChange(view, () => {
      const [newPaper, newInk] = partsOf(`${core.state.values.theme}`)
      if (newPaper) [paper, ink] = [newPaper, newInk]
      show()
    })
    return view
  },
}
