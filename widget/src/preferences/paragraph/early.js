/** @import { Value } from '../../types.js' */

/**
 * Paragraphs further apart. Not the items of lists: they are the links of a menu more often.
 *
 * @param {Value} value
 */
export const early = (value) =>
  value == 'page' ? '' : `p:not(:last-child),blockquote{margin-bottom:${value}em!important}`
