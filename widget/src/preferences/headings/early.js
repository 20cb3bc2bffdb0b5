/** @import { Value } from '../../types.js' */

/** A frame around every heading. @param {Value} value */
export const early = (value) => 
  value == 'on'
    ? ':is(h1,h2,h3,h4,h5,h6,[role=heading]){outline:3px solid var(--a11y-focus,#b33c00)!important;outline-offset:2px!important}'
    : ''
