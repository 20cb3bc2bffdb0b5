import { lazy } from '../../page/lazy.js'
import { switched } from '../../toolbar/switch.js'

export const preference = switched(
  'mute',
  'page',
  60,
  { 'zh-CN': { label: '静音' }, en: { label: 'Mute' } },
  lazy(() => import('./enactor.js')),
)
