import { crossStage } from '../../generated/css/crossStage.js'
import { follower } from '../../page/follower.js'
import { createToggle } from '../../toolbar/toggle.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'pointer',
  order: 10,
  texts: {
    'zh-CN': { label: '十字线', 'state.on': '已打开', 'state.off': '已关闭' },
    en: { label: 'Crosshair', 'state.on': 'on', 'state.off': 'off' },
  },
  control: (context) => createToggle(context, 'cross'),
  enactor: follower('cross', crossStage, {
    stays: true,
    parts: 4,
    move(element, { x, y }) {
      element.style.setProperty('transform', `translate(${Math.round(x)}px,${Math.round(y)}px)`)
    },
  }),
}
