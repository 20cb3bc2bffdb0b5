import { createChoice } from '../../toolbar/choice.js'
import { createEnactor } from './enactor.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'colour',
  order: 30,
  texts: {
    'zh-CN': { label: '图片变暗', off: '不变', some: '暗一点', much: '更暗' },
    en: { label: 'Dim pictures', off: 'As they are', some: 'A little', much: 'More' },
  },
  control: createChoice,
  enactor: createEnactor,
}
