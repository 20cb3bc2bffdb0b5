import { lazy } from '../../page/lazy.js'
import { createToggle } from '../../toolbar/toggle.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'page',
  order: 60,
  texts: {
    'zh-CN': { label: '静音', 'state.on': '已打开', 'state.off': '已关闭' },
    en: { label: 'Mute', 'state.on': 'on', 'state.off': 'off' },
  },
  control: (context) => createToggle(context, 'mute'),
  enactor: lazy(() => import('./enactor.js')),
}
