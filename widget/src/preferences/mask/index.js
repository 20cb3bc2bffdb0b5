import { maskStage } from '../../generated/css/maskStage.js'
import { follower } from '../../page/follower.js'
import { createToggle } from '../../toolbar/toggle.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'pointer',
  order: 30,
  texts: {
    'zh-CN': { label: '阅读遮罩', 'state.on': '已打开', 'state.off': '已关闭' },
    en: { label: 'Reading mask', 'state.on': 'on', 'state.off': 'off' },
  },
  control: (context) => createToggle(context, 'mask'),
  enactor: follower('mask', maskStage, (element, { y }) => element.style.setProperty('top', `${y}px`)),
}
