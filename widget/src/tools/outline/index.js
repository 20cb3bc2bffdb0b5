import { jump } from '../../page/jump.js'
import { find, labelOf, nameOf, wordsOf } from '../../page/places.js'
import { el, plain } from '../../toolbar/dom.js'

/** @import { Page, Tool, ToolContext, Translate } from '../../types.js' */

const HEADINGS = 'h1,h2,h3,h4,h5,h6,[role=heading]'
/** What old portals have in the place of headings. */
const TITLES = '[class*=title i],[class*=tit i],caption'
const LANDMARKS =
  'main,nav,aside,header,footer,search,form[aria-label],section[aria-label],section[aria-labelledby],' +
  ['main', 'navigation', 'complementary', 'banner', 'contentinfo', 'search', 'form', 'region']
    .map((role) => `[role=${role}]`)
    .join()
const LINKS = 'a[href],area[href],[role=link]'
const FIELDS = 'input:not([type=hidden]),select,textarea,button,[role=button],[role=textbox]'
/** So many at a time: a portal has thousands of links. */
const CHUNK = 60
/** What an element is by itself. @type {Record<string, string>} */
const ROLES = {
  nav: 'navigation',
  aside: 'complementary',
  header: 'banner',
  footer: 'contentinfo',
  section: 'region',
}

/** @typedef {{ element: Element, name: string, level?: number }} Entry */

/** @type {Record<string, (page: Page, t: Translate) => Entry[]>} */
const KINDS = {
  headings(page) {
    const real = find(page, HEADINGS)
    return (real.length > 1 ? real : find(page, `${HEADINGS},${TITLES}`)).map((element) => ({
      element,
      name: wordsOf(element),
      level: +(element.getAttribute('aria-level') ?? element.localName[1]) || undefined,
    }))
  },
  landmarks: (page, t) =>
    find(page, LANDMARKS)
      .filter(isLandmark)
      .map((element) => {
        const role = element.getAttribute('role') ?? ROLES[element.localName] ?? element.localName
        const name = nameOf(element)
        return { element, name: name ? `${t(role)} ${name}` : t(role) }
      }),
  links: (page) => find(page, LINKS).map((element) => ({ element, name: wordsOf(element) })),
  forms: (page) => find(page, FIELDS).map((element) => ({ element, name: labelOf(element) })),
}

/** Heads and feet of a part are none of the page. @param {Element} element */
const isLandmark = (element) =>
  !/^(header|footer)$/.test(element.localName) ||
  element.hasAttribute('role') ||
  !element.parentElement?.closest('article,aside,main,nav,section')

/** @type {Tool} */
export const tool = {
  section: 'page',
  order: 5,
  icon: 'outline',
  texts: {
    'zh-CN': {
      label: '页面大纲',
      kinds: '看哪一种',
      headings: '标题',
      landmarks: '区域',
      links: '链接',
      forms: '表单',
      none: '这一页没有{kind}。',
      count: '{kind}，共 {count} 个',
      level: '{level}级',
      more: '再看 {count} 个',
      went: '已到：{name}',
      main: '正文',
      navigation: '导航',
      complementary: '侧栏',
      banner: '页头',
      contentinfo: '页脚',
      search: '搜索',
      form: '表单',
      region: '区域',
    },
    en: {
      label: 'Page outline',
      kinds: 'What to list',
      headings: 'Headings',
      landmarks: 'Landmarks',
      links: 'Links',
      forms: 'Forms',
      none: 'This page has no {kind}.',
      count: '{kind}: {count}',
      level: 'Level {level}',
      more: '{count} more',
      went: 'At: {name}',
      main: 'Main content',
      navigation: 'Navigation',
      complementary: 'Aside',
      banner: 'Page head',
      contentinfo: 'Page foot',
      search: 'Search',
      form: 'Form',
      region: 'Region',
    },
  },
  open: createView,
}

/** @param {ToolContext} context */
function createView(context) {
  const { page, t, say } = context
  const list = el('ul', { class: 'outline' })
  const note = el('p', { hidden: true })
  const more = plain('', () => fill())
  /** @type {Entry[]} */
  let entries = []

  const kinds = Object.keys(KINDS).map((kind) => {
    const each = plain(t(kind), () => choose(kind))
    each.classList.add('toggle')
    return each
  })

  /** @param {string} kind */
  function choose(kind) {
    Object.keys(KINDS).forEach((each, at) =>
      kinds[at].setAttribute('aria-pressed', `${each == kind}`),
    )
    entries = KINDS[kind](page, t).filter(({ name }) => name)
    list.replaceChildren()
    note.textContent = t('none', { kind: t(kind) })
    note.hidden = !!entries.length
    say(entries.length ? t('count', { kind: t(kind), count: entries.length }) : note.textContent)
    fill()
  }

  function fill() {
    const next = entries.splice(0, CHUNK).map(itemOf)
    const first = next[0]?.querySelector('button')
    const had = list.childElementCount
    list.append(...next)
    more.hidden = !entries.length
    more.textContent = t('more', { count: Math.min(CHUNK, entries.length) })
    if (had) first?.focus()
  }

  /** @param {Entry} entry */
  function itemOf({ element, name, level }) {
    const button = plain('', () => {
      context.close()
      jump(page, element)
      say(t('went', { name }))
    })
    if (level) button.append(el('span', { class: 'level' }, t('level', { level })))
    button.append(el('span', {}, name))
    const item = el('li', {}, button)
    if (level) item.style.setProperty('--level', `${level - 1}`)
    return item
  }

  const group = el('div', { class: 'group choice', role: 'group', 'aria-label': t('kinds') }, ...kinds)
  choose('headings')
  return el('div', {}, group, note, list, more)
}
