/** @import { Value } from '../../types.js' */

/** Paragraphs further apart. @param {Value} value */
export const early = (value) => 
  value == 'page' ? '' : `p,li,dd,blockquote{margin-bottom:${value}em!important}`
