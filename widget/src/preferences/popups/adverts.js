/** Which boxes that float over a page are adverts. Better one missed than one wrong. */

/** What says that a box is there to be closed. */
const CLOSE = /^(关闭|关 闭|點擊關閉|点击关闭|close|x|×|✕|✖|╳|\[?关闭\]?)$/i
const CLOSE_NAME = /close|guanbi|(^|[-_ ])gb([-_ .]|$)/i
/** How pages call such boxes: in names, and in the words of whoever wrote them. */
const NAME =
  /duilian|couplet|对联|piao(chuang|fu)?|飘窗|float(ing)?[-_]?(ad|adv|img|pic|div|win|box)|(^|[-_])(ad|adv|ads|advert|guanggao)([-_]?(left|right|l|r|float|\d+))?($|[-_])|(left|right)[-_]?ads?($|[-_])|pop[-_]?(ad|win|up)|^pop$|tanchuang/i
/** What helps a visitor or asks them something stays, whatever it is called. */
const USEFUL =
  'input:not([type=hidden]):not([type=image]),select,textarea,form,nav,video,iframe,[role=dialog],[role=alertdialog],[role=navigation],[role=search],[role=menu],[role=toolbar],dialog'
const WORDS =
  /cookie|隐私|同意|接受|拒绝|允许|登录|验证|客服|咨询|回到顶部|返回顶部|置顶|top|无障碍|关爱|适老|长者|朗读|导航|目录|搜索|菜单|紧急|预警|警报/i
/** Names of boxes that stay. */
const USEFUL_NAME = /nav|menu|header|search|toolbar|kefu|chat|consult|gotop|backtop|totop|back-to|wza|a11y|accessib|login/i

/** At most this share of the window. */
const SHARE = 0.3
/** The words of a small notice, not of a page. */
const LENGTH = 140

/**
 * @param {Element} element placed on the page by `fixed` or `absolute`
 * @param {boolean} drifts a script moves it
 */
export function isAdvert(element, drifts) {
  if (element.matches(USEFUL) || element.querySelector(USEFUL)) return false
  const box = element.getBoundingClientRect()
  if (box.width < 30 || box.height < 20) return false
  if (box.width * box.height > innerWidth * innerHeight * SHARE) return false
  // A bar along an edge is the page's furniture.
  if (box.width > innerWidth * 0.6 || box.height > innerHeight * 0.85) return false
  const name = nameOf(element)
  if (USEFUL_NAME.test(name)) return false
  const text = /** @type {HTMLElement} */ (element).innerText.replace(/\s+/g, ' ').trim()
  if (text.length > LENGTH || WORDS.test(text) || WORDS.test(altsOf(element))) return false
  const links = [...element.querySelectorAll('a,area')].filter((link) => !isClose(link))
  if (element.localName == 'a') links.push(element)
  if (links.length > 3) return false
  const closable = [...element.querySelectorAll('*')].some(isClose)
  const pictured = links.some((link) => link.localName == 'area' || link.querySelector('img'))
  const named = NAME.test(name)
  if (drifts) return pictured || closable || named
  if (!aside(box)) return false
  const { position } = getComputedStyle(element)
  // A notice in a corner: it says itself that it may be closed.
  if (closable && (named || position == 'fixed')) return links.length > 0
  return named && pictured
}

/** @param {Element} element */
function isClose(element) {
  const words = [
    element.children.length ? '' : element.textContent,
    element.getAttribute('title'),
    element.getAttribute('alt'),
    element.getAttribute('aria-label'),
  ]
  if (words.some((word) => CLOSE.test(word?.trim() ?? ''))) return true
  if (element.localName == 'img' && CLOSE_NAME.test(fileOf(element))) return true
  return CLOSE_NAME.test(nameOf(element))
}

/** @param {Element} image */
const fileOf = (image) => image.getAttribute('src')?.split('/').pop() ?? ''

/** @param {Element} element */
const nameOf = (element) => `${element.id} ${element.getAttribute('class') ?? ''}`.trim()

/** @param {Element} element */
const altsOf = (element) =>
  [...element.querySelectorAll('[alt],[title]')]
    .map((each) => `${each.getAttribute('alt') ?? ''} ${each.getAttribute('title') ?? ''}`)
    .join(' ')

/** Left or right of what the page is about. @param {DOMRect} box */
const aside = ({ left, right, width }) =>
  width < innerWidth * 0.4 && (left < innerWidth * 0.12 || right > innerWidth * 0.88)
