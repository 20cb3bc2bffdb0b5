/**
 * An icon as a background picture, beside the text of its element: it stays where the padding is, and
 * the palette's own colour covers it where the text is. Below it, and no wider, lies the colour that it
 * was drawn for; how large it is, is known when it has been loaded.
 */

/**
 * @typedef {object} Icon
 * @property {string} image
 * @property {string} position
 * @property {string} size
 * @property {string} plate the colour that it was drawn for
 * @property {number} beside px of padding beside the text
 * @property {number} above px of padding above it
 */

/** Padding that has room for an icon, and the height of what may be a label with one: px. */
const ROOM = 12
const TALLEST = 160
/** An icon may lie so many px over its padding. */
const SLACK = 3

/**
 * @param {HTMLElement} element with text, and a picture behind
 * @param {CSSStyleDeclaration} style
 * @param {string} [plate] the colour below; none on a picture
 * @returns {Icon | undefined}
 */
export function iconBehind(element, style, plate = 'transparent') {
  const { backgroundImage: image, backgroundRepeat, backgroundSize: size } = style
  if (backgroundRepeat != 'no-repeat' || !/^url\([^,]+\)$/.test(image)) return
  if (/%|cover|contain/.test(size)) return
  const beside = Math.max(parseFloat(style.paddingLeft), parseFloat(style.paddingRight))
  const above = parseFloat(style.paddingTop)
  if (Math.max(beside, above) < ROOM || style.display == 'inline') return
  if (element.offsetHeight > TALLEST) return
  return { image, position: style.backgroundPosition, size, plate, beside, above }
}

/**
 * The icons that are known, by number, and the rules that draw them.
 *
 * @param {() => void} changed more is known of one
 */
export function createIcons(changed) {
  /** @type {Map<string, { at: number, icon: Icon, drawn?: string }>} */
  const icons = new Map()
  let waiting = false

  /** Several arrive at a time. */
  function tell() {
    if (waiting) return
    waiting = true
    requestAnimationFrame(() => {
      waiting = false
      if (icons.size) changed()
    })
  }

  /** @param {string} key @param {Icon} icon */
  function measure(key, icon) {
    const picture = new Image()
    picture.onload = () => {
      const known = icons.get(key)
      if (!known) return
      known.drawn = sizeOf(icon, picture.naturalWidth, picture.naturalHeight)
      tell()
    }
    picture.src = /^url\("?(.*?)"?\)$/.exec(icon.image)?.[1] ?? ''
  }

  return {
    clear: () => icons.clear(),
    /** @param {Icon} icon @returns {string} its number */
    add(icon) {
      const key = Object.values(icon).join('\n')
      const known = icons.get(key) ?? { at: icons.size, icon }
      if (!icons.has(key)) {
        icons.set(key, known)
        measure(key, icon)
      }
      return `${known.at}`
    },
    /** @param {(color: string) => string} tone of a plate */
    rules: (tone) =>
      [...icons.values()].map(
        ({ at, icon, drawn }) => `[data-a11y-ti="${at}"]{background:${layers(icon, drawn, tone)}!important}`,
      ),
  }
}

/**
 * @param {Icon} icon
 * @param {string | undefined} drawn
 * @param {(color: string) => string} tone
 */
function layers({ image, position, size, plate }, drawn, tone) {
  const paper = 'linear-gradient(var(--a11y-bg),var(--a11y-bg)) content-box no-repeat'
  // What is larger than its place is no icon: a strip of it would be left.
  if (drawn == '') return `${paper},var(--a11y-bg)`
  const below = drawn && plate != 'transparent' ? `${plateOf(tone(plate))} ${position}/${drawn} padding-box no-repeat,` : ''
  return `${paper},${image} ${position}/${size} padding-box no-repeat,${below}linear-gradient(var(--a11y-bg),var(--a11y-bg))`
}

/** @param {string} color */
const plateOf = (color) => `linear-gradient(${color},${color})`

/**
 * How large an icon is drawn, as a `background-size`; empty where it has no room.
 *
 * @param {Icon} icon
 * @param {number} width its own, px
 * @param {number} height
 */
function sizeOf({ size, beside, above }, width, height) {
  const [first, second] = size.split(' ').map(parseFloat)
  const ratio = height / width || 1
  const wide = first || (second ? second / ratio : width)
  const high = second || (first ? first * ratio : height)
  return wide <= beside + SLACK || high <= above + SLACK ? `${wide}px ${high}px` : ''
}
