import { createChoice } from '../../toolbar/choice.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'pointer',
  order: 91,
  texts: {
    'zh-CN': { label: '句间停顿', none: '不停', short: '短', long: '长' },
    en: { label: 'Pause between sentences', none: 'None', short: 'Short', long: 'Long' },
  },
  control: createChoice,
}
