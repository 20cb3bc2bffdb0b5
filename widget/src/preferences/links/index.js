import { styled } from '../../page/styled.js'
import { createToggle } from '../../toolbar/toggle.js'
import { early } from './early.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'page',
  order: 10,
  texts: {
    'zh-CN': { label: '突出链接', 'state.on': '已打开', 'state.off': '已关闭' },
    en: { label: 'Mark links', 'state.on': 'on', 'state.off': 'off' },
  },
  control: (context) => createToggle(context, 'links'),
  enactor: styled('links', early, [
    'text-decoration-line',
    'outline-style',
    'outline-width',
    'outline-color',
    'outline-offset',
  ]),
}
