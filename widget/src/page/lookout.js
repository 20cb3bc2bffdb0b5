import { textAt } from './textat.js'

/** @import { Spot } from '../types.js' */

/** Within this distance a pointer is still at the same word, in px. */
const STEP = 8

/**
 * The words where the visitor is. They are looked up only where they can have become others: looking
 * asks the browser for its layout.
 *
 * @param {number} longest in characters
 * @returns {(spot: Spot) => string}
 */
export function createLookout(longest) {
  /** @type {Spot | undefined} */
  let seen
  let text = ''
  return (spot) => {
    const near =
      seen &&
      seen.kind == spot.kind &&
      seen.element == spot.element &&
      Math.abs(seen.local.x - spot.local.x) < STEP &&
      Math.abs(seen.local.y - spot.local.y) < STEP
    if (near) return text
    seen = spot
    return (text = textAt(spot, longest))
  }
}
