import { toolbarPanel } from '../generated/css/toolbarPanel.js'
import { el } from './dom.js'

/** What happens on the toolbar is none of the page's business, nor of its shortcuts. */
const PRIVATE = [
  'click',
  'dblclick',
  'contextmenu',
  'keydown',
  'keypress',
  'keyup',
  'mousedown',
  'mouseup',
  'pointerdown',
  'pointerup',
  'touchstart',
  'touchend',
  'focusin',
  'focusout',
  'wheel',
]

/**
 * The element `<a11y-toolbar>`: the one thing of ours in the page's tree, last below the root and
 * outside the body, so that neither the page's zoom nor its style sheets reach it.
 *
 * It is not a registered custom element: a shadow root is all it needs, and a registry can be taken.
 *
 * @param {string} language
 */
export function createHost(language) {
  const host = document.createElementNS('http://www.w3.org/1999/xhtml', 'a11y-toolbar')
  const root = host.attachShadow({ mode: 'open' })
  // Below the bar and its drawer: what follows the pointer.
  const stage = el('div', { class: 'stage' })
  const foot = el('div', { class: 'foot' })
  const frame = el('div', { class: 'frame', lang: language }, stage)
  const room = { top: 0, bottom: 0 }
  /** @type {Set<string>} */
  const styles = new Set()

  /** @param {string} css once, however often it is asked for */
  function addStyle(css) {
    if (styles.has(css)) return
    styles.add(css)
    if (root.adoptedStyleSheets) {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(css)
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]
    } else {
      const style = el('style')
      style.textContent = css
      root.appendChild(style)
    }
  }

  addStyle(toolbarPanel)
  root.append(frame)
  for (const type of PRIVATE)
    root.addEventListener(type, (event) => event.stopPropagation(), { passive: true })

  /** How often a page may throw us out of its root, and then of its head, which is never zoomed. */
  let tries = 0

  function show() {
    if (!host.isConnected) {
      if (tries > 8) return
      const place = tries++ < 4 ? document.documentElement : document.head
      ;(place ?? document.documentElement).append(host)
    }
    // In the top layer nothing of the page can lie above us, and no transform of the root moves us.
    // Chromium before 114 has none: there the highest z-index has to do.
    if (!host.showPopover) return
    host.setAttribute('popover', 'manual')
    if (!host.matches(':popover-open')) host.showPopover()
  }

  return { host, frame, stage, foot, room, root, show, addStyle }
}
