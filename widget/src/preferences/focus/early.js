/** @import { Value } from '../../types.js' */

/** A thick ring with a light and a dark edge around what the keyboard is at. @param {Value} value */
export const early = (value) => 
  value == 'on'
    ? ':focus{outline:5px solid var(--a11y-focus,#c02800)!important;outline-offset:3px!important;box-shadow:0 0 0 3px #fff!important}'
    : ''
