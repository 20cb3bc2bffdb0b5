/** Marks the sentence that is being read, and a word of it, without touching the page (CSS Custom Highlight API). */

const NAME = 'a11y-sentence'
const WORD = 'a11y-word'
/** A sentence this close to the edge counts as out of view. In CSS pixels. */
const MARGIN = 24

/** @typedef {Window & typeof globalThis} View */

export class SentenceHighlight {
  /** @type {View | undefined} */
  #view

  /**
   * Mark a range instead of the last one; none where the page has lost it.
   * @param {Range | undefined} range
   */
  show(range) {
    this.clear()
    const view = /** @type {View | null | undefined} */ (range?.startContainer.ownerDocument?.defaultView)
    if (!range || !view) return
    this.#view = view
    // Browsers without highlights (before Chromium 105) read all the same.
    if (view.Highlight && view.CSS?.highlights) {
      view.CSS.highlights.set(NAME, new view.Highlight(range))
    }
    bringIntoView(range, view)
  }

  /**
   * Mark the word that is heard, on top of its sentence.
   * @param {Range | undefined} range
   */
  showWord(range) {
    const view = this.#view
    if (!range || !view?.Highlight || !view.CSS?.highlights) return
    const mark = new view.Highlight(range)
    mark.priority = 1
    view.CSS.highlights.set(WORD, mark)
  }

  clear() {
    this.#view?.CSS?.highlights?.delete(NAME)
    this.#view?.CSS?.highlights?.delete(WORD)
    this.#view = undefined
  }
}

/**
 * @param {Range} range
 * @param {View} view
 */
function bringIntoView(range, view) {
  if (view.matchMedia('(prefers-reduced-motion: reduce)').matches) return
  const box = range.getBoundingClientRect()
  if (!box.width && !box.height) return
  // The toolbar lies over one edge of the window; the root's scroll padding says how much of it.
  const { scrollPaddingTop, scrollPaddingBottom } = view.getComputedStyle(view.document.documentElement)
  const top = parseFloat(scrollPaddingTop) || MARGIN
  const bottom = parseFloat(scrollPaddingBottom) || MARGIN
  if (box.top >= top && box.bottom <= view.innerHeight - bottom) return
  // A range longer than the window stays where its beginning is in view.
  if (box.height > view.innerHeight && box.top >= 0 && box.top < view.innerHeight / 2) return
  const element = range.startContainer.parentElement
  if (element && element.getBoundingClientRect().height < view.innerHeight * 0.6) {
    element.scrollIntoView({ block: 'center', inline: 'nearest', behavior: 'smooth' })
  } else {
    view.scrollBy({ top: box.top - view.innerHeight * 0.3, behavior: 'smooth' })
  }
}
