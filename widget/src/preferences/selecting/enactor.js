import { selectingButton } from '../../generated/css/selectingButton.js'
import { translator } from '../../i18n.js'
import { sourceOf } from '../../page/source.js'
import { partOf, readBlocks } from '../../reading/blocks.js'
import { button, takeOut } from '../../toolbar/dom.js'

/** @import { Block, Enactor, Page } from '../../types.js' */

const texts = { 'zh-CN': { read: '读这段' }, en: { read: 'Read it' } }
/** The button's size with its margin, in px. */
const ROOM = { width: 130, height: 64 }
/** A selection is complete when it has not changed for so long; ms. */
const REST = 300

/**
 * A button beside what is selected, which reads it.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor({ core, home }) {
  const t = translator(core.config.language, texts)
  const element = button('read', t('read'), () => {
    const blocks = selected()
    hide()
    if (blocks.length) core.read?.(blocks)
  })
  element.classList.add('primary', 'read-selected')
  // A press must not take the selection away.
  element.addEventListener('mousedown', (event) => event.preventDefault())
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let resting

  const hide = () => takeOut(element)

  function changed() {
    clearTimeout(resting)
    resting = setTimeout(show, REST)
  }

  function show() {
    const place = home()
    const selection = document.getSelection()
    const range = selection?.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : undefined
    if (!place || !range || !selected().length) return hide()
    const { left, bottom, top } = range.getBoundingClientRect()
    const lowest = innerHeight - ROOM.height - place.room.bottom
    const y = bottom + 8 > lowest ? Math.max(top - ROOM.height, place.room.top + 8) : bottom + 8
    element.style.setProperty('left', `${Math.max(8, Math.min(left, innerWidth - ROOM.width))}px`)
    element.style.setProperty('top', `${Math.min(y, lowest)}px`)
    place.addStyle(selectingButton)
    if (!element.isConnected) place.frame.append(element)
  }

  let listening = false
  return {
    enact(value) {
      const wanted = value == 'on' && !!home()
      if (wanted == listening) return
      listening = wanted
      const change = wanted ? 'addEventListener' : 'removeEventListener'
      document[change]('selectionchange', changed)
      document[change]('scroll', changed, { passive: true })
      clearTimeout(resting)
      if (wanted) changed() // something may be selected already
      else hide()
    },
  }
}

/**
 * What is selected, as far as it is read at all.
 * @returns {Block[]}
 */
function selected() {
  const selection = document.getSelection()
  if (!selection?.rangeCount || selection.isCollapsed) return []
  const range = selection.getRangeAt(0)
  const { commonAncestorContainer: common } = range
  const root = common.nodeType == 1 ? /** @type {Element} */ (common) : common.parentElement
  if (!root) return []
  const [first, from] = sourceOf(range.startContainer, range.startOffset)
  const [last, to] = sourceOf(range.endContainer, range.endOffset)
  return readBlocks(root).flatMap((block) => {
    const marked = block.runs.flatMap(({ at, length, node, offset = 0 }) => {
      if (!range.intersectsNode(node)) return []
      const start = node == first ? Math.max(from - offset, 0) : 0
      const end = node == last ? Math.min(to - offset, length) : length
      return start < end ? [[at + start, at + end]] : []
    })
    const end = marked[marked.length - 1]?.[1]
    const part = end ? partOf(block, marked[0][0], end) : undefined
    return part && /[\p{L}\p{N}]/u.test(part.text) ? [part] : []
  })
}
