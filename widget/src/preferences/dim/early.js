import { dimPictures } from '../../generated/css/dimPictures.js'

/** @import { Value } from '../../types.js' */

/** How bright pictures stay. @type {Record<string, number>} */
export const LIGHT = { some: 0.75, much: 0.5 }

/** @param {Value} value */
export const early = (value) =>
  LIGHT[value] ? `:root{--a11y-dim:brightness(${LIGHT[value]})}${dimPictures}` : ''
