import { translator } from '../../i18n.js'
import { button, el } from '../../toolbar/dom.js'
import { print } from './print.js'
import { keyNames, sections, texts } from './texts.js'

/** @import { Tool, ToolContext } from '../../types.js' */

/** What the bar has besides preferences, in its order. */
const FIRST = ['read', 'more', 'reset', 'exit', 'collapse']
const SECTIONS = ['text', 'colour', 'pointer', 'page', 'help']

/** @type {Tool} */
export const tool = {
  section: 'help',
  order: 10,
  icon: 'guide',
  texts,
  open(context) {
    const { t, page, home } = context
    const body = el('div', {}, ...pages(context))
    const onPaper = button('print', t('print'), () => print(page, home))
    onPaper.classList.add('row')
    return el('div', {}, onPaper, body)
  },
}

/** @param {ToolContext} context */
function pages({ core, t, preferences }) {
  const { language } = core.config
  const explained = Object.entries(preferences).map(([name, preference]) => {
    const own = translator(language, preference.texts)
    const help = own('help')
    // A preference's own words first; then ours; a portal's own has at least its label.
    const text = help != 'help' ? help : t(`${name}.text`)
    return {
      section: preference.section,
      order: preference.order ?? 0,
      entry: [
        el('dt', {}, own('label')),
        ...(text == `${name}.text` ? [] : [el('dd', {}, text)]),
      ],
    }
  })
  const bar = [
    ...FIRST.slice(0, 1).flatMap((name) => plainEntry(name, t)),
    ...explained.filter(({ section }) => !section).flatMap(({ entry }) => entry),
    ...FIRST.slice(1).flatMap((name) => plainEntry(name, t)),
  ]
  const drawer = SECTIONS.map((section) => {
    const entries = explained
      .filter((each) => each.section == section)
      .sort((one, other) => one.order - other.order)
      .flatMap(({ entry }) => entry)
    const extra = sections[section]?.flatMap((name) => plainEntry(name, t)) ?? []
    return [el('h3', {}, t(section)), el('dl', {}, ...extra, ...entries)]
  })
  return [
    el('h3', {}, t('bar')),
    el('dl', {}, ...bar),
    el('h3', {}, t('profiles')),
    el('p', {}, t('profiles.text')),
    ...drawer.flat(),
    el('h3', {}, t('keys')),
    el('p', {}, t('keys.text')),
    el('p', {}, t('shortcuts.text')),
    el('dl', { class: 'keys' }, ...keys({ core, t })),
    el('h3', {}, t('kept')),
    el('p', {}, t('kept.text')),
  ]
}

/** @param {string} name @param {(key: string) => string} t */
const plainEntry = (name, t) => [el('dt', {}, t(name)), el('dd', {}, t(`${name}.text`))]

/** Which key does what, as it is on this site. @param {Pick<ToolContext, 'core' | 't'>} context */
function keys({ core, t }) {
  return Object.entries(core.keys ?? {})
    .filter(([, key]) => key)
    .flatMap(([name, key]) => [
      el('dt', {}, el('kbd', {}, keyNames(`${key}`))),
      el('dd', {}, t(`key.${name}`)),
    ])
}
