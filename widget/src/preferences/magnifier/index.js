import { magnifierStage } from '../../generated/css/magnifierStage.js'
import { follower } from '../../page/follower.js'
import { createToggle } from '../../toolbar/toggle.js'
import { magnify } from './place.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'pointer',
  order: 40,
  texts: {
    'zh-CN': { label: '放大镜', 'state.on': '已打开', 'state.off': '已关闭' },
    en: { label: 'Magnifier', 'state.on': 'on', 'state.off': 'off' },
  },
  control: (context) => createToggle(context, 'magnifier'),
  enactor: follower('magnifier', magnifierStage, magnify),
}
