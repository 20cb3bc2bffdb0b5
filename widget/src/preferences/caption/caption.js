import { createLookout } from '../../page/lookout.js'
import { pointerOf } from '../../page/pointer.js'
import { createBar } from './bar.js'
import { dress } from './words.js'

/** @import { Enactor, Page, SpokenSentence, Spot } from '../../types.js' */

/** A caption has pages; but nobody reads a whole article in it. In characters. */
const LONGEST = 400
/** A mouse on its way elsewhere, to the caption's own buttons too, passes over other texts; ms. */
const REST = 220

/**
 * The bar with what is spoken; while nothing is, with what the visitor went to last: what the mouse
 * rests on, what was tapped, what has the focus.
 *
 * Its text is hidden from screen readers, which read the page themselves: nothing is heard twice.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createCaption(page) {
  const { core, home } = page
  /** @type {ReturnType<typeof createBar> | undefined} */
  let bar
  /** @type {(() => void) | undefined} */
  let end
  let textOf = createLookout(LONGEST)
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting
  /** What is shown, or is about to be. */
  let text = ''
  let speaking = false
  /** @type {SpokenSentence | undefined} */
  let sentence
  let turn = 0

  /** @param {string} next @param {boolean} [spoken] */
  async function show(next, spoken = false) {
    if (!next || next == text) return
    text = next
    const mine = ++turn
    const words = await dress(next, core)
    if (mine == turn) bar?.show(words, !spoken)
  }

  /** @param {Spot | undefined} spot */
  function look(spot) {
    clearTimeout(resting)
    if (!spot || speaking || !bar) return
    const found = textOf(spot)
    if (!found || found == text) return
    resting = setTimeout(() => speaking || show(found), spot.kind == 'mouse' ? REST : 0)
  }

  /** @param {SpokenSentence} sentence */
  function follow(sentence) {
    speaking = true
    clearTimeout(resting)
    const shown = show(sentence.text, true)
    const mine = turn
    const current = () => mine == turn && speaking
    Promise.all([sentence.marks(), shown]).then(
      ([marks]) => bar && current() && bar.followVoice(marks, sentence.heard, current),
      () => {}, // without marks the sentence stands there all the same
    )
  }

  /** @param {Event} event */
  function spoken(event) {
    sentence = /** @type {CustomEvent<SpokenSentence>} */ (event).detail
    follow(sentence)
  }

  /** @param {Event} event */
  function changed(event) {
    const { state } = /** @type {CustomEvent} */ (event).detail
    const before = speaking
    speaking = state != 'idle' && state != 'paused'
    // It goes on in the middle of a sentence, and meanwhile something else may have been shown.
    if (state == 'playing' && !before && sentence) follow(sentence)
    if (state == 'idle') sentence = undefined
    if (state == 'idle') text = '' // so that pointing at it shows it anew, from its first page
  }

  /** The same text in other letters. @param {Event} event */
  function rewritten(event) {
    const { name } = /** @type {CustomEvent} */ (event).detail
    if (name != 'pinyin' && name != 'script') return
    const same = text
    text = ''
    show(same, speaking)
  }

  function listen() {
    const spokenHere = (core.spoken ??= new EventTarget())
    spokenHere.addEventListener('sentence', spoken)
    spokenHere.addEventListener('state', changed)
    document.addEventListener('a11y:change', rewritten)
    const unfollow = pointerOf(page).follow(look)
    return () => {
      unfollow()
      document.removeEventListener('a11y:change', rewritten)
      spokenHere.removeEventListener('sentence', spoken)
      spokenHere.removeEventListener('state', changed)
      clearTimeout(resting)
    }
  }

  return {
    enact(value) {
      if (value == 'off') {
        end?.()
        end = undefined
        bar?.destroy()
        bar = undefined
        text = ''
        turn++
        speaking = false
        sentence = undefined
        return
      }
      const place = home()
      if (place) bar ??= createBar(core, place)
      bar?.setSize(`${value}`)
      textOf = createLookout(LONGEST)
      end ??= listen()
    },
    reflow: () => bar?.reflow(),
  }
}
