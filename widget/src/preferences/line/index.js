import { createChoice } from '../../toolbar/choice.js'
import { spaced } from '../size/typography.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'text',
  order: 10,
  texts: {
    'zh-CN': { label: '行距', page: '原样', '1.5': '宽松', '2': '更宽', '2.5': '最宽' },
    en: { label: 'Line spacing', page: 'As it is', '1.5': 'Wide', '2': 'Wider', '2.5': 'Widest' },
  },
  control: (context) => createChoice(context),
  enactor: spaced('line', () => ''),
}
