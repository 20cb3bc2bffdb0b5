/** @import { Value } from '../../types.js' */

const LINE = '2px solid'
const TONE = 'var(--a11y-link,#0b4f8a)'
const PAPER = 'var(--a11y-bg,#fff)'

/**
 * Links that nobody overlooks, in the colours that they have: underlined, and framed.
 *
 * Half of the frame lies within the link's own box, so that a list that cuts off what is outside of
 * it leaves that half. The underline is handed down, because boxes within a link do not get it of
 * themselves. A picture has any colour: links with one, or with nothing in them, get a dark and a
 * light line. (`:has` is younger than Chromium 105: older ones have the link's own colour outside.)
 *
 * @param {Value} value
 */
export const early = (value) =>
  value == 'on'
    ? `a:any-link,[role=link]{text-decoration:underline!important;text-decoration-thickness:max(1px,.1em)!important;text-underline-offset:.14em!important;outline:${LINE} currentColor!important;outline-offset:-1px!important}` +
      'a:any-link *,[role=link] *{text-decoration:inherit!important}' +
      `a:any-link img,a:any-link svg{outline:${LINE} ${PAPER}!important;outline-offset:-4px!important}` +
      `a:any-link:has(img,svg){outline:3px solid ${TONE}!important;outline-offset:-2px!important}` +
      `a:any-link:empty{outline:none!important;box-shadow:inset 0 0 0 3px ${TONE},inset 0 0 0 5px ${PAPER}!important}`
    : ''
