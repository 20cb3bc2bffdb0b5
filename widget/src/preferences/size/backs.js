/**
 * Pictures behind light text: where the box has outgrown its picture, the text would stand on paper,
 * white on white. The picture then grows with the box.
 */

/** @import { Marks } from '../../types.js' */

/** So far up the picture of a text is looked for. */
const LEVELS = 4

/**
 * @param {Marks} marks
 * @param {Element[]} texts
 * @param {(box: Element) => boolean} grown whether a box is larger than the page made it
 */
export function stretchBacks(marks, texts, grown) {
  /** @type {Map<Element, boolean>} */
  const known = new Map()
  /** @param {Element} box */
  const outgrew = (box) => known.get(box) ?? known.set(box, grown(box)).get(box)
  // Most boxes have not grown: of those no style is read.
  const backs = texts
    .filter((text) => around(text).some(outgrew) && light(getComputedStyle(text).color))
    .map(pictureOf)
  for (const back of backs) if (back && outgrew(back)) marks.set(back, 'sb', '')
}

/** An element and those around it in which its picture may be. @param {Element} text */
function around(text) {
  const found = []
  for (
    let at = /** @type {Element | null} */ (text);
    at && found.length < LEVELS;
    at = at.parentElement
  ) {
    found.push(at)
  }
  return found
}

/** @param {Element} text */
function pictureOf(text) {
  for (const at of around(text)) {
    const { backgroundColor, backgroundImage } = getComputedStyle(at)
    if (backgroundImage.includes('url(')) return at
    if (!/, 0\)$/.test(backgroundColor)) return
  }
}

/** @param {string} color rgb() as computed */
function light(color) {
  const [red, green, blue] = color.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0]
  return 0.3 * red + 0.6 * green + 0.1 * blue > 150
}
