/** @import { Value } from '../../types.js' */

/** What was in the way is marked by the enactor: then the ring lies within, or around the label. */
const OUTSIDE =
  'outline:4px solid #000!important;outline-offset:2px!important;box-shadow:0 0 0 2px #fff,0 0 0 8px #fff!important'
const INSIDE =
  'outline:4px solid #000!important;outline-offset:-6px!important;box-shadow:inset 0 0 0 8px #fff!important'

/**
 * A thick black ring between two white ones around what the keyboard is at: on any ground one of them
 * has more than 3:1 (WCAG 2.2, SC 2.4.13). Twice the pseudo-class: it comes before the palette's.
 *
 * @param {Value} value
 */
export const early = (value) =>
  value == 'on'
    ? `:focus:focus:not(body):not(html):not(iframe),[data-a11y-r=label]{${OUTSIDE}}` +
      `:focus:focus[data-a11y-r=inside]{${INSIDE}}` +
      ':focus[data-a11y-r=inside] img{outline:2px solid #fff!important;outline-offset:-8px!important}'
    : ''
