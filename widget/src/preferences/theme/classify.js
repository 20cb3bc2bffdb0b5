import { hasText, showsText } from '../../page/text.js'

/** Boxes within a line, by the names that page.css leaves clear. */
const INLINE = /^(a|abbr|b|cite|code|em|font|i|ins|label|s|small|span|strong|sub|sup|u)$/
const SVG = 'http://www.w3.org/2000/svg'

/**
 * What an element of the host may keep of its own look. Reads only; the element must be without the
 * palette when it is asked.
 *
 * @param {Element} element
 * @param {(element: Element) => string | undefined} backOf what was found for its parent
 * @returns {{ back?: 'page' | 'clear' | 'solid', opaque?: boolean }}
 *   back `page`: a picture that carries no visible text; `clear`: lies over something and has no
 *   text of its own; `solid`: text that lies over something
 */
export function classify(element, backOf) {
  if (element.namespaceURI == SVG || !(element instanceof HTMLElement)) return {}
  const style = getComputedStyle(element)
  const opaque = +style.opacity < 1 && +style.opacity > 0 && dims(element)
  if (style.backgroundImage.includes('url(') && !showsText(element)) return { back: 'page', opaque }
  const parent = element.parentElement && backOf(element.parentElement)
  const overPicture = parent == 'page' || parent == 'clear'
  if (!overPicture && style.position != 'absolute' && style.position != 'fixed') return { opaque }
  const text = overPicture ? showsText(element, false) : hasText(element)
  if (text) return { back: INLINE.test(element.localName) ? 'solid' : undefined, opaque }
  return { back: seeThrough(style.backgroundColor) ? 'clear' : undefined, opaque }
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
