import { points, sizes, stem } from '../../generated/cursors.js'
import { cursorStage } from '../../generated/css/cursorStage.js'

/** @import { Enactor, Page } from '../../types.js' */

const PRESSED =
  'a[href],area[href],button,summary,select,label[for],input[type=button],input[type=submit],' +
  'input[type=reset],input[type=image],input[type=checkbox],input[type=radio],input[type=file],' +
  '[role=button],[role=link],[role=tab],[role=menuitem],[onclick]'
const TYPED =
  'textarea,input:not([type]),input[type=text],input[type=search],input[type=tel],input[type=url],' +
  'input[type=email],input[type=password],input[type=number],input[type=date],' +
  '[contenteditable=""],[contenteditable=true]'
/** Which of ours stands for what a page asks for. For others, such as those that resize, none does. */
/** @type {Record<string, string>} */
const OURS = {
  default: 'arrow',
  auto: 'arrow',
  pointer: 'hand',
  text: 'text',
  'vertical-text': 'text',
  wait: 'wait',
  progress: 'wait',
  help: 'help',
  'not-allowed': 'no',
  'no-drop': 'no',
}

/**
 * A large mouse pointer, drawn by us. It is set on the root, from which all inherit, and on what is
 * commonly pressed or typed in. Where the page has a pointer of its own for something, that is seen
 * when the mouse gets there: the element then wears a mark for as long as the mouse is on it.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createCursor({ core, home, marks, sheets }) {
  /** @type {Element | undefined} */
  let marked
  let listening = false
  let wanted = ''

  function unmark() {
    if (marked) marks.remove(marked, 'u')
    marked = undefined
  }

  /** @param {Event} event */
  function over(event) {
    unmark()
    const element = /** @type {Element} */ (event.composedPath()[0])
    if (element.nodeType != 1 || element.localName == 'a11y-toolbar') return
    const { cursor } = getComputedStyle(element)
    if (cursor.includes(stem)) return
    const ours = OURS[cursor.split(',').pop()?.trim() ?? '']
    if (!ours) return
    marked = element
    marks.set(element, 'u', ours)
  }

  /** @param {boolean} on */
  function listen(on) {
    if (on == listening) return
    listening = on
    if (on) addEventListener('mouseover', over, { capture: true, passive: true })
    else removeEventListener('mouseover', over, true)
    unmark()
  }

  /** @param {string} value */
  function show(value) {
    const images = cursorsOf(core.config.prefix, value)
    sheets.set('cursor', pageRules(images))
    listen(!!value)
    const stage = home()
    if (!stage) return
    if (value) stage.addStyle(cursorStage)
    stage.frame.style.setProperty('--arrow', value && `${images.arrow},auto`)
    stage.frame.style.setProperty('--hand', value && `${images.hand},pointer`)
  }

  return {
    enact(value) {
      wanted = value == 'off' ? '' : `${value}`
      if (!wanted) return show('')
      // A page's policy may bar pictures from here. Asked once, it complains once; the style sheet
      // would be refused with every pointer.
      const image = new Image()
      image.onload = () => wanted == value && show(wanted)
      image.src = addressOf(core.config.prefix, 'arrow', wanted)
    },
  }
}

/** @param {string} prefix @param {string} shape @param {string} value */
const addressOf = (prefix, shape, value) => `${prefix}/${stem}-${shape}-${value}.svg`

/** Each as a CSS value without what to fall back to. @param {string} prefix @param {string} value */
function cursorsOf(prefix, value) {
  /** @type {Record<string, string>} */
  const images = {}
  if (!value) return images
  const scale = sizes[value.split('-')[0]] / 32
  for (const [shape, point] of Object.entries(points)) {
    const [x, y] = point.map((each) => Math.round(each * scale))
    images[shape] = `url("${addressOf(prefix, shape, value)}") ${x} ${y}`
  }
  return images
}

/** @param {Record<string, string>} images */
function pageRules({ arrow, hand, text, wait, help, no }) {
  if (!arrow) return ''
  /** @param {string} selector @param {string} image @param {string} otherwise */
  const rule = (selector, image, otherwise) =>
    `${selector}{cursor:${image},${otherwise}!important}`
  return [
    rule(':root', arrow, 'auto'),
    rule(PRESSED, hand, 'pointer'),
    rule(TYPED, text, 'text'),
    rule(':disabled,[aria-disabled=true]', no, 'not-allowed'),
    rule('[aria-busy=true]', wait, 'wait'),
    rule('[data-a11y-u=arrow]', arrow, 'default'),
    rule('[data-a11y-u=hand]', hand, 'pointer'),
    rule('[data-a11y-u=text]', text, 'text'),
    rule('[data-a11y-u=wait]', wait, 'wait'),
    rule('[data-a11y-u=help]', help, 'help'),
    rule('[data-a11y-u=no]', no, 'not-allowed'),
  ].join('')
}
