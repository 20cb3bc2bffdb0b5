import { createStepper } from '../../toolbar/stepper.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'pointer',
  order: 90,
  texts: {
    'zh-CN': {
      label: '朗读音量',
      value: '{value}%',
      less: '小声',
      more: '大声',
      least: '已经是最小声',
      most: '已经是最大声',
    },
    en: {
      label: 'Loudness',
      value: '{value}%',
      less: 'Softer',
      more: 'Louder',
      least: 'Softest already',
      most: 'Loudest already',
    },
  },
  control: (context) => createStepper(context, { less: 'slower', more: 'faster' }),
}
