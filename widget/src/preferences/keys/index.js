import { switched } from '../../toolbar/switch.js'

export const preference = switched(
  'keys',
  'help',
  20,
  { 'zh-CN': { label: '快捷键' }, en: { label: 'Shortcuts' } },
)
