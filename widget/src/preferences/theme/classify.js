import { hasText, showsText } from '../../page/text.js'
import { iconBehind } from './behind.js'

/** @import { Icon } from './behind.js' */

/** Boxes within a line, by the names that page.css leaves clear. */
const INLINE = /^(a|abbr|b|cite|code|em|font|i|ins|label|s|small|span|strong|sub|sup|u)$/
/** Media that may be see-through, and then were drawn for the colour below. */
const PICTURE = /^(img|input|object|embed)$/
/** What is not drawn, or draws nothing of its own. */
const NOTHING = /^(script|style|template|br|wbr|option|source|track|link|meta|param|col|area)$/
/** Bars of a menu button, rules and dots are no larger than this, in px: thickness, and whole size. */
const BAR = 8
const DOT = 16

/**
 * @typedef {object} Look how an element is drawn by the page
 * @property {'page' | 'picture' | 'clear' | 'solid' | 'ink' | 'icon'} [back] what its background may
 *   be. `page`: a picture that carries no visible text; `picture`: the same, and a filter on it would
 *   move nothing. `clear`: lies over something and has no text of its own. `solid`: text that lies
 *   over something. `ink`: it is drawn by its background alone. `icon`: a picture beside its text
 * @property {boolean} [opaque] it is pale, and must not be
 * @property {string} [ground] the colour on which it stands; none on a picture
 * @property {string} [plate] the colour that its picture was drawn for
 * @property {Icon} [icon] the picture beside its text
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
  if (!(element instanceof HTMLElement) || NOTHING.test(element.localName)) return around
  const style = getComputedStyle(element)
  const { backgroundImage, backgroundColor } = style
  const clear = seeThrough(backgroundColor)
  const ground = groundOf(backgroundColor, backgroundImage, clear, around.ground)
  const opaque = pale(element, style)
  if (isMasked(style) && !showsText(element)) return { back: 'ink', opaque, ground }
  if (backgroundImage.includes('url(')) {
    // On its own colour it needs no other; what stands on the picture has it for its ground.
    const plate = clear ? around.ground : undefined
    if (!showsText(element) && !showsValue(element, style))
      return { back: holdsFixed(element) ? 'page' : 'picture', opaque, plate }
    const icon = iconBehind(element, style, ground)
    if (icon) return { back: 'icon', opaque, ground, icon }
  }
  if (isPicture(element)) return { opaque, ground, plate: ground }
  if (!clear && isBar(element)) return { back: 'ink', opaque, ground }
  return { back: backOf(element, style, clear, around.back), opaque, ground }
}

/**
 * @param {HTMLElement} element
 * @param {CSSStyleDeclaration} style
 * @param {boolean} clear
 * @param {Look['back']} around
 */
function backOf(element, style, clear, around) {
  const overPicture = around == 'page' || around == 'picture' || around == 'clear'
  if (!overPicture && style.position != 'absolute' && style.position != 'fixed') return
  const text = overPicture ? showsText(element, false) : hasText(element)
  if (text) return INLINE.test(element.localName) ? 'solid' : undefined
  return clear ? 'clear' : undefined
}

/**
 * @param {string} color
 * @param {string} image
 * @param {boolean} clear
 * @param {string} [around]
 */
function groundOf(color, image, clear, around) {
  if (!clear) return hex(color)
  return image.includes('gradient(') ? hex(image) : around
}

/** @param {HTMLElement} element */
const isPicture = (element) =>
  PICTURE.test(element.localName) &&
  (element.localName != 'input' || /** @type {HTMLInputElement} */ (element).type == 'image')

/** An icon that is cut out of its background's colour. @param {CSSStyleDeclaration} style */
const isMasked = (style) => /url\(/.test(style.webkitMaskImage || style.maskImage)

/** Whether a filter would move what is in it (Filter Effects 1, section 5): it holds what is fixed. */
/** @param {HTMLElement} element */
function holdsFixed(element) {
  const within = element.querySelectorAll('*')
  return within.length > 50 || [...within].some((each) => getComputedStyle(each).position == 'fixed')
}

/** A thing that is all background: a bar, a dot. @param {HTMLElement} element */
function isBar(element) {
  if (element.firstElementChild || hasText(element)) return false
  const { offsetWidth: width, offsetHeight: height } = element
  return (Math.min(width, height) <= BAR || Math.max(width, height) <= DOT) && width * height > 8
}

/**
 * Whether a field or a button draws text that is none in the document.
 *
 * @param {HTMLElement} element
 * @param {CSSStyleDeclaration} style
 */
function showsValue(element, { fontSize, textIndent }) {
  if (!/^(input|select|textarea)$/.test(element.localName)) return false
  const { type, value } = /** @type {HTMLInputElement} */ (element)
  if (/^(checkbox|radio|image|hidden|range|color)$/.test(type)) return false
  // A field is empty for now. A button without words is its picture.
  const words = !/^(submit|button|reset)$/.test(type) || value
  return !!words && parseFloat(fontSize) > 2 && parseFloat(textIndent) > -50
}

/** The first colour in a computed value as #rrggbb. @param {string} value */
function hex(value) {
  const rgb = /rgba?\((\d+), (\d+), (\d+)/.exec(value)?.slice(1)
  return rgb && `#${rgb.map((part) => (+part).toString(16).padStart(2, '0')).join('')}`
}

/** @param {string} color as computed: rgb(), rgba() or color() */
function seeThrough(color) {
  if (color == 'rgba(0, 0, 0, 0)') return true
  if (color.startsWith('rgb(')) return false
  const alpha = /^rgba\(.*,\s*([\d.]+)\)$/.exec(color) ?? /\/\s*([\d.]+)\)$/.exec(color)
  return color == 'transparent' || (!!alpha && +alpha[1] < 0.9)
}

/**
 * Whether an opacity or a filter is there to make text pale. A fade under way, or one that a script
 * drives, is there to hide one thing behind another.
 *
 * @param {HTMLElement} element
 * @param {CSSStyleDeclaration} style
 */
function pale(element, { opacity, filter }) {
  if (opacity == '1' && (filter == 'none' || isPicture(element))) return false
  if (+opacity == 0 || (element.style.opacity && !element.style.getPropertyPriority('opacity')))
    return false
  return !element.getAnimations?.().length && /\S/.test(element.textContent ?? '')
}
