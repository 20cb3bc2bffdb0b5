import { lazy } from '../../page/lazy.js'
import { createToggle } from '../../toolbar/toggle.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'page',
  order: 40,
  texts: {
    'zh-CN': { label: '停止动画', 'state.on': '已打开', 'state.off': '已关闭' },
    en: { label: 'Stop motion', 'state.on': 'on', 'state.off': 'off' },
  },
  control: (context) => createToggle(context, 'motion'),
  enactor: lazy(() => import('./enactor.js')),
}
