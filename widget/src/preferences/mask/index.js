import { maskStage } from '../../generated/css/maskStage.js'
import { follower } from '../../page/follower.js'
import { createChoice } from '../../toolbar/choice.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'pointer',
  order: 70,
  texts: {
    'zh-CN': { label: '阅读遮罩', off: '关闭', narrow: '窄', on: '适中', wide: '宽' },
    en: { label: 'Reading mask', off: 'Off', narrow: 'Narrow', on: 'Medium', wide: 'Wide' },
  },
  control: (context) => createChoice(context),
  enactor: follower('mask', maskStage, {
    stays: true,
    parts: 2,
    move(element, { y }) {
      element.style.setProperty('transform', `translateY(${Math.round(y)}px)`)
    },
  }),
}
