import { joined } from '../page/words.js'

/** @import { Place } from './attributes.js' */
/** @typedef {Place & { original: string, shown: string, forms?: string[] }} Label */

/** Attributes of the page that we show in traditional characters. */
export function createLabels() {
  /** @type {Map<Element, Map<string, Label>>} */
  const all = new Map()

  /** @param {Label} label @param {string} value */
  function put(label, value) {
    const { element, name, shown } = label
    if (element.getAttribute(name) != shown || shown == value) return
    element.setAttribute(name, value)
    label.shown = value
  }

  const each = () => [...all.values()].flatMap((labels) => [...labels.values()])

  return {
    /** Whether it is what we made of it. @param {Place} place */
    has: ({ element, name }) => all.get(element)?.get(name)?.shown == element.getAttribute(name),
    /** @param {Place} place @returns {Label} */
    take({ element, name }) {
      const original = element.getAttribute(name) ?? ''
      const label = { element, name, original, shown: original }
      const labels = all.get(element) ?? new Map()
      all.set(element, labels.set(name, label))
      return label
    },
    /** @param {Label} label @param {boolean} wanted */
    show: (label, wanted) =>
      put(label, wanted && label.forms ? joined(label.original, label.forms) : label.original),
    /** Those for which the server has not been asked. */
    lacking: () => each().filter(({ forms }) => !forms),
    /** @param {boolean} wanted */
    showAll(wanted) {
      for (const label of each()) this.show(label, wanted)
    },
    /** Everything as the page made it. */
    clear() {
      for (const label of each()) put(label, label.original)
      all.clear()
    },
  }
}
