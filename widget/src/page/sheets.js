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

  /** A stillness is to end lazily: two frames after it, and then some time. */
  let lingering = false
  let frame = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer

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
      cancelAnimationFrame(frame)
      clearTimeout(timer)
      lingering = false
      if (within) return change()
      this.set('still', '*,::before,::after{transition:none!important}')
      const end = () => {
        lingering = false
        this.set('still', '')
      }
      try {
        return change()
      } finally {
        lingering = lazily
        // Not before the frame that shows it is there: on a slow machine that would delay it.
        const later = () => (timer = setTimeout(end, LINGER))
        if (lazily) frame = requestAnimationFrame(() => (frame = requestAnimationFrame(later)))
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
