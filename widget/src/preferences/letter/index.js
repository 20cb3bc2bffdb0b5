import { createChoice } from '../../toolbar/choice.js'
import { spaced } from '../size/typography.js'
import { early } from './early.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'text',
  order: 20,
  texts: {
    'zh-CN': { label: '字距', page: '原样', '0.06': '宽松', '0.12': '更宽', '0.2': '最宽' },
    en: { label: 'Letter spacing', page: 'As it is', '0.06': 'Wide', '0.12': 'Wider', '0.2': 'Widest' },
  },
  control: (context) => createChoice(context),
  enactor: spaced('letter', early),
}
