import { switched } from '../../toolbar/switch.js'
import { createEnactor } from './enactor.js'

export const preference = switched(
  'focus',
  'page',
  30,
  { 'zh-CN': { label: '突出焦点' }, en: { label: 'Strong focus' } },
  createEnactor,
)
