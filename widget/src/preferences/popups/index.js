import { lazy } from '../../page/lazy.js'
import { withStates } from '../../toolbar/switch.js'
import { createControl } from './control.js'
import { createTally } from './tally.js'

/** @import { Preference } from '../../types.js' */

const tally = createTally()

/** @type {Preference} */
export const preference = {
  section: 'page',
  order: 70,
  texts: withStates({
    'zh-CN': {
      label: '收起浮窗',
      away: '已收起 {count} 个浮动窗口',
      show: '显示浮窗',
      shown: '浮动窗口已显示',
    },
    en: {
      label: 'Hide pop-ups',
      away: 'Floating windows put away: {count}',
      show: 'Show them',
      shown: 'The floating windows are shown',
    },
  }),
  control: (context) => createControl(context, tally),
  enactor: lazy(async () => {
    const { createEnactor } = await import('./enactor.js')
    return { createEnactor: (page) => createEnactor(page, tally) }
  }),
}
