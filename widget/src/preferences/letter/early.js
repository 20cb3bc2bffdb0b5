/** @import { Value } from '../../types.js' */

/** Letters further apart. @param {Value} value */
export const early = (value) =>
  value == 'page' ? '' : `*{letter-spacing:${value}em!important}`
