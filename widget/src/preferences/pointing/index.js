import { lazy } from '../../page/lazy.js'
import { switched } from '../../toolbar/switch.js'

export const preference = switched(
  'cursor',
  'pointer',
  92,
  { 'zh-CN': { label: '指读' }, en: { label: 'Read what I point at' } },
  lazy(() => import('./enactor.js')),
)
