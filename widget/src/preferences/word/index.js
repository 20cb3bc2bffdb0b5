import { createChoice } from '../../toolbar/choice.js'
import { spaced } from '../size/typography.js'
import { early } from './early.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'text',
  order: 30,
  texts: {
    'zh-CN': { label: '词距', page: '原样', '0.16': '宽松', '0.3': '更宽', '0.5': '最宽' },
    en: { label: 'Word spacing', page: 'As it is', '0.16': 'Wide', '0.3': 'Wider', '0.5': 'Widest' },
  },
  control: (context) => createChoice(context),
  enactor: spaced('word', early),
}
