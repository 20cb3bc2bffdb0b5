import { legal } from '../cookie.js'
import { preferences as onTheBar } from '../generated/preferences.js'
import { schemas } from '../generated/schemas.js'
import { extras, labels, palettes } from '../generated/themes.js'
import { initial } from '../page/page.js'
import { createChoice } from '../toolbar/choice.js'
import { addIcon } from '../toolbar/icons.js'
import { createStepper } from '../toolbar/stepper.js'
import { createToggle } from '../toolbar/toggle.js'
import { contrast } from './contrast.js'
import { checkDefinition, checkName, isSwitch, usual } from './definition.js'

/** @import { Core, More, Page, Preference, Texts } from '../types.js' */

/**
 * @typedef {{
 *   core: Core,
 *   page: Page & { add(preferences: Record<string, Preference>): void },
 *   more(): Promise<More>,
 *   rebuild(name: string): void,
 * }} Context
 */

/** What the cookie has for a name that nobody knew until now. @param {string} name */
function remembered(name) {
  const cookie = /(?:^|; )a11y=v1&([^;]*)/.exec(document.cookie)
  return new URLSearchParams(cookie ? cookie[1] : '').get(name)
}

/**
 * Add a control of the portal's own.
 *
 * @param {any} definition
 * @param {Context} context
 */
export async function define(definition, { core, page, more, rebuild }) {
  const { name, section, order, icon, schema, texts, enact } = checkDefinition(
    definition,
    Object.keys(schemas),
  )
  if (icon) addIcon(name, icon)
  /** @type {Preference} */
  const preference = {
    section,
    order,
    texts: Object.fromEntries(
      Object.entries(texts).map(([language, own]) => [
        language,
        { ...usual[language], .../** @type {Texts} */ (own) },
      ]),
    ),
    control(context) {
      if ('step' in schema) return createStepper(context, { less: 'slower', more: 'faster' })
      return isSwitch(schema) ? createToggle(context, icon ? name : 'care') : createChoice(context)
    },
    enactor: ({ sheets }) => ({
      enact: (value) => enact?.(value, { style: (/** @type {string} */ css) => sheets.set(name, css) }),
    }),
  }
  const { preferences } = await more()
  schemas[name] = schema
  initial[name] = schema.initial
  core.state.values[name] = core.state.on ? legal(schema, remembered(name) ?? undefined) : schema.initial
  preferences[name] = preference
  page.add({ [name]: preference })
  rebuild(name)
}

const HEX = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i

/**
 * Add a palette of the portal's own, if it can be read.
 *
 * @param {any} wanted
 * @param {Context} context
 */
export async function palette(wanted, { core, rebuild }) {
  const { name, label, background, text, link, soft = false } = wanted ?? {}
  const { border = text, focus = link } = wanted ?? {}
  checkName(name, Object.keys(palettes))
  if (typeof label?.['zh-CN'] != 'string') throw new RangeError('a11y: label has zh-CN')
  const least = soft ? 4.5 : 7
  const wants = Object.entries({ text: least, link: least, border: 3, focus: 3 })
  /** @type {Record<string, string>} */
  const colors = { background, text, link, border, focus }
  for (const [role, color] of Object.entries(colors)) {
    if (!HEX.test(color)) throw new RangeError(`a11y: ${role} is a colour as #rrggbb: ${color}`)
  }
  for (const [role, enough] of wants) {
    const ratio = contrast(colors[role], background)
    if (ratio < enough) {
      const figure = ratio.toFixed(2)
      throw new RangeError(`a11y: ${name}: ${role} has a contrast of ${figure}, ${enough} is needed`)
    }
  }
  const scheme = contrast(background, '#000') > contrast(background, '#fff') ? 'light' : 'dark'
  palettes[name] = `color-scheme:${scheme};--a11y-bg:${background};--a11y-fg:${text};--a11y-link:${link}`
  extras[name] = `--a11y-line:${border};--a11y-focus:${focus}`
  const chinese = label['zh-CN'] + (soft ? '(柔和)' : '')
  labels[name] = { 'zh-CN': chinese, en: (label.en ?? label['zh-CN']) + (soft ? ' (soft)' : '') }
  const { schema, texts } = { schema: schemas.theme, texts: onTheBar.theme.texts }
  for (const language in texts) texts[language][name] = labels[name][language]
  if ('choices' in schema) schema.choices.push(name)
  if (core.state.on && remembered('theme') == name) core.state.values.theme = name
  rebuild('theme')
}

/**
 * All that can be set, by name.
 *
 * @param {Record<string, Preference>} inDrawer those that are not on the bar
 * @param {string} language
 */
export function listed(inDrawer, language) {
  /** @type {Record<string, Preference>} */
  const all = { ...onTheBar, ...inDrawer }
  return Object.fromEntries(
    Object.keys(schemas).map((name) => {
      const { texts } = all[name]
      const { label } = texts[language] ?? texts['zh-CN']
      return [name, { label, schema: JSON.parse(JSON.stringify(schemas[name])) }]
    }),
  )
}
