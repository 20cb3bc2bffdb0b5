import { lazy } from '../../page/lazy.js'
import { offers } from '../../page/words.js'
import { switched } from '../../toolbar/switch.js'
import { schema } from './schema.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  ...switched(
    'pinyin',
    'text',
    60,
    { 'zh-CN': { label: '拼音' }, en: { label: 'Pinyin' } },
    lazy(async () => {
      const { wordsOf } = await import('../../words/index.js')
      return { createEnactor: (page) => wordsOf(page).enactor('pinyin') }
    }, schema.initial),
  ),
  offered: () => offers('pinyin'),
}
