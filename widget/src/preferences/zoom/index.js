import { createStepper } from '../../toolbar/stepper.js'
import { spaced } from '../size/typography.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'text',
  order: 55,
  texts: {
    'zh-CN': {
      label: '网页缩放',
      value: '{value}%',
      less: '缩小网页',
      more: '放大网页',
      least: '已经是最小',
      most: '已经是最大',
    },
    en: {
      label: 'Page zoom',
      value: '{value}%',
      less: 'Zoom out',
      more: 'Zoom in',
      least: 'Smallest already',
      most: 'Largest already',
    },
  },
  control: (context) => createStepper(context, { less: 'smaller', more: 'larger' }),
  enactor: spaced('zoom', () => ''),
}
