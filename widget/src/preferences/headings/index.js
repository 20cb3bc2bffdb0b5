import { OUTLINE, styled } from '../../page/styled.js'
import { switched } from '../../toolbar/switch.js'
import { early } from './early.js'

export const preference = switched(
  'headings',
  'page',
  20,
  { 'zh-CN': { label: '突出标题' }, en: { label: 'Mark headings' } },
  styled('headings', early, OUTLINE),
)
