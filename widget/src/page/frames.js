/** @import { Boot } from '../types.js' */

const KEY = Symbol.for('a11y')

/** @param {Window} view @returns {Boot | undefined} */
export function coreOf(view) {
  try {
    return /** @type {any} */ (view)[KEY]
  } catch {} // of another site
}

/**
 * Wake the toolbar's other half in every frame of this site: until now nothing was loaded there.
 *
 * @param {Window} [view]
 */
export function wakeFrames(view = self) {
  for (let at = 0; at < view.frames.length; at++) {
    const core = coreOf(view.frames[at])
    if (core) core.load()
    if (core) wakeFrames(view.frames[at])
  }
}
