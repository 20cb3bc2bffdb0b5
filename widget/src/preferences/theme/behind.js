/**
 * An icon as a background picture, beside the text of its element: it stays where the padding is, and
 * the palette's own colour covers it where the text is. That needs no knowledge of the picture's size.
 */

/** @typedef {{ image: string, position: string, size: string }} Icon */

/** Padding that has room for an icon, and the height of what may be a label with one: px. */
const ROOM = 12
const TALLEST = 160

/**
 * @param {HTMLElement} element with text, and a picture behind
 * @param {CSSStyleDeclaration} style
 * @returns {Icon | undefined}
 */
export function iconBehind(element, style) {
  const { backgroundImage: image, backgroundRepeat, backgroundSize: size } = style
  if (backgroundRepeat != 'no-repeat' || !/^url\([^,]+\)$/.test(image)) return
  if (/%|cover|contain/.test(size)) return
  const { paddingLeft, paddingRight, paddingTop } = style
  const room = Math.max(...[paddingLeft, paddingRight, paddingTop].map(parseFloat))
  if (room < ROOM || element.offsetHeight > TALLEST || style.display == 'inline') return
  return { image, position: style.backgroundPosition, size }
}

/**
 * The icons that are known, by number, and the rules that draw them.
 */
export function createIcons() {
  /** @type {Map<string, { at: number, icon: Icon }>} */
  const icons = new Map()
  return {
    clear: () => icons.clear(),
    /** @param {Icon} icon @returns {string} its number */
    add(icon) {
      const key = Object.values(icon).join('\n')
      const known = icons.get(key) ?? { at: icons.size, icon }
      icons.set(key, known)
      return `${known.at}`
    },
    rules: () =>
      [...icons.values()].map(
        ({ at, icon: { image, position, size } }) =>
          `[data-a11y-ti="${at}"]{background:` +
          `linear-gradient(var(--a11y-bg),var(--a11y-bg)) content-box no-repeat,` +
          `${image} ${position}/${size} padding-box no-repeat!important}`,
      ),
  }
}
