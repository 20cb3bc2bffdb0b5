import { styled } from '../../page/styled.js'
import { createToggle } from '../../toolbar/toggle.js'
import { early } from './early.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'page',
  order: 20,
  texts: {
    'zh-CN': { label: '突出标题', 'state.on': '已打开', 'state.off': '已关闭' },
    en: { label: 'Mark headings', 'state.on': 'on', 'state.off': 'off' },
  },
  control: (context) => createToggle(context, 'headings'),
  enactor: styled('headings', early, [
    'outline-style',
    'outline-width',
    'outline-color',
    'outline-offset',
  ]),
}
