/** @import { Value } from '../../types.js' */

const AT_ONCE = 'duration:.001s!important'

/**
 * Animations and transitions are over at once instead of never having been: what only fades in is
 * there, and scripts that wait for their end go on. Those that follow scrolling move by the visitor's
 * own hand and stay. (One that runs in the view: with its duration it would end, mostly unseen.)
 *
 * @param {Value} value
 */
export const early = (value) =>
  value == 'on'
    ? `*,::before,::after{animation-${AT_ONCE};animation-delay:0s!important;animation-iteration-count:1!important;transition-${AT_ONCE};transition-delay:0s!important;scroll-behavior:auto!important}` +
      '::view-transition-group(*),::view-transition-old(*),::view-transition-new(*){animation:none!important}'
    : ''
