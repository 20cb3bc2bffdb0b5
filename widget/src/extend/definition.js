import { withStates } from '../toolbar/switch.js'

/** @import { Schema, Texts } from '../types.js' */

const NAME = /^x-[a-z0-9-]{1,30}$/
const VALUE = /^[\w.-]{1,40}$/
const PATH = /^[MmLlHhVvCcSsQqTtAaZz0-9 ,.-]{1,2000}$/
const SECTIONS = ['text', 'colour', 'pointer', 'page', 'help']

/** @param {unknown} what @param {string} why */
function demand(what, why) {
  if (!what) throw new RangeError(`a11y: ${why}`)
}

/** @param {any} name @param {Iterable<string>} used */
export function checkName(name, used) {
  demand(NAME.test(`${name}`), `a name begins with x-, then small letters, digits, -: ${name}`)
  demand(![...used].includes(name), `there is a ${name} already`)
}

/**
 * What a portal wants to add, if it may.
 *
 * @param {any} definition
 * @param {Iterable<string>} used names
 */
export function checkDefinition(definition, used) {
  const { name, section = 'page', order = 100, icon, schema, texts, enact } = definition ?? {}
  checkName(name, used)
  demand(SECTIONS.includes(section), `section is one of ${SECTIONS.join(', ')}: ${section}`)
  demand(Number.isFinite(order), `order is a number: ${order}`)
  demand(icon === undefined || PATH.test(icon), 'icon is the path of an SVG')
  demand(enact === undefined || typeof enact == 'function', 'enact is a function')
  checkSchema(schema)
  const languages = Object.values(texts ?? {})
  demand(texts?.['zh-CN'], 'texts has zh-CN')
  for (const each of languages) {
    for (const key of wanted(schema)) demand(typeof each?.[key] == 'string', `texts has ${key}`)
  }
  return { name, section, order, icon, schema, texts, enact }
}

/** @param {any} schema */
function checkSchema(schema) {
  if (Array.isArray(schema?.choices)) {
    const { choices, initial } = schema
    demand(choices.length > 1 && choices.length < 20, 'choices are 2 to 19')
    for (const each of choices)
      demand(typeof each == 'string' && VALUE.test(each), `not a choice: ${each}`)
    demand(choices.includes(initial), 'initial is one of the choices')
    return
  }
  const { min, max, step, initial } = schema ?? {}
  demand([min, max, step, initial].every(Number.isFinite), 'schema has choices, or min, max, step')
  demand(step > 0 && min < max && initial >= min && initial <= max, 'initial lies from min to max')
  demand(initial % step == 0 && min % step == 0 && max % step == 0, 'min, max, initial are steps')
}

/** @param {Schema} schema */
export const isSwitch = (schema) =>
  'choices' in schema && `${[...schema.choices].sort()}` == 'off,on'

/** The texts that there must be. @param {Schema} schema */
const wanted = (schema) => [
  'label',
  ...('choices' in schema && !isSwitch(schema) ? schema.choices : []),
]

/** What need not be said. @type {Record<string, Texts>} */
export const usual = withStates({
  'zh-CN': {
    value: '{value}',
    less: '减小',
    more: '增大',
    least: '已经是最小',
    most: '已经是最大',
  },
  en: {
    value: '{value}',
    less: 'Less',
    more: 'More',
    least: 'Least already',
    most: 'Most already',
  },
})
