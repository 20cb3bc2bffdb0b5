import { lazy } from '../../page/lazy.js'
import { switched } from '../../toolbar/switch.js'

export const preference = switched(
  'motion',
  'page',
  40,
  { 'zh-CN': { label: '停止动画' }, en: { label: 'Stop motion' } },
  lazy(() => import('./enactor.js')),
)
