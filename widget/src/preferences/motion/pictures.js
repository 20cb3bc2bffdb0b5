import { el, takeOut } from '../../toolbar/dom.js'

/** @import { Page } from '../../types.js' */

/** Formats that may move. Whether a picture does cannot be known without reading it. */
const MOVING = /\.(gif|apng|webp)(?:$|[?#])|^data:image\/(gif|webp|apng)/i
/** Smaller ones are spacers and bullets. */
const LEAST = 8

/**
 * Moving pictures show their first frame: a canvas takes a picture's place, which gives away the first
 * frame only, of pictures of other sites too. (A canvas that nobody reads from needs no permission, and
 * a data: URL would need one from the page's policy.) The picture's name, map and role stay with it.
 *
 * @param {Page} page
 */
export function createPictures({ marks }) {
  /** @type {Map<HTMLImageElement, { still: HTMLCanvasElement, source: string }>} */
  const stills = new Map()

  /** @param {HTMLImageElement} picture */
  function replace(picture) {
    const { naturalWidth, naturalHeight } = picture
    const { width, height } = picture.getBoundingClientRect()
    if (!naturalWidth || width < LEAST || height < LEAST) return
    const zoom = picture.offsetWidth ? width / picture.offsetWidth : 1
    const still = el('canvas', { 'data-a11y-still': '', role: 'img' })
    const alt = picture.getAttribute('alt')
    if (alt) still.setAttribute('aria-label', alt)
    else still.setAttribute('aria-hidden', 'true')
    still.width = naturalWidth
    still.height = naturalHeight
    try {
      still.getContext('2d')?.drawImage(picture, 0, 0)
    } catch {
      return // broken
    }
    const { display, float, margin, border, padding, verticalAlign, position, inset, objectFit } =
      getComputedStyle(picture)
    Object.assign(still.style, {
      display,
      float,
      margin,
      border,
      padding,
      verticalAlign,
      position,
      inset,
      objectFit,
      boxSizing: 'border-box',
      width: `${width / zoom}px`,
      height: `${height / zoom}px`,
    })
    picture.after(still)
    marks.set(picture, 'mv', 'was')
    stills.set(picture, { still, source: picture.currentSrc })
  }

  /** @param {HTMLImageElement} picture */
  function putBack(picture) {
    const still = stills.get(picture)?.still
    if (still) takeOut(still)
    stills.delete(picture)
    marks.remove(picture, 'mv')
  }

  return {
    /** @param {ParentNode} root */
    stop(root) {
      for (const [picture, { still, source }] of stills) {
        // Gone, moved by the page, or another picture by now.
        if (picture.nextSibling != still || picture.currentSrc != source) putBack(picture)
      }
      for (const picture of root.querySelectorAll('img')) {
        if (stills.has(picture) || !picture.complete || picture.useMap) continue
        if (MOVING.test(picture.currentSrc || picture.src)) replace(picture)
      }
    },
    release() {
      for (const picture of [...stills.keys()]) putBack(picture)
      // A carousel copies its slides together with what is ours.
      for (const copy of document.querySelectorAll('[data-a11y-still]')) copy.remove()
    },
  }
}
