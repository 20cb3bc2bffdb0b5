import { lazy } from '../../page/lazy.js'
import { createChoice } from '../../toolbar/choice.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'pointer',
  order: 80,
  texts: {
    'zh-CN': { label: '大字幕', off: '关闭', small: '大', on: '特大', large: '最大' },
    en: { label: 'Captions', off: 'Off', small: 'Large', on: 'Larger', large: 'Largest' },
  },
  control: createChoice,
  enactor: lazy(async () => ({ createEnactor: (await import('./caption.js')).createCaption })),
}
