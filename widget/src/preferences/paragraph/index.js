import { createChoice } from '../../toolbar/choice.js'
import { spaced } from '../size/typography.js'
import { early } from './early.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'text',
  order: 40,
  texts: {
    'zh-CN': { label: '段距', page: '原样', '1': '宽松', '2': '更宽', '3': '最宽' },
    en: { label: 'Paragraphs', page: 'As it is', '1': 'Wide', '2': 'Wider', '3': 'Widest' },
  },
  control: (context) => createChoice(context),
  enactor: spaced('paragraph', early),
}
