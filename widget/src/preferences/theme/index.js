import { labels } from '../../generated/themes.js'
import { createEnactor } from './enactor.js'
import { createControl } from './control.js'

/** @import { Preference } from '../../types.js' */

/** @param {string} language */
const names = (language) =>
  Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, label[language]]))

/** @type {Preference} */
export const preference = {
  texts: {
    'zh-CN': {
      label: '配色',
      none: '网页原色',
      own: '自选颜色',
      forced: '系统已开启高对比度，配色由系统决定',
      ...names('zh-CN'),
    },
    en: {
      label: 'Colours',
      none: 'As it is',
      own: 'My own',
      forced: 'The system sets the colours: its high contrast is on',
      ...names('en'),
    },
  },
  control: createControl,
  enactor: createEnactor,
}
