import { createStepper } from '../../toolbar/stepper.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  texts: {
    'zh-CN': {
      label: '语速',
      value: '{value}倍',
      less: '减慢',
      more: '加快',
      least: '已经是最慢',
      most: '已经是最快',
    },
  },
  control: (context) => createStepper(context, { less: 'slower', more: 'faster' }),
}
