import { createChoice } from '../../toolbar/choice.js'
import { typographyOf } from '../size/typography.js'
import { families } from './families.js'
import { createIcons } from './icons.js'

/** @import { Page, Preference } from '../../types.js' */

/** @param {Page} page */
function createEnactor(page) {
  const { marks, sheets } = page
  const typography = typographyOf(page)
  const icons = createIcons(marks)
  let on = false

  typography.rules.set('font', (value) => {
    const before = on
    on = value != 'page'
    if (on && !before) sheets.without('early', () => icons.keep(marks.elements()))
    if (before && !on) icons.clear()
    return on ? `:not([data-a11y-fy]){font-family:${families[value]}!important}` : ''
  })

  return {
    enact: typography.enact,
    /** @param {Element[]} added */
    refresh: (added) => on && icons.keepLate(added),
  }
}

/** @type {Preference} */
export const preference = {
  section: 'text',
  order: 50,
  texts: {
    'zh-CN': { label: '字体', page: '原样', hei: '黑体', kai: '楷体', clear: '易读' },
    en: { label: 'Font', page: 'As it is', hei: 'Sans serif', kai: 'Kai', clear: 'Legible' },
  },
  control: (context) => createChoice(context),
  enactor: createEnactor,
}
