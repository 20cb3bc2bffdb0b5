import { lazy } from '../../page/lazy.js'
import { switched } from '../../toolbar/switch.js'

export const preference = switched(
  'letters',
  'pointer',
  93,
  { 'zh-CN': { label: '选读' }, en: { label: 'Read what I select' } },
  lazy(() => import('./enactor.js')),
)
