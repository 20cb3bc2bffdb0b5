import { OUTLINE, styled } from '../../page/styled.js'
import { switched } from '../../toolbar/switch.js'
import { early } from './early.js'

export const preference = switched(
  'links',
  'page',
  10,
  { 'zh-CN': { label: '突出链接' }, en: { label: 'Mark links' } },
  styled('links', early, ['text-decoration-line', ...OUTLINE]),
)
