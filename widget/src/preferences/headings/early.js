/** @import { Value } from '../../types.js' */

/**
 * A broken frame around every heading, in the colour of its text, which stands out on whatever lies
 * below. Links have an unbroken one.
 *
 * @param {Value} value
 */
export const early = (value) =>
  value == 'on'
    ? 'h1,h2,h3,h4,h5,h6,[role=heading]{outline:3px dashed currentColor!important;outline-offset:-1px!important}'
    : ''
