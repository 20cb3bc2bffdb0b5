import { translator } from '../../i18n.js'
import { el, takeOut } from '../../toolbar/dom.js'
import { insteadOf, isNeeded } from './pictures.js'
import { texts } from './texts.js'

/** @import { Enactor, Page } from '../../types.js' */

const RULES =
  '[data-a11y-im=away]{display:none!important}' +
  '[data-a11y-im=back]{background-image:none!important}' +
  '[data-a11y-alt]{display:inline-block!important;max-width:100%!important;box-sizing:border-box!important;' +
  'margin:0!important;padding:.1em .4em!important;border:1px dashed currentColor!important;' +
  'font-size:max(16px,1em)!important;line-height:1.4!important;text-indent:0!important;' +
  'letter-spacing:normal!important;white-space:normal!important;overflow-wrap:anywhere!important;' +
  'text-align:start!important;text-shadow:none!important;position:static!important;opacity:1!important;' +
  // Whatever colours were there were chosen for a picture.
  'background:var(--a11y-bg,#fff)!important;color:var(--a11y-fg,#14283c)!important}' +
  'a [data-a11y-alt]{color:var(--a11y-link,#0b4f8a)!important}'
/** A background smaller than this is a bullet or an icon. */
const LEAST = 48

/**
 * Shows the words of pictures in their place. The picture stays where it is, unseen, with a line of text
 * after it; buttons that are pictures, maps, check codes and codes to scan stay as they are.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor({ core, sheets, marks, quietly }) {
  const t = translator(core.config.language, texts)
  /** @type {Map<HTMLImageElement, HTMLElement | undefined>} */
  const labels = new Map()
  let on = false
  const observer = new MutationObserver(() => quietly(again))

  /** @param {Iterable<Element>} elements */
  function hide(elements) {
    const pictures = []
    for (const element of elements) {
      if (element instanceof HTMLImageElement) pictures.push(element)
      else if (decorates(element)) marks.set(element, 'im', 'back')
    }
    // Measured all at once, before anything moves.
    const found = pictures
      .filter((picture) => !labels.has(picture) && !isNeeded(picture))
      .map((picture) => ({ picture, text: insteadOf(picture, t) }))
    for (const { picture, text } of found) {
      if (text === undefined) continue
      const label = text ? el('span', { 'data-a11y-alt': '' }, text) : undefined
      if (label) picture.after(label)
      marks.set(picture, 'im', 'away')
      labels.set(picture, label)
    }
  }

  /** What stands after a picture that has gone, goes; what has another name by now, gets it. */
  function again() {
    for (const [picture, label] of labels) {
      if (!picture.isConnected || (label && picture.nextSibling != label)) {
        if (label) takeOut(label)
        labels.delete(picture)
        marks.remove(picture, 'im')
        if (picture.isConnected) hide([picture])
      } else if (label) {
        const text = picture.getAttribute('alt')?.trim() || picture.getAttribute('title')?.trim()
        if (text && text != label.textContent) label.textContent = text
      }
    }
  }

  /** Shadow roots with pictures of ours. */
  const roots = () =>
    new Set([...labels.keys()].map((each) => /** @type {Document} */ (each.getRootNode())))

  return {
    enact(value) {
      if (on == (value == 'on')) return
      on = value == 'on'
      if (on) {
        sheets.set('images', RULES)
        hide(marks.elements())
        return observer.observe(document, {
          subtree: true,
          childList: true,
          attributes: true,
          attributeFilter: ['alt', 'title', 'src'],
        })
      }
      observer.disconnect()
      // Looked for as well: a carousel copies its slides together with what is ours.
      for (const root of [document, ...roots()]) {
        for (const label of root.querySelectorAll('[data-a11y-alt]')) label.remove()
      }
      labels.clear()
      marks.clear('im')
      sheets.set('images', '')
    },
    refresh(added, touched) {
      if (!on) return
      again()
      hide([...added, ...touched])
    },
    reflow() {
      if (on) hide(marks.elements())
    },
  }
}

/** Whether an element is a background picture and nothing else: no text, nothing to press. */
/** @param {Element} element */
function decorates(element) {
  if (element.firstElementChild || element.textContent?.trim()) return false
  if (!/url\(/.test(getComputedStyle(element).backgroundImage)) return false
  if (element.closest('a,button,[role=button],[role=img],[aria-label],[title],[onclick]')) return false
  const { width, height } = element.getBoundingClientRect()
  return Math.max(width, height) >= LEAST && !/input|textarea|select|canvas/.test(element.localName)
}
