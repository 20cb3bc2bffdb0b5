import { createChoice } from '../../toolbar/choice.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'help',
  order: 40,
  texts: {
    'zh-CN': {
      label: '移动按钮',
      auto: '原处',
      'top-left': '左上角',
      'top-right': '右上角',
      'bottom-left': '左下角',
      'bottom-right': '右下角',
    },
    en: {
      label: 'Place of the button',
      auto: 'As it was',
      'top-left': 'Top left',
      'top-right': 'Top right',
      'bottom-left': 'Bottom left',
      'bottom-right': 'Bottom right',
    },
  },
  control: createChoice,
}
