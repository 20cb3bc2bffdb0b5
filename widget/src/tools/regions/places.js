import { find } from '../../page/places.js'

/** @import { Page } from '../../types.js' */

/**
 * The six regions of the classical Chinese toolbars, as landmarks and roles first, then as the
 * content management systems of Chinese portals name their boxes.
 */
export const REGIONS = ['navigation', 'window', 'content', 'list', 'interaction', 'service']

/** Ids and classes by these words, whole or between hyphens, underscores and capitals. */
const named = (/** @type {string} */ words) =>
  new RegExp(`(^|[-_ ]|[a-z](?=[A-Z]))(${words})([-_ ]|\\d|[A-Z]|$)`, 'i')
/** @type {Record<string, { sure: string, tags: string, words: RegExp, says?: RegExp }>} */
const SIGNS = {
  navigation: {
    sure: 'nav,[role=navigation],[role=menubar]',
    tags: 'ul,ol,div,td,table,dl',
    words: named('nav|menu|navbar|mainnav|topnav|daohang|dh'),
  },
  window: {
    sure: '[role=banner],[aria-roledescription=carousel]',
    tags: 'div,ul,section,td,header,marquee',
    words: named('banner|focus|slide|slider|swiper|carousel|hero|flash|jiaodian|lunbo|tupian'),
  },
  content: {
    sure: 'main,[role=main],article,[role=article],#UCAP-CONTENT,.TRS_UEDITOR,.TRS_Editor,#zoom,#Zoom,#vsb_content,.v_news_content,.wp_articlecontent,.pages_content',
    tags: 'div,td,section',
    words: named('content|article|main|detail|zhengwen|con|wenzhang'),
  },
  list: {
    sure: '[role=feed],[role=list]',
    tags: 'ul,ol,dl,table',
    words: named('list|news|liebiao|tzgg|xxgk|gonggao'),
  },
  interaction: {
    sure: 'form,search,[role=search],[role=form]',
    tags: 'div,section,td,ul',
    words: named('search|sousuo|hudong|jlhd|interact|interaction|login|message|liuyan|xinxiang'),
    says: /互动|交流|信箱|咨询|投诉|留言|调查/,
  },
  service: {
    sure: '[aria-label*=服务],[aria-label*=办事]',
    tags: 'div,section,td,ul,dl',
    words: named('service|services|fuwu|bsfw|wsbs|bianmin|banshi|zwfw'),
    says: /办事服务|便民服务|政务服务|在线办事|网上办事|服务/,
  },
}
const HEADINGS = 'h1,h2,h3,h4,h5,h6,[class*=title i],[class*=tit i],caption,legend'
const FOOTS = 'footer,[role=contentinfo],[id*=foot i],[class*=foot i]'
/** A box within one that was found already is the same place. */
const outermost = (/** @type {Element[]} */ found) =>
  found.filter((element) => !found.some((other) => other != element && other.contains(element)))

/**
 * Where a region is: the surest first, then those in the order of the page.
 *
 * @param {Page} page
 * @param {string} region
 * @returns {Promise<Element[]>}
 */
export async function placesOf(page, region) {
  const { sure, tags, words, says } = SIGNS[region]
  const certain = find(page, sure)
  const called = find(page, tags).filter(
    ({ id, className }) => words.test(id) || (typeof className == 'string' && words.test(className)),
  )
  const said = says ? find(page, HEADINGS).filter((each) => says.test(each.textContent ?? '')) : []
  const found = [...outermost(certain), ...outermost(called), ...said.map(boxOf)]
  if (region == 'list') found.push(...longLists(page))
  if (region == 'window' && !found.length) found.push(...find(page, 'header'))
  if (region == 'service' && !found.length) found.push(...outermost(find(page, FOOTS)))
  if (region == 'content' && !found.length) {
    // No sign of it: where most of the text is, as the reader finds it.
    const { bestContent } = await import('../../reading/content.js')
    const { root } = bestContent(document)
    found.push(...(root && root != root.ownerDocument.body ? [root] : find(page, 'h1,h2')))
  }
  return [...new Set(found)].filter(
    (element, at, all) => !all.slice(0, at).some((earlier) => earlier.contains(element)),
  )
}

/** The box that a heading stands above, where it holds more than the heading. @param {Element} heading */
function boxOf(heading) {
  const box = heading.parentElement
  return box && box != box.ownerDocument.body && box.childElementCount > 1 ? box : heading
}

/** Lists of links that are no navigation, the longest first. @param {Page} page */
function longLists(page) {
  const links = (/** @type {Element} */ list) => list.querySelectorAll('li a,dd a,td a').length
  return find(page, 'ul,ol,dl')
    .filter((list) => links(list) > 2 && !list.closest('nav,[role=navigation],footer'))
    .filter((list) => !SIGNS.navigation.words.test(`${list.id} ${list.className}`))
    .sort((one, other) => links(other) - links(one))
}
