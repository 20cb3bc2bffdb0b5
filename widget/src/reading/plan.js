/** The server's half of reading: asks which clips speak the text. */

import { json } from '../json.js'
import { tokenFor } from './token.js'

/** @import { Block, Sentence } from './types.js' */

/** A plan takes milliseconds; a slow line gets this long. */
const PATIENCE_MS = 15_000

/** The server did not plan. */
export class PlanError extends Error {
  /**
   * @param {number} status an HTTP status, 0 if no answer came
   * @param {number} [waitMs] when to come back, if the server said so
   */
  constructor(status, waitMs) {
    super(`no plan: ${status}`)
    this.name = 'PlanError'
    this.status = status
    this.waitMs = waitMs
  }
}

/**
 * Ask for a plan of blocks.
 * @param {string} prefix our own URLs' beginning
 * @param {string} language
 * @param {Block[]} blocks
 * @param {boolean} continued whether blocks before these are planned already
 * @param {AbortSignal} signal
 * @returns {Promise<Sentence[]>}
 * @throws {PlanError}
 */
export async function fetchPlan(prefix, language, blocks, continued, signal) {
  const texts = blocks.map(({ id, text, language }) => ({ id, text, ...(language && { language }) }))
  /** @param {string | undefined} token */
  const ask = (token) => {
    const body = json({ v: 1, language, continued, ...(token && { token }), blocks: texts })
    return request(`${prefix}/speech/plan`, body, signal)
  }
  let { response, plan } = await ask(await tokenFor(prefix))
  if (response.status === 401) ({ response, plan } = await ask(await tokenFor(prefix, true)))
  if (!response.ok) throw new PlanError(response.status, retryAfter(response))
  if (!Array.isArray(plan?.clips)) throw new PlanError(0)
  const byId = new Map(blocks.map((block) => [block.id, block]))
  /** @type {Sentence[]} */
  const sentences = []
  for (const { id, block: name, start, end, ms } of plan.clips) {
    const block = byId.get(name)
    if (block) sentences.push({ block, start, end, id, ms })
  }
  return sentences
}

/**
 * @param {string} url
 * @param {string} body
 * @param {AbortSignal} signal
 */
async function request(url, body, signal) {
  const patience = new AbortController()
  const giveUp = () => patience.abort()
  const timer = setTimeout(giveUp, PATIENCE_MS)
  signal.addEventListener('abort', giveUp)
  try {
    const headers = { 'Content-Type': 'application/json' }
    const response = await fetch(url, { method: 'POST', headers, body, signal: patience.signal })
    return { response, plan: response.ok ? await response.json() : undefined }
  } catch {
    throw new PlanError(0)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', giveUp)
  }
}

/**
 * @param {Response} response
 * @returns {number | undefined} milliseconds
 */
export function retryAfter(response) {
  const seconds = Number(response.headers.get('Retry-After') ?? NaN)
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0.2), 10) * 1000 : undefined
}
