import { magnifierStage } from '../../generated/css/magnifierStage.js'
import { createToggle } from '../../toolbar/toggle.js'
import { createMagnifier } from './magnifier.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'pointer',
  order: 20,
  texts: {
    'zh-CN': { label: '放大镜', 'state.on': '已打开', 'state.off': '已关闭' },
    en: { label: 'Magnifier', 'state.on': 'on', 'state.off': 'off' },
  },
  control: (context) => createToggle(context, 'magnifier'),
  enactor: (page) => createMagnifier(page, magnifierStage),
}
