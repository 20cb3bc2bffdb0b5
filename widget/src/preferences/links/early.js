/** @import { Value } from '../../types.js' */

/** Links that nobody overlooks: underlined, and on paper of their own where no palette is worn. @param {Value} value */
export const early = (value) => 
  value == 'on'
    ? 'a:any-link{text-decoration:underline!important;text-decoration-thickness:.12em!important;text-underline-offset:.18em!important}:root:not([data-a11y-theme]) a:any-link{color:#00288a!important;background-color:#fff3a3!important}:root:not([data-a11y-theme]) a:any-link *{color:inherit!important}'
    : ''
