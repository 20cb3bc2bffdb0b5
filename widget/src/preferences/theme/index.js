import { labels } from '../../generated/themes.js'
import { createEnactor } from './enactor.js'
import { createControl } from './control.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  texts: {
    'zh-CN': {
      label: '配色',
      none: '网页原色',
      own: '自选颜色',
      forced: '系统已开启高对比度，配色由系统决定',
      ...labels,
    },
  },
  control: createControl,
  enactor: createEnactor,
}
