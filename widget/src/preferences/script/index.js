import { offers } from '../../page/words.js'
import { createToggle } from '../../toolbar/toggle.js'
import { lazy } from '../../page/lazy.js'
import { schema } from './schema.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'text',
  order: 61,
  texts: {
    'zh-CN': { label: '繁体', 'state.traditional': '已打开', 'state.page': '已关闭' },
    en: { label: 'Traditional', 'state.traditional': 'on', 'state.page': 'off' },
  },
  offered: () => offers('traditional'),
  control: (context) => createToggle(context, 'traditional', ['page', 'traditional']),
  enactor: lazy(async () => {
    const { wordsOf } = await import('../../words/index.js')
    return { createEnactor: (page) => wordsOf(page).enactor('traditional') }
  }, schema.initial),
}
