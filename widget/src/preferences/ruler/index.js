import { rulerStage } from '../../generated/css/rulerStage.js'
import { follower } from '../../page/follower.js'
import { createToggle } from '../../toolbar/toggle.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'pointer',
  order: 20,
  texts: {
    'zh-CN': { label: '阅读尺', 'state.on': '已打开', 'state.off': '已关闭' },
    en: { label: 'Ruler', 'state.on': 'on', 'state.off': 'off' },
  },
  control: (context) => createToggle(context, 'ruler'),
  enactor: follower('ruler', rulerStage, (element, { y }) => element.style.setProperty('top', `${y}px`)),
}
