import { schemas } from './generated/schemas.js'

/** @import { Schema, State, Value, Values } from './types.js' */

/**
 * The value if its schema allows it, else the schema's default.
 *
 * @param {Schema} schema
 * @param {any} raw a cookie's text, a page's argument: anything
 * @returns {Value}
 */
export const legal = (schema, raw) =>
  (
    'step' in schema
      ? (raw = +raw) >= schema.min && raw <= schema.max && raw % schema.step == 0
      : schema.choices.includes(raw) || schema.allows?.(`${raw}`)
  )
    ? raw
    : schema.initial

/**
 * The same from where it was kept: a palette of the portal's own is kept as its colours.
 *
 * @param {Schema} schema
 * @param {any} raw
 */
export function kept(schema, raw) {
  const value = legal(schema, raw)
  return ('named' in schema && schema.named?.[value]) || value
}

/**
 * What the visitor chose, from the document's cookie. Nothing in it is trusted.
 *
 * @returns {State}
 */
export function parse() {
  /** @type {Values} */
  const values = {}
  let cookie
  try {
    cookie = /(?:^|; )a11y=v1&([^;]*)/.exec(document.cookie)
  } catch {} // a sandboxed frame has no cookies
  const raw = new URLSearchParams(cookie ? cookie[1] : '')
  for (const name of Object.keys(schemas)) values[name] = kept(schemas[name], raw.get(name))
  return { on: raw.get('on') == '1', open: raw.get('open') == '1', values }
}
