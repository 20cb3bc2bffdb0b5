/** @import { Value } from '../../types.js' */

/**
 * Links that nobody overlooks, in the colours that they have: underlined, and framed.
 *
 * @param {Value} value
 */
export const early = (value) =>
  value == 'on'
    ? 'a:any-link{text-decoration:underline!important;text-decoration-thickness:.12em!important;text-underline-offset:.18em!important;outline:2px solid currentColor!important;outline-offset:1px!important}'
    : ''
