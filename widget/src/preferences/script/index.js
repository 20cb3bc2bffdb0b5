import { lazy } from '../../page/lazy.js'
import { offers } from '../../page/words.js'
import { switched } from '../../toolbar/switch.js'
import { schema } from './schema.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  ...switched(
    'traditional',
    'text',
    61,
    { 'zh-CN': { label: '繁体' }, en: { label: 'Traditional' } },
    lazy(async () => {
      const { wordsOf } = await import('../../words/index.js')
      return { createEnactor: (page) => wordsOf(page).enactor('traditional') }
    }, schema.initial),
    ['page', 'traditional'],
  ),
  offered: () => offers('traditional'),
}
