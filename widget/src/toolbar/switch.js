import { createToggle } from './toggle.js'

/** @import { Preference, Section, Texts } from '../types.js' */

/** How every switch says what it is. @type {Record<string, Texts>} */
const states = {
  'zh-CN': { 'state.on': '已打开', 'state.off': '已关闭' },
  en: { 'state.on': 'on', 'state.off': 'off' },
}

/** Texts of a switch, with what all of them say. @param {Record<string, Texts>} texts by language */
export const withStates = (texts) =>
  Object.fromEntries(
    Object.entries(texts).map(([language, own]) => [language, { ...states[language], ...own }]),
  )

/**
 * A preference that is on or off: one button in the drawer.
 *
 * @param {string} icon the name of one in icons.js
 * @param {Section} section
 * @param {number} order its place there
 * @param {Record<string, Texts>} texts by language; at least `label`
 * @param {Preference['enactor']} [enactor] what it does to the page
 * @param {[off: string, on: string]} [values] where they are called otherwise
 * @returns {Preference}
 */
export const switched = (icon, section, order, texts, enactor, values) => ({
  section,
  order,
  texts: withStates(texts),
  control: (context) => createToggle(context, icon, values),
  enactor,
})
