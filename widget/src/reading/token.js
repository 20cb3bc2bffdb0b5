/** The server counts what is read by tokens, so that its pages stay the same for everybody. */

/** Waited for no longer than this: where tokens are not required, it goes without. */
const PATIENCE_MS = 5000
/** Renewed so long before it ends: the plan is yet to come. */
const SPARE_MS = 60_000

/** @type {{ token: string, until: number } | undefined} */
let held

/**
 * A token for plans; the same one until it is nearly used up.
 * @param {string} prefix our own URLs' beginning
 * @param {boolean} [anew] the one that we have was refused
 * @returns {Promise<string | undefined>} undefined where none can be had
 */
export async function tokenFor(prefix, anew = false) {
  if (held && !anew && Date.now() < held.until) return held.token
  held = undefined
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
  try {
    const response = await fetch(`${prefix}/speech/token`, { method: 'POST', signal: patience.signal })
    if (!response.ok) return undefined
    const { token, seconds } = await response.json()
    if (typeof token !== 'string') return undefined
    held = { token, until: Date.now() + Number(seconds) * 1000 - SPARE_MS }
    return token
  } catch {
    return undefined
  } finally {
    clearTimeout(timer)
  }
}
