import { crossStage } from '../../generated/css/crossStage.js'
import { follower } from '../../page/follower.js'
import { switched } from '../../toolbar/switch.js'

export const preference = switched(
  'cross',
  'pointer',
  10,
  { 'zh-CN': { label: '十字线' }, en: { label: 'Crosshair' } },
  follower('cross', crossStage, {
    stays: true,
    parts: 4,
    move(element, { x, y }) {
      element.style.setProperty('transform', `translate(${Math.round(x)}px,${Math.round(y)}px)`)
    },
  }),
)
