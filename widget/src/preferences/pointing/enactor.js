import { createLookout } from '../../page/lookout.js'
import { pointerOf } from '../../page/pointer.js'
import { partOf, readBlocks } from '../../reading/blocks.js'

/** @import { Enactor, Page, Spot } from '../../types.js' */

/** What one points at is a sentence or two. In characters. */
const LONGEST = 300
/** A mouse on its way elsewhere passes over other texts; ms. */
const REST = 500

/**
 * Reads what the mouse rests on, what was tapped, what has the focus; never while the page is read.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor(page) {
  const { core, home } = page
  /** @type {(() => void) | undefined} */
  let end
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting
  let text = ''
  let idle = true
  /** What is read is what was pointed at. */
  let own = false

  /** @param {Spot} spot @param {string} found */
  function read(spot, found) {
    if (!idle && !own) return
    text = found
    own = true
    const block = readBlocks(spot.element).find((each) => each.text.includes(found))
    const at = block ? block.text.indexOf(found) : 0
    // What is read by its name, such as a field of a form, has no text in the page to mark.
    core.read?.([block ? partOf(block, at, at + found.length) : { id: 'b0', text: found, runs: [] }])
  }

  function listen() {
    const textOf = createLookout(LONGEST)
    const unfollow = pointerOf(page).follow((spot) => {
      clearTimeout(resting)
      if (!spot || spot.kind == 'start') return
      const found = textOf(spot)
      if (!found || found == text) return
      resting = setTimeout(() => read(spot, found), spot.kind == 'mouse' ? REST : 0)
    })
    /** @param {Event} event */
    const changed = (event) => {
      idle = /** @type {CustomEvent} */ (event).detail.state == 'idle'
      if (idle) own = false
    }
    document.addEventListener('a11y:reading', changed)
    return () => {
      unfollow()
      clearTimeout(resting)
      document.removeEventListener('a11y:reading', changed)
      text = ''
    }
  }

  return {
    enact(value) {
      // Frames tell the window on top what is pointed at.
      if (value == 'on' && home()) end ??= listen()
      if (value == 'on') return
      end?.()
      end = undefined
    },
  }
}
