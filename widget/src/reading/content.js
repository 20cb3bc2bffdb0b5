/** Where a page's content is: by the containers that content management systems write, else by text. */

import { sourceOf, textOf } from '../page/source.js'
import { isSilent, readBlocks } from './blocks.js'

/** @import { Block } from './types.js' */

/** Article bodies as Chinese portals name them, then what the standards say; the first with text wins. */
const CONTAINERS = [
  '#UCAP-CONTENT',
  '.TRS_UEDITOR',
  '.TRS_Editor',
  '#zoom, #Zoom, #fontzoom',
  '#vsb_content, .v_news_content',
  '.wp_articlecontent, .Article_Content',
  '.pages_content, .article-content, .article_content, .articleContent, #articleContent',
  '.xxgk_content, .news_content, .content-article, #ContentBody, #content_body',
  'main, [role=main]',
  'article, [role=article]',
]
const TITLES = 'h1, h2, h3, ucaptitle, [class*=title], [class*=Title], [id*=title]'
/** 您所在的位置：首页 > 新闻 */
const CRUMBS = /^(您|你)?(当前|现在|目前|所在|的|所处)*位置\s*[：:]/
/** By these names an element beside the content is known where no container is. */
const ASIDE = /(^|[-_ ])(nav|menu|header|head|top|footer|foot|bottom|crumbs?|breadcrumb|position|location|sidebar|share|copyright|pager|pagination|links?)([-_ ]|$)/i
const ASIDE_ELEMENTS = 'nav, header, footer, aside, [role=navigation], [role=banner], [role=contentinfo]'
/** Less text than this is no content. In characters. */
const SOME = 20
/** A part belongs to the content alone if it has this share of the text. */
const MOST = 0.6
/** What has more than this share of the text is no aside, whatever its name. */
const LITTLE = 0.3
/** A heading of this many characters may be the title of an article. */
const TITLE_LENGTH = { least: 4, most: 120 }

/**
 * The blocks of a page's content, its title first.
 * @param {Document} doc
 * @returns {Block[]}
 */
export function readContent(doc) {
  const { root, isKnown } = bestContent(doc)
  if (!root) return []
  const blocks = readBlocks(root, isKnown ? undefined : skipAside(root))
  const title = titleBefore(root)
  return [...(title ? readBlocks(title) : []), ...blocks]
    .filter((block) => !CRUMBS.test(block.text))
    .map((block, index) => ({ ...block, id: `b${index}` }))
}

/**
 * Like `readContent`, from a node of the page on.
 * @param {Document} doc
 * @param {Node} from
 * @returns {Block[]}
 */
export function readFrom(doc, from) {
  ;[from] = sourceOf(from, 0)
  const blocks = readContent(from.ownerDocument ?? doc)
  const first = blocks.findIndex((block) => block.runs.some(({ node }) => isAtOrAfter(node, from)))
  if (first >= 0 && blocks.some(({ runs }) => runs.some(({ node }) => from.contains(node)))) {
    return blocks.slice(first)
  }
  // A place outside the content is read for itself.
  const element = from.nodeType === 1 ? /** @type {Element} */ (from) : from.parentElement
  return element ? readBlocks(element) : []
}

/**
 * @param {Node} node
 * @param {Node} from
 */
function isAtOrAfter(node, from) {
  return from.contains(node) || (from.compareDocumentPosition(node) & 4) !== 0
}

/** @typedef {{ root?: Element, isKnown: boolean, length: number }} Found */

/**
 * The content of a document or of one of its frames of the same origin, whichever has more.
 * @param {Document} doc
 * @returns {Found}
 */
export function bestContent(doc) {
  const found = contentOf(doc)
  const inFrames = frames(doc)
    .map(bestContent)
    .sort((a, b) => b.length - a.length)[0]
  // A frame that is only a part of a page with content of its own, such as a counter, is left.
  return inFrames && inFrames.length > 2 * found.length ? inFrames : found
}

/**
 * @param {Document} doc
 * @returns {Document[]}
 */
function frames(doc) {
  const found = []
  for (const frame of doc.querySelectorAll('iframe, frame')) {
    try {
      const inner = /** @type {HTMLIFrameElement} */ (frame).contentDocument
      if (inner?.body && frame.getClientRects().length) found.push(inner)
    } catch {
      continue // another origin's
    }
  }
  return found
}

/**
 * @param {Document} doc
 * @returns {Found}
 */
function contentOf(doc) {
  for (const selector of CONTAINERS) {
    const candidates = [...doc.querySelectorAll(selector)]
      .filter((element) => !element.parentElement?.closest(selector))
      .map((root) => ({ root, length: textLength(root) }))
      .sort((a, b) => b.length - a.length)
    const total = candidates.reduce((sum, { length }) => sum + length, 0)
    // Several of equal weight are a list of news, and its surroundings are the content.
    if (candidates.length && candidates[0].length >= SOME && candidates[0].length >= MOST * total) {
      return { ...candidates[0], isKnown: true }
    }
  }
  const body = doc.body
  if (!body || body.localName === 'frameset') return { isKnown: false, length: 0 }
  const root = densest(body)
  return { root, isKnown: false, length: textLength(root) }
}

/**
 * How many characters people can see in an element.
 * @param {Element} element
 */
function textLength(element) {
  const text = /** @type {HTMLElement} */ (element).innerText ?? element.textContent ?? ''
  return squeeze(text).length
}

/**
 * Text outside links, by element: what tells content from lists of links.
 * @param {Element} element
 * @param {Map<Element, number>} counts
 * @returns {number}
 */
function countText(element, counts) {
  if (isSilent(element) || element.localName === 'a') return 0
  let count = 0
  for (const child of element.childNodes) {
    if (child.nodeType === 3) count += squeeze(textOf(/** @type {Text} */ (child))).length
    else if (child.nodeType === 1) count += countText(/** @type {Element} */ (child), counts)
  }
  counts.set(element, count)
  return count
}

/**
 * The smallest element that holds most of the text outside links; the whole where links are all.
 * @param {Element} body
 * @returns {Element}
 */
function densest(body) {
  const counts = new Map()
  const total = countText(body, counts)
  if (total < 5 * SOME) return body
  let root = body
  for (;;) {
    let inner = root.firstElementChild
    // Not root.children: a form's may be an input of that name.
    while (inner && (counts.get(inner) ?? 0) < MOST * total) inner = inner.nextElementSibling
    // A paragraph that dominates its article is not the article.
    if (!inner || /^(p|span|font|b|strong|h[1-6]|li|tr)$/.test(inner.localName)) return root
    root = inner
  }
}

/**
 * Leaves out what stands around content that was found by its text.
 * @param {Element} root
 * @returns {(element: Element) => boolean}
 */
function skipAside(root) {
  const counts = new Map()
  const little = LITTLE * countText(root, counts)
  return (element) => {
    const looksAside =
      element.matches(ASIDE_ELEMENTS) || ASIDE.test(`${element.id} ${element.getAttribute('class') ?? ''}`)
    return looksAside && element !== root && (counts.get(element) ?? 0) <= little
  }
}

/**
 * The title of an article whose container has none: what the document's title says too, if it
 * stands before the article, else the nearest main heading.
 * @param {Element} root
 * @returns {Element | undefined}
 */
function titleBefore(root) {
  if (root.querySelector('h1')) return undefined
  const doc = root.ownerDocument
  const named = squeeze(doc.title)
  const before = [...doc.querySelectorAll(TITLES)].filter((title) => {
    const { length } = squeeze(title.textContent)
    const precedes = (root.compareDocumentPosition(title) & 2) !== 0 && !title.contains(root)
    return precedes && length >= TITLE_LENGTH.least && length <= TITLE_LENGTH.most && textLength(title) > 0
  })
  const sameName = before.filter((title) => named.startsWith(squeeze(title.textContent)))
  const headings = before.filter((title) => title.matches('h1, ucaptitle') && !title.closest(ASIDE_ELEMENTS))
  return sameName.pop() ?? headings.pop()
}

/** @param {string | null} text */
function squeeze(text) {
  return (text ?? '').replace(/\s+/g, '')
}
