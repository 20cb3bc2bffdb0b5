import { createStepper } from '../../toolbar/stepper.js'
import { typographyOf } from './typography.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  texts: {
    'zh-CN': {
      label: '字号',
      value: '{value}%',
      less: '缩小',
      more: '放大',
      least: '已经是原来的大小',
      most: '已经是最大',
    },
  },
  control: (context) => createStepper(context, { less: 'smaller', more: 'larger' }),
  enactor: typographyOf,
}
