/** @import { Value } from '../../types.js' */

/** Paragraphs before the first paint; the typography measures the rest. @param {Value} value */
export const early = (value) => `p,p *{line-height:${value}!important}`
