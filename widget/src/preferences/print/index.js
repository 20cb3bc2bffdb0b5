import { printPage } from '../../generated/css/printPage.js'
import { createChoice } from '../../toolbar/choice.js'

/** @import { Preference } from '../../types.js' */

/** Paper, and the size of text on it. The printer of a receipt has no other margins than these. */
/** @type {Record<string, string>} */
const PAPER = {
  large: '@page{size:A4;margin:15mm}:root{--a11y-print:18pt}',
  receipt: '@page{size:80mm 297mm;margin:3mm}:root{--a11y-print:12pt}',
}
const INLINE = ['color', 'background', 'background-color', 'font-size', 'width', 'height', 'overflow']

/** @type {Preference} */
export const preference = {
  section: 'page',
  order: 90,
  texts: {
    'zh-CN': { label: '打印', page: '照原样', large: '大字', receipt: '小票' },
    en: { label: 'Print', page: 'As it is', large: 'Large', receipt: 'Receipt' },
  },
  control: createChoice,
  enactor({ sheets, marks }) {
    // An inline !important is stronger than any sheet: on paper it gives way, on the screen it stays.
    const before = () => marks.demote(marks.elements(), 'print', INLINE)
    const after = () => marks.promote('print')
    return {
      enact(value) {
        sheets.set('print', PAPER[value] ? PAPER[value] + printPage : '', 'print')
        for (const [type, listener] of Object.entries({ beforeprint: before, afterprint: after })) {
          if (PAPER[value]) addEventListener(type, listener)
          else removeEventListener(type, listener)
        }
        if (!PAPER[value]) after()
      },
    }
  },
}
