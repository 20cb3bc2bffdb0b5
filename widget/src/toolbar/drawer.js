import { toolbarDrawer } from '../generated/css/toolbarDrawer.js'
import { translator } from '../i18n.js'
import { createProfiles } from '../profiles/profiles.js'
import { button, el, plain } from './dom.js'

/** @import { Drawer, DrawerContext, Section, Tool } from '../types.js' */

const texts = {
  'zh-CN': {
    more: '更多功能',
    close: '收起',
    back: '返回',
    text: '文字',
    colour: '颜色',
    pointer: '鼠标和阅读',
    page: '网页内容',
    help: '帮助',
    kept: '选好的自动保存在本机的浏览器里（一个 cookie，不含身份信息），下次打开还在。',
    forget: '清除记录',
  },
  en: {
    more: 'More functions',
    close: 'Close',
    back: 'Back',
    text: 'Text',
    colour: 'Colours',
    pointer: 'Pointer and reading',
    page: 'Content of the page',
    help: 'Help',
    kept: 'What you choose is kept in this browser by itself: in one cookie that does not say who you are.',
    forget: 'Forget it all',
  },
}
/** @type {Section[]} */
const SECTIONS = ['text', 'colour', 'pointer', 'page', 'help']

/**
 * What does not fit the bar: everything else, in sections. A tool's view takes their place.
 *
 * @param {DrawerContext} context
 * @returns {Drawer}
 */
export function createDrawer({ language, preferences, controls, tools, tool, forget }) {
  const t = translator(language, texts)
  const title = el('h2', { tabindex: '-1' }, t('more'))
  const leave = button('back', t('back'), () => showSections())
  const close = button('collapse', t('close'), tool.close)
  const view = el('div', { class: 'view', hidden: true })
  const profiles = createProfiles(language, tool)
  /** @type {Record<string, HTMLElement>} */
  const openers = {}
  const kept = el('div', { class: 'kept' }, el('p', {}, t('kept')), plain(t('forget'), forget))
  const sections = el('div', {}, profiles.element, ...SECTIONS.map(sectionOf), kept)
  /** The button of the tool that is shown. @type {HTMLElement | undefined} */
  let opener

  /** @param {Section} section */
  function sectionOf(section) {
    /** @type {[number, HTMLElement][]} */
    const tiles = []
    for (const [name, { section: where, order = 0 }] of Object.entries(preferences)) {
      if (where == section && controls[name]) tiles.push([order, controls[name].element])
    }
    for (const [name, each] of Object.entries(tools)) {
      if (each.section != section || each.shown?.(tool.core) === false) continue
      tiles.push([each.order, (openers[name] = toolButton(each))])
    }
    tiles.sort(([one], [other]) => one - other)
    const grid = el('div', { class: 'tiles' }, ...tiles.map(([, element]) => element))
    return el('section', { hidden: !tiles.length }, el('h3', {}, t(section)), grid)
  }

  /** @param {Tool} each */
  function toolButton(each) {
    const own = translator(language, each.texts)
    const element = button(each.icon, own('label'), () => {
      const content = each.open({ ...tool, t: own })
      if (!content) return
      opener = element
      view.replaceChildren(content)
      show(own('label'), true)
    })
    return element
  }

  /** @param {string} heading @param {boolean} inView */
  function show(heading, inView) {
    title.textContent = heading
    view.hidden = leave.hidden = !inView
    sections.hidden = inView
    element.scrollTop = 0
    title.focus()
  }

  function showSections() {
    show(t('more'), false)
    view.replaceChildren()
    opener?.focus()
  }

  const head = el('div', { class: 'head' }, leave, title, close)
  const element = el(
    'div',
    { class: 'drawer', role: 'region', 'aria-label': t('more'), hidden: true },
    head,
    view,
    sections,
  )
  leave.hidden = true
  element.addEventListener('keydown', (event) => {
    if (event.key != 'Escape') return
    event.preventDefault()
    if (view.hidden) tool.close()
    else showSections()
  })
  return {
    element,
    css: toolbarDrawer,
    focus: () => title.focus(),
    open: (name) => openers[name]?.click(),
    show: profiles.show,
  }
}
