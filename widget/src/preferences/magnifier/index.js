import { magnifierStage } from '../../generated/css/magnifierStage.js'
import { switched } from '../../toolbar/switch.js'
import { createMagnifier } from './magnifier.js'

export const preference = switched(
  'magnifier',
  'pointer',
  20,
  { 'zh-CN': { label: '放大镜' }, en: { label: 'Magnifier' } },
  (page) => createMagnifier(page, magnifierStage),
)
