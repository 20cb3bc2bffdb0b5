import { fill, layered } from '../layer.js'

/** @import { Core, Sheets } from '../types.js' */

/** The page's transitions rest for so long where their end need not be waited for, in milliseconds. */
const LINGER = 300

/**
 * @param {Core} core
 * @returns {Sheets}
 */
export function createSheets(core) {
  /** @type {Map<string, { css: string, sheet: CSSStyleSheet | HTMLStyleElement }>} */
  const sheets = new Map()
  /** @type {Set<Document | ShadowRoot>} */
  const roots = new Set([document])
  const adopting = 'adoptedStyleSheets' in document

  /** @param {Document | ShadowRoot} root */
  function keepIn(root) {
    const ours = [...sheets.values()].filter(({ css }) => css).map(({ sheet }) => sheet)
    if (adopting) {
      const known = new Set([...sheets.values()].map(({ sheet }) => sheet))
      const before = root.adoptedStyleSheets
      const after = [...before.filter((sheet) => !known.has(sheet)), ...ours]
      const same = before.length == after.length && after.every((sheet, at) => sheet == before[at])
      if (!same) root.adoptedStyleSheets = /** @type {CSSStyleSheet[]} */ (after)
    } else if (root == document) {
      // Safari before 16.4 and Firefox before 101 cannot adopt; a strict CSP then leaves us plain.
      for (const style of /** @type {HTMLStyleElement[]} */ (ours)) {
        if (!style.isConnected) document.documentElement.append(style)
      }
      for (const { css, sheet } of sheets.values()) {
        if (!css) /** @type {HTMLStyleElement} */ (sheet).remove()
      }
    }
  }

  const keep = () => roots.forEach(keepIn)

  /** @param {string} name */
  function entry(name) {
    let found = sheets.get(name)
    if (!found) {
      const sheet = adopting ? new CSSStyleSheet() : document.createElement('style')
      sheets.set(name, (found = { css: '', sheet }))
    }
    return found
  }

  /** The timer that ends a stillness which was to end lazily; 0 if none. */
  let lingering = 0

  // The one of the first paint counts as ours from now on, so that it can be dropped.
  if (core.sheet) sheets.set('early', { css: 'early', sheet: core.sheet })

  return {
    set(name, css, medium) {
      const found = entry(name)
      if (found.css == css) return
      found.css = css
      if (css && found.sheet instanceof HTMLStyleElement) found.sheet.textContent = layered(css, medium)
      else if (css) fill(/** @type {CSSStyleSheet} */ (found.sheet), css, medium)
      keep()
    },
    get: (name) => sheets.get(name)?.css ?? '',
    without(name, look) {
      const { sheet } = entry(name)
      sheet.disabled = true
      try {
        return look()
      } finally {
        sheet.disabled = false
      }
    },
    still(change, lazily = false) {
      const within = this.get('still') && !lingering
      clearTimeout(lingering)
      lingering = 0
      if (within) return change()
      this.set('still', '*,::before,::after{transition:none!important}')
      const end = () => {
        lingering = 0
        this.set('still', '')
      }
      try {
        return change()
      } finally {
        if (lazily) lingering = setTimeout(end, LINGER)
        else {
          document.body?.offsetHeight
          end()
        }
      }
    },
    addRoot(root) {
      if (roots.has(root)) return
      roots.add(root)
      keepIn(root)
    },
    keep,
  }
}
