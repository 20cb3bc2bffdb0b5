import { sentencesOf, textOf } from '../reading/sentences.js'
import { sourceOf, textOf as wordsIn } from './source.js'

/** @import { Spot } from '../types.js' */

/** More than this is not taken in at a glance. */
const LONGEST = 80
const FIELDS = /^(input|select|textarea)$/
/** What stands for itself in one piece. */
const WHOLE = 'a,button,label,h1,h2,h3,h4,h5,h6,[role=button],[role=link],summary,th,option'

/**
 * The words at a place, as somebody would read them out: of a picture its alternative, of a field
 * its label and never its value, of a link or heading all of it, else the sentence.
 *
 * @param {Spot} spot
 * @returns {string} empty where there are none
 */
export function textAt({ x, y, element }) {
  if (FIELDS.test(element.localName)) return labelOf(element)
  if (element.localName == 'img') return element.getAttribute('alt')?.trim() ?? ''
  const whole = element.closest(WHOLE)
  if (whole) return shorten(wordsOf(whole))
  return shorten(sentenceAt(x, y, element))
}

/** @param {Element} field */
function labelOf(field) {
  const { labels } = /** @type {HTMLInputElement} */ (field)
  const button = /^(submit|button|reset)$/.test(/** @type {HTMLInputElement} */ (field).type)
  return (
    field.getAttribute('aria-label') ||
    [...(labels ?? [])].map(wordsOf).join(' ') ||
    (button ? /** @type {HTMLInputElement} */ (field).value : '') ||
    field.getAttribute('title') ||
    field.getAttribute('placeholder') ||
    ''
  ).trim()
}

/** @param {Element} element */
const wordsOf = (element) =>
  (element.getAttribute('aria-label') || /** @type {HTMLElement} */ (element).innerText || '')
    .replace(/\s+/g, ' ')
    .trim() || (element.querySelector('img[alt]')?.getAttribute('alt') ?? '')

/** @param {number} x @param {number} y @param {Element} element */
function sentenceAt(x, y, element) {
  const { ownerDocument } = element
  // In a frame, x and y are not of its window.
  const range = ownerDocument == document ? ownerDocument.caretRangeFromPoint?.(x, y) : undefined
  if (!range || !element.contains(range.startContainer)) return ''
  const [node, offset] = sourceOf(range.startContainer, range.startOffset)
  if (node.nodeType != Node.TEXT_NODE) return ''
  const block = { id: '', text: wordsIn(/** @type {Text} */ (node)), runs: [] }
  const found = sentencesOf(block).find(({ end }) => offset < end)
  return found ? textOf(found).replace(/\s+/g, ' ').trim() : ''
}

/** @param {string} text */
const shorten = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)
