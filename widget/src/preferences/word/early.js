/** @import { Value } from '../../types.js' */

/** Words further apart. @param {Value} value */
export const early = (value) =>
  value == 'page' ? '' : `*{word-spacing:${value}em!important}`
