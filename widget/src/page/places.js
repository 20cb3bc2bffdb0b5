/** @import { Page } from '../types.js' */

/** Longer names are not listened to. */
const LONGEST = 60

/**
 * What matches in the page and in its frames of this site, in their order, as far as it is rendered.
 *
 * @param {Page} page
 * @param {string} selector
 * @returns {Element[]}
 */
export function find({ marks }, selector) {
  const inFrames = framesOf(document).flatMap((doc) => [...doc.querySelectorAll(selector)])
  const here = marks.elements().filter((element) => element.matches(selector))
  return [...here, ...inFrames].filter(isThere)
}

/** The documents in frames that we may look into, and in theirs. @param {Document} doc @returns {Document[]} */
function framesOf(doc) {
  return [...doc.querySelectorAll('iframe,frame')].flatMap((frame) => {
    const within = /** @type {HTMLIFrameElement} */ (frame).contentDocument
    return within && isThere(frame) ? [within, ...framesOf(within)] : []
  })
}

/** @param {Element} element */
export function isThere(element) {
  const box = element.getBoundingClientRect()
  return (
    box.width > 1 &&
    box.height > 1 &&
    getComputedStyle(element).visibility == 'visible' &&
    !element.closest('[aria-hidden=true],[inert],a11y-toolbar')
  )
}

/**
 * What an element is called, as far as it says so itself.
 *
 * @param {Element} element
 * @returns {string} empty if nothing does
 */
export function nameOf(element) {
  const doc = element.ownerDocument
  const ids = element.getAttribute('aria-labelledby')?.split(/\s+/) ?? []
  const by = ids.map((id) => doc.getElementById(id)?.textContent ?? '').join(' ')
  return shorten(by) || shorten(element.getAttribute('aria-label') ?? '')
}

/** What is written in it, or stands for a picture in it. @param {Element} element */
export const wordsOf = (element) =>
  nameOf(element) ||
  shorten(/** @type {HTMLElement} */ (element).innerText ?? element.textContent ?? '') ||
  shorten(element.querySelector('img[alt]')?.getAttribute('alt') ?? '') ||
  shorten(element.getAttribute('title') ?? '')

/** What a field is for. @param {Element} element */
export function labelOf(element) {
  const field = /** @type {HTMLInputElement} */ (element)
  const button = /^(submit|button|reset)$/.test(field.type)
  return (
    nameOf(field) ||
    shorten([...(field.labels ?? [])].map((label) => label.textContent).join(' ')) ||
    (button ? shorten(field.value || field.textContent || '') : '') ||
    shorten(field.title || field.placeholder || field.alt || '')
  )
}

/** @param {string} text */
function shorten(text) {
  const words = text.replace(/\s+/g, ' ').trim()
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words
}
