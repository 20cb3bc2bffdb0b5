/** @import { Marks, Sheets } from '../types.js' */

const PREFIX = 'data-a11y-'

/**
 * The one place that writes to elements of the host, and that takes everything back.
 *
 * @param {Sheets} sheets
 * @returns {Marks}
 */
export function createMarks(sheets) {
  /** @type {Set<Document | ShadowRoot>} */
  const roots = new Set([document])
  /** @type {Map<Element, { attribute: string, original: string | null, ours: string }>} */
  const replaced = new Map()
  const { demote, promote } = createDemotions()

  /** @param {ParentNode} root @returns {Element[]} */
  function elements(root = document.body || document.createDocumentFragment()) {
    const found = root instanceof Element ? [root] : []
    for (const element of root.querySelectorAll('*')) found.push(element)
    for (const element of [...found]) {
      if (!element.shadowRoot || element.localName == 'a11y-toolbar') continue
      roots.add(element.shadowRoot)
      sheets.addRoot(element.shadowRoot)
      found.push(...elements(element.shadowRoot))
    }
    return found
  }

  return {
    set: (element, name, value) => element.setAttribute(PREFIX + name, value),
    remove: (element, name) => element.removeAttribute(PREFIX + name),
    clear(name) {
      for (const root of roots) {
        // Looked for, not remembered: pages copy elements together with our marks.
        for (const element of root.querySelectorAll(`[${PREFIX}${name}]`)) {
          element.removeAttribute(PREFIX + name)
        }
      }
    },
    replace(element, attribute, value) {
      const original = replaced.get(element)?.original ?? element.getAttribute(attribute)
      replaced.set(element, { attribute, original, ours: value })
      element.setAttribute(attribute, value)
    },
    putBack() {
      for (const [element, { attribute, original, ours }] of replaced) {
        if (element.getAttribute(attribute) != ours) continue
        if (original === null) element.removeAttribute(attribute)
        else element.setAttribute(attribute, original)
      }
      replaced.clear()
    },
    demote,
    promote,
    elements,
  }
}

/**
 * An inline `!important` is the one thing of a page that no style sheet overrides (CSS Cascade 5,
 * section 6.1: element-attached styles come before layers). It becomes an ordinary declaration.
 */
function createDemotions() {
  /**
   * @typedef {{ original: string, ours: string | null, owners: Map<string, Map<string, string>> }} Record
   * @type {Map<HTMLElement, Record>}
   */
  const records = new Map()

  /** @param {HTMLElement} element @param {Record} record @param {string} owner @param {readonly string[]} names */
  function strip(element, record, owner, names) {
    const values = record.owners.get(owner) ?? new Map()
    for (const name of names) {
      if (element.style.getPropertyPriority(name) != 'important') continue
      const value = element.style.getPropertyValue(name)
      values.set(name, value)
      element.style.setProperty(name, value)
    }
    if (values.size) record.owners.set(owner, values)
    record.ours = element.getAttribute('style')
  }

  return {
    /** @param {Iterable<Element>} elements @param {string} owner @param {readonly string[]} properties */
    demote(elements, owner, properties) {
      for (const element of /** @type {Iterable<HTMLElement>} */ (elements)) {
        const original = element.getAttribute('style')
        if (!original || !/important/i.test(original) || !element.style) continue
        // Under a CSP that bars style attributes, nothing has been parsed and nothing is to be done.
        if (!properties.some((name) => element.style.getPropertyPriority(name))) continue
        let record = records.get(element)
        if (!record || record.ours != original) {
          record = { original, ours: null, owners: record?.owners ?? new Map() }
        }
        records.set(element, record)
        strip(element, record, owner, properties)
      }
    },
    /** @param {string} owner */
    promote(owner) {
      for (const [element, record] of records) {
        const mine = record.owners.get(owner)
        if (!mine) continue
        record.owners.delete(owner)
        const untouched = element.getAttribute('style') == record.ours
        for (const [name, value] of mine) {
          // Where the page has written another value meanwhile, that one stands.
          if (element.style.getPropertyValue(name) == value) {
            element.style.setProperty(name, value, 'important')
          }
        }
        record.ours = element.getAttribute('style')
        if (untouched && !record.owners.size && record.ours != record.original) {
          // A policy that bars style attributes lets scripts write them so, and only so.
          element.style.cssText = record.original
          if (element.getAttribute('style') != record.original)
            element.setAttribute('style', record.original)
        }
        if (!record.owners.size) records.delete(element)
      }
    },
  }
}
