import { rulerStage } from '../../generated/css/rulerStage.js'
import { band } from '../../page/band.js'

export const preference = band('ruler', rulerStage, 60, { 'zh-CN': '阅读尺', en: 'Reading ruler' })
