import { createToggle } from '../../toolbar/toggle.js'
import { createEnactor } from './enactor.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'page',
  order: 30,
  texts: {
    'zh-CN': { label: '突出焦点', 'state.on': '已打开', 'state.off': '已关闭' },
    en: { label: 'Strong focus', 'state.on': 'on', 'state.off': 'off' },
  },
  control: (context) => createToggle(context, 'focus'),
  enactor: createEnactor,
}
