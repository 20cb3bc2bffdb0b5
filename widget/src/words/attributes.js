/** Words that are no text on the page: of pictures, fields and buttons, lists to choose from. */
import { hasHan } from '../page/words.js'
import { isOpen } from './find.js'

/** @typedef {{ element: Element, name: string }} Place */

const NAMES = ['alt', 'title', 'placeholder', 'aria-label', 'label']
const WORDY = NAMES.map((name) => `[${name}]`).join()
// The value of these is a label and is never sent; that of a submit button is, if it has a name.
const BUTTONS = 'input[type=button],input[type=reset],input[type=submit]:not([name])'
const FIELDS = /^(input|textarea|select|optgroup|option)$/

/**
 * Attributes with words in them.
 *
 * @param {Element[]} elements
 * @returns {Place[]}
 */
export function attributesOf(elements) {
  /** @type {Place[]} */
  const places = []
  for (const element of elements) {
    if (element.matches(WORDY) && isMeant(element)) {
      for (const name of NAMES) {
        if (hasHan(element.getAttribute(name) ?? '')) places.push({ element, name })
      }
    }
    if (element.matches(BUTTONS) && hasHan(element.getAttribute('value') ?? '')) {
      places.push({ element, name: 'value' })
    }
  }
  return places
}

/** What is in a field is not ours to convert, but what is written on it. @param {Element} element */
function isMeant(element) {
  if (!FIELDS.test(element.localName)) return isOpen(element)
  const around = (element.closest('select') ?? element).parentElement
  return !!around && isOpen(around)
}

/**
 * Texts that cannot have pinyin: the document's title, and what there is to choose in a list. Not
 * of an option without a value of its own: there the text is what gets sent.
 *
 * @param {Element[]} elements
 * @returns {Text[]}
 */
export function plainTextsOf(elements) {
  const holders = elements.filter((element) => element.matches('select option[value]'))
  const title = document.querySelector('head title')
  return [...(title ? [title] : []), ...holders]
    .map(({ firstChild }) => firstChild)
    .filter((node) => node?.nodeType == Node.TEXT_NODE && hasHan(/** @type {Text} */ (node).data))
    .map((node) => /** @type {Text} */ (node))
}
