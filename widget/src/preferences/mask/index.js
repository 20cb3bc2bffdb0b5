import { maskStage } from '../../generated/css/maskStage.js'
import { band } from '../../page/band.js'

export const preference = band('mask', maskStage, 70, { 'zh-CN': '阅读遮罩', en: 'Reading mask' }, 2)
