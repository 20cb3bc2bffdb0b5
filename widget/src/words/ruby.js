import { split } from '../page/words.js'
import { el } from '../toolbar/dom.js'

/** The mark of what is ours: a ruby element, and on its annotations what they show. */
const MARK = 'data-a11y-y'
export const OURS = `ruby[${MARK}]`

/**
 * A text with pinyin above it, as siblings for the text's own node.
 *
 * The pinyin is no text: a style sheet shows it from an attribute. So `textContent`, `innerText`, a
 * search in the page and what is copied are the page's own words.
 *
 * @param {string} text
 * @param {string[]} readings of each run of hanzi, syllables parted by spaces
 * @param {string[]} forms the runs as they are shown
 * @returns {ChildNode[]}
 */
export function rubyOf(text, readings, forms) {
  return split(text).pieces.map(({ text, run }) =>
    run === undefined
      ? document.createTextNode(text)
      : el('ruby', { [MARK]: '' }, ...bases(forms[run], readings[run].split(' '))),
  )
}

/** @param {string} form @param {string[]} syllables */
function bases(form, syllables) {
  const characters = [...form]
  // Another number of characters than of syllables: the word as a whole.
  if (characters.length != syllables.length) return [form, annotation(syllables.join(' '))]
  return characters.flatMap((character, at) => [character, annotation(syllables[at])])
}

/** @param {string} reading */
const annotation = (reading) => el('rt', { [MARK]: reading, 'aria-hidden': 'true' })

/** The text nodes in what rubyOf made. @param {ChildNode[]} parts @returns {Text[]} */
export const textNodes = (parts) =>
  parts
    .flatMap((part) => (part.nodeType == Node.TEXT_NODE ? [part] : [...part.childNodes]))
    .filter((node) => node.nodeType == Node.TEXT_NODE)
    .map((node) => /** @type {Text} */ (node))
