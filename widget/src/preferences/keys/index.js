import { createToggle } from '../../toolbar/toggle.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'help',
  order: 20,
  texts: {
    'zh-CN': { label: '快捷键', 'state.on': '已打开', 'state.off': '已关闭' },
    en: { label: 'Shortcuts', 'state.on': 'on', 'state.off': 'off' },
  },
  control: (context) => createToggle(context, 'keys'),
}
