import { rulerStage } from '../../generated/css/rulerStage.js'
import { follower } from '../../page/follower.js'
import { createChoice } from '../../toolbar/choice.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'pointer',
  order: 60,
  texts: {
    'zh-CN': { label: '阅读尺', off: '关闭', narrow: '窄', on: '适中', wide: '宽' },
    en: { label: 'Reading ruler', off: 'Off', narrow: 'Narrow', on: 'Medium', wide: 'Wide' },
  },
  control: (context) => createChoice(context),
  enactor: follower('ruler', rulerStage, {
    stays: true,
    move(element, { y }) {
      element.style.setProperty('transform', `translateY(${Math.round(y)}px)`)
    },
  }),
}
