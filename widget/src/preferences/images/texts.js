/** @import { Texts } from '../../types.js' */

/** @type {Record<string, Texts>} */
export const texts = {
  'zh-CN': {
    label: '隐藏图片',
    picture: '图片',
  },
  en: { label: 'Hide pictures', picture: 'Picture' },
}
