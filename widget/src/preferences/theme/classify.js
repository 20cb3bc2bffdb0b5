import { hasText, showsText } from '../../page/text.js'

/** Boxes within a line, by the names that page.css leaves clear. */
const INLINE = /^(a|abbr|b|cite|code|em|font|i|ins|label|s|small|span|strong|sub|sup|u)$/
/** Media that may be see-through, and then were drawn for the colour below. */
const PICTURE = /^(img|input|object|embed)$/

/**
 * @typedef {object} Look how an element is drawn by the page
 * @property {'page' | 'clear' | 'solid'} [back] what its background may be. `page`: a picture that
 *   carries no visible text. `clear`: lies over something and has no text of its own. `solid`: text
 *   that lies over something
 * @property {boolean} [opaque] it is pale, and must not be
 * @property {string} [ground] the colour on which it stands; none on a picture
 * @property {string} [plate] the colour that its picture was drawn for
 */

/**
 * What an element of the host may keep of its own look. Reads only; the element must be without the
 * palette when it is asked.
 *
 * @param {Element} element
 * @param {Look} [around] that of its parent
 * @returns {Look}
 */
export function classify(element, around = { ground: '#ffffff' }) {
  if (!(element instanceof HTMLElement)) return around
  const style = getComputedStyle(element)
  const ground = groundOf(style, around.ground)
  const opaque = +style.opacity < 1 && +style.opacity > 0 && dims(element)
  if (style.backgroundImage.includes('url(') && !showsText(element)) {
    // On its own colour it needs no other; what stands on the picture has it for its ground.
    const plate = seeThrough(style.backgroundColor) ? around.ground : undefined
    return { back: 'page', opaque, plate }
  }
  if (isPicture(element)) return { opaque, ground, plate: ground }
  return { back: backOf(element, style, around.back), opaque, ground }
}

/**
 * @param {HTMLElement} element
 * @param {CSSStyleDeclaration} style
 * @param {Look['back']} around
 */
function backOf(element, style, around) {
  const overPicture = around == 'page' || around == 'clear'
  if (!overPicture && style.position != 'absolute' && style.position != 'fixed') return
  const text = overPicture ? showsText(element, false) : hasText(element)
  if (text) return INLINE.test(element.localName) ? 'solid' : undefined
  return seeThrough(style.backgroundColor) ? 'clear' : undefined
}

/** @param {CSSStyleDeclaration} style @param {string} [around] */
function groundOf({ backgroundColor, backgroundImage }, around) {
  if (!seeThrough(backgroundColor)) return hex(backgroundColor)
  return backgroundImage.includes('gradient(') ? hex(backgroundImage) : around
}

/** @param {HTMLElement} element */
const isPicture = (element) =>
  PICTURE.test(element.localName) &&
  (element.localName != 'input' || /** @type {HTMLInputElement} */ (element).type == 'image')

/** The first colour in a computed value as #rrggbb. @param {string} value */
function hex(value) {
  const rgb = /rgba?\((\d+), (\d+), (\d+)/.exec(value)?.slice(1)
  return rgb && `#${rgb.map((part) => (+part).toString(16).padStart(2, '0')).join('')}`
}

/** @param {string} color as computed: rgb(), rgba() or color() */
function seeThrough(color) {
  const alpha = /^rgba\(.*,\s*([\d.]+)\)$/.exec(color) ?? /\/\s*([\d.]+)\)$/.exec(color)
  return color == 'transparent' || (!!alpha && +alpha[1] < 0.9)
}

/**
 * Whether an opacity is there to make text pale. A fade under way, or one that a script drives, is
 * there to hide one thing behind another.
 *
 * @param {HTMLElement} element
 */
const dims = (element) =>
  !element.style.opacity &&
  !element.getAnimations?.().length &&
  /\S/.test(element.textContent ?? '')
