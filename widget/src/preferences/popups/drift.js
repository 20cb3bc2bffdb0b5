/** So many steps without anybody scrolling are a drift; a menu that opens makes one. */
const STEPS = 4

/** Tells which boxes a script moves across the window, from how their place changes. */
export function createDrift() {
  /** @type {WeakMap<Element, { left: number, top: number, steps: number, across: boolean }>} */
  const seen = new WeakMap()
  let scrolled = 0

  /** @param {Element} element */
  return function drifts(element) {
    const { left, top } = element.getBoundingClientRect()
    const before = seen.get(element)
    const still = scrollX + scrollY == scrolled
    scrolled = scrollX + scrollY
    const now = before ?? { left, top, steps: 0, across: false }
    if (before && still) {
      const [x, y] = [Math.abs(left - before.left), Math.abs(top - before.top)]
      // Both ways at once, as such things float; what slides goes one way.
      if (x > 0.5 && y > 0.5) now.steps++
    }
    Object.assign(now, { left, top })
    seen.set(element, now)
    return now.steps >= STEPS
  }
}
