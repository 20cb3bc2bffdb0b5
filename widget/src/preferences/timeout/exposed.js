/** What a page tells of its own end. */

/** @typedef {{ at: number, to: string | undefined, stops: boolean }} End
 * `at` in ms of performance.now(), `to` the address it goes to, `stops` whether it can be stopped */

/** Names under which pages give the seconds until their session ends. */
const NAMES = ['session-timeout', 'sessiontimeout', 'session_timeout']

/** When the page was there: from then on the browser counts. */
function loaded() {
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (
    performance.getEntriesByType('navigation')
  )
  return entry?.loadEventEnd || performance.now()
}

/** @returns {End | undefined} the first of them */
export function exposedEnd() {
  const ends = [refresh(), session()].filter((end) => end && end.at > performance.now())
  return ends.sort((one, other) => (one?.at ?? 0) - (other?.at ?? 0))[0]
}

/** @returns {End | undefined} */
function refresh() {
  const meta = document.querySelector('meta[http-equiv=refresh i]')
  const [, seconds, to] =
    /^\s*(\d+)[\d.]*\s*(?:[;,\s]\s*(?:url\s*=\s*)?['"]?([^'"]*))?/i.exec(
      meta?.getAttribute('content') ?? '',
    ) ?? []
  if (!seconds) return
  return { at: loaded() + +seconds * 1000, to: to?.trim() || undefined, stops: true }
}

/** @returns {End | undefined} */
function session() {
  const meta = document.querySelector(NAMES.map((name) => `meta[name="${name}" i]`).join())
  const element = document.querySelector('[data-session-timeout]')
  const seconds = +(meta?.getAttribute('content') ?? element?.getAttribute('data-session-timeout') ?? 0)
  return seconds > 0 ? { at: loaded() + seconds * 1000, to: undefined, stops: false } : undefined
}
