import { toolbarDrawer } from '../generated/css/toolbarDrawer.js'
import { translator } from '../i18n.js'
import { button, el } from './dom.js'

/** @import { Control, Preference, Section } from '../types.js' */

const texts = {
  'zh-CN': {
    more: '更多功能',
    back: '收起',
    text: '文字',
    colour: '颜色',
    pointer: '鼠标和阅读',
    page: '网页内容',
  },
  en: {
    more: 'More functions',
    back: 'Close',
    text: 'Text',
    colour: 'Colours',
    pointer: 'Pointer and reading',
    page: 'Content of the page',
  },
}
/** @type {Section[]} */
const SECTIONS = ['text', 'colour', 'pointer', 'page']

/**
 * What does not fit the bar: everything else, in sections.
 *
 * @param {string} language
 * @param {Record<string, Preference>} preferences
 * @param {Record<string, Control>} controls of at least these preferences
 * @param {() => void} close
 */
export function createDrawer(language, preferences, controls, close) {
  const t = translator(language, texts)
  const back = button('collapse', t('back'), close)
  const sections = SECTIONS.map((section) => {
    const names = Object.keys(preferences)
      .filter((name) => preferences[name].section == section)
      .sort((a, b) => (preferences[a].order ?? 0) - (preferences[b].order ?? 0))
    const tiles = el('div', { class: 'tiles' }, ...names.map((name) => controls[name].element))
    return el('section', { hidden: !names.length }, el('h3', {}, t(section)), tiles)
  })
  const head = el('div', { class: 'head' }, el('h2', {}, t('more')), back)
  const element = el(
    'div',
    { class: 'drawer', role: 'region', 'aria-label': t('more'), hidden: true },
    head,
    ...sections,
  )
  element.addEventListener('keydown', (event) => {
    if (event.key != 'Escape') return
    event.preventDefault()
    close()
  })
  return {
    element,
    css: toolbarDrawer,
    focus() {
      back.focus()
    },
  }
}
