/** How long a page stays: somebody old reads about four hanzi a second. In milliseconds. */
const PAGE = 1500
const CHARACTER = 260

/**
 * The pages of a text: as many lines as its paper shows. They turn by themselves at reading pace,
 * until the visitor turns one, or comes to the bar with the mouse or the focus.
 *
 * @param {HTMLElement} paper shows whole lines
 * @param {HTMLElement} text
 * @param {(at: number, count: number) => void} tell
 */
export function createPages(paper, text, tell) {
  let at = 0
  let count = 1
  let turning = false
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer

  function measure() {
    text.style.removeProperty('min-height')
    // A line's descenders are no page.
    count = Math.max(1, Math.ceil((text.offsetHeight - 8) / (paper.clientHeight || 1)))
    text.style.setProperty('min-height', `${count * paper.clientHeight}px`)
  }

  /** @param {number} page */
  function go(page) {
    at = Math.max(0, Math.min(page, count - 1))
    paper.scrollTop = at * paper.clientHeight
    tell(at, count)
    wait()
  }

  function wait() {
    clearTimeout(timer)
    if (!turning || at >= count - 1) return
    const share = (text.textContent ?? '').length / count
    timer = setTimeout(() => (isBusy() ? wait() : go(at + 1)), PAGE + share * CHARACTER)
  }

  /** Whether the visitor is at the bar. */
  const isBusy = () => {
    const bar = /** @type {HTMLElement} */ (paper.parentElement)
    return bar.matches(':hover, :focus-within')
  }

  return {
    /** Another text. @param {boolean} byItself */
    renew(byItself) {
      turning = byItself
      measure()
      go(0)
    },
    /** @param {number} by */
    turn(by) {
      turning = false
      go(at + by)
    },
    /** Show the page that a part of the text is on. @param {HTMLElement} part */
    bring(part) {
      const page = Math.floor((part.offsetTop + part.offsetHeight / 2) / (paper.clientHeight || 1))
      if (page != at) go(page)
    },
    /** The bar has another size: the page that was begun stays in view. */
    reflow() {
      const share = at / count
      measure()
      go(Math.floor(share * count))
    },
    stop: () => clearTimeout(timer),
  }
}
