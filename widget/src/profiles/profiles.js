import { legal } from '../cookie.js'
import { schemas } from '../generated/schemas.js'
import { translator } from '../i18n.js'
import { button, el } from '../toolbar/dom.js'
import { profiles } from './data.js'

/** @import { ToolContext, Values } from '../types.js' */

export const texts = {
  'zh-CN': {
    title: '一键设置',
    elder: '长者',
    sight: '低视力',
    reader: '视障读屏',
    colours: '色弱',
    letters: '阅读障碍',
    hand: '肢体障碍',
    on: '{profile}，已打开',
    off: '{profile}，已取消',
  },
  en: {
    title: 'In one press',
    elder: 'Older people',
    sight: 'Low vision',
    reader: 'Screen reader',
    colours: 'Colour vision',
    letters: 'Dyslexia',
    hand: 'Hands',
    on: '{profile}: on',
    off: '{profile}: off',
  },
}

/**
 * The values of a profile that this build has.
 *
 * @param {string} name
 * @returns {Values}
 */
export function valuesOf(name) {
  /** @type {Values} */
  const values = {}
  for (const [preference, wanted] of Object.entries(profiles[name].values)) {
    const schema = schemas[preference]
    if (schema && legal(schema, wanted) === wanted) values[preference] = wanted
  }
  return values
}

/**
 * Tiles that choose several things at a time. Pressed again, one takes back what it chose.
 *
 * @param {string} language
 * @param {Omit<ToolContext, 't'>} context
 */
export function createProfiles(language, { core, choose, say }) {
  const t = translator(language, texts)
  const names = Object.keys(profiles)

  /** @param {string} name */
  function isOn(name) {
    const values = Object.entries(valuesOf(name))
    return values.length > 0 && values.every(([each, value]) => core.state.values[each] == value)
  }

  const tiles = names.map((name) => {
    const each = button(profiles[name].icon, t(name), () => {
      const on = isOn(name)
      const values = valuesOf(name)
      if (on) for (const each of Object.keys(values)) values[each] = schemas[each].initial
      choose(values)
      say(t(on ? 'off' : 'on', { profile: t(name) }))
    })
    each.classList.add('toggle')
    return each
  })
  return {
    element: el(
      'section',
      { class: 'profiles' },
      el('h3', {}, t('title')),
      el('div', { class: 'tiles' }, ...tiles),
    ),
    show: () => tiles.forEach((each, at) => each.setAttribute('aria-pressed', `${isOn(names[at])}`)),
  }
}
