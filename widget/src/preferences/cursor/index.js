import { createCursor } from './enactor.js'
import { createPicker } from './picker.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'pointer',
  order: 50,
  texts: {
    'zh-CN': {
      label: '鼠标',
      size: '鼠标大小',
      colour: '鼠标颜色',
      off: '原样',
      large: '大',
      huge: '特大',
      giant: '最大',
      white: '白色',
      black: '黑色',
      yellow: '黄色',
    },
    en: {
      label: 'Mouse pointer',
      size: 'Pointer size',
      colour: 'Pointer colour',
      off: 'As it is',
      large: 'Large',
      huge: 'Larger',
      giant: 'Largest',
      white: 'White',
      black: 'Black',
      yellow: 'Yellow',
    },
  },
  control: createPicker,
  enactor: createCursor,
}
