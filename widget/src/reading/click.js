/** A press on a sentence, while the page is read, goes on from there. What can be pressed stays so. */

/** @import { Reader } from '../types.js' */

/** What does something of its own when it is pressed. */
const OWN =
  'a, area, button, input, select, option, textarea, label, summary, audio, video, iframe, [onclick], ' +
  '[contenteditable], [tabindex]:not([tabindex="-1"]), [role=button], [role=link], [role=tab], [role=menuitem], ' +
  '[role=checkbox], [role=radio], [role=switch], [role=option], a11y-toolbar'

/**
 * @param {Reader} reader
 * @param {Document} doc
 * @returns {() => void} what ends it
 */
export function goOnByClick(reader, doc) {
  /** @param {MouseEvent} event */
  function click(event) {
    if (reader.state === 'idle' || event.defaultPrevented || event.button) return
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    const target = /** @type {Element} */ (event.target)
    // Whoever selects a text wants it selected.
    if (target.closest?.(OWN) || doc.getSelection()?.isCollapsed === false) return
    const place = caretAt(doc, event.clientX, event.clientY)
    if (place?.node.nodeType === 3 && target.contains(place.node)) reader.goTo(place.node, place.offset)
  }
  doc.addEventListener('click', click)
  return () => doc.removeEventListener('click', click)
}

/**
 * @param {Document} doc
 * @param {number} x
 * @param {number} y
 * @returns {{ node: Node, offset: number } | undefined}
 */
function caretAt(doc, x, y) {
  const position = doc.caretPositionFromPoint?.(x, y)
  if (position) return { node: position.offsetNode, offset: position.offset }
  const range = doc.caretRangeFromPoint?.(x, y)
  return range ? { node: range.startContainer, offset: range.startOffset } : undefined
}
