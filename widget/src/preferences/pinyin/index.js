import { offers } from '../../page/words.js'
import { createToggle } from '../../toolbar/toggle.js'
import { lazy } from '../../page/lazy.js'
import { schema } from './schema.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'text',
  order: 60,
  texts: {
    'zh-CN': { label: '拼音', 'state.on': '已打开', 'state.off': '已关闭' },
    en: { label: 'Pinyin', 'state.on': 'on', 'state.off': 'off' },
  },
  offered: () => offers('pinyin'),
  control: (context) => createToggle(context, 'pinyin'),
  enactor: lazy(async () => {
    const { wordsOf } = await import('../../words/index.js')
    return { createEnactor: (page) => wordsOf(page).enactor('pinyin') }
  }, schema.initial),
}
