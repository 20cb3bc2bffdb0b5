import { printPage } from '../../generated/css/printPage.js'
import { createChoice } from '../../toolbar/choice.js'

/** @import { Preference } from '../../types.js' */

/** Paper, and the size of text on it. The printer of a receipt has no other margins than these. */
/** @type {Record<string, string>} */
const PAPER = {
  large: '@page{size:A4;margin:15mm}:root{--a11y-print:18pt}',
  receipt: '@page{size:80mm 297mm;margin:3mm}:root{--a11y-print:12pt}',
}

/** @type {Preference} */
export const preference = {
  section: 'page',
  order: 90,
  texts: {
    'zh-CN': { label: '打印', page: '照原样', large: '大字', receipt: '小票' },
    en: { label: 'Print', page: 'As it is', large: 'Large', receipt: 'Receipt' },
  },
  control: createChoice,
  enactor: ({ sheets }) => ({
    enact: (value) => sheets.set('print', PAPER[value] ? PAPER[value] + printPage : '', 'print'),
  }),
}
