/**
 * Prints what can be set as JSON, for the server's own form: run by the build, sent to nobody.
 */
import { onTheBar as english } from './english.js'
import { preferences as inDrawer } from './generated/more.js'
import { preferences as onTheBar } from './generated/preferences.js'
import { schemas } from './generated/schemas.js'
import { profiles } from './profiles/data.js'
import { texts } from './profiles/profiles.js'

const all = { ...onTheBar, ...inDrawer }
const preferences = Object.keys(schemas)
  .filter((name) => name in all)
  .map((name) => {
    const { section = 'bar', order = 0, texts } = all[name]
    const { allows, ...schema } = /** @type {any} */ (schemas[name])
    return { name, section, order, schema, texts: { ...texts, ...(name in english && { en: english[name] }) } }
  })
const named = Object.entries(profiles).map(([name, { values }]) => ({
  name,
  values,
  label: { 'zh-CN': texts['zh-CN'][name], en: texts.en[name] },
}))
console.log(JSON.stringify({ preferences, profiles: named }))
