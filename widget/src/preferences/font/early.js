/** @import { Value } from '../../types.js' */
import { families } from './families.js'

/** Fonts before the first paint; what looks like an icon keeps its own. @param {Value} value */
export const early = (value) =>
  `:not(i):not([class*=icon]):not([class*=fa-]):not(.fa):not(pre):not(code){font-family:${families[value]}!important}`
