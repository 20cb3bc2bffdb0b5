/** What a visitor in care mode has chosen, shown before the first paint. Loaded by boot.js. */
import { parse } from './cookie.js'
import { early } from './generated/early.js'
import { schemas } from './generated/schemas.js'
import { fill } from './layer.js'

/** @import { Boot } from './types.js' */

/** @param {Boot} core */
export function paint(core) {
  // The toolbar, which was asked for at the same time, may have been faster.
  if (core.state) return
  const { on, values } = (core.state = parse())
  if (!on) return core.sheet?.replaceSync('')
  const root = document.documentElement
  let css = ''
  root.setAttribute('data-a11y-on', '')
  for (const name in values) {
    if (values[name] == schemas[name].initial) continue
    root.setAttribute('data-a11y-' + name, `${values[name]}`)
    css += early[name]?.(values[name], values) ?? ''
  }
  if (core.sheet) fill(core.sheet, css)
}
