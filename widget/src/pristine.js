/**
 * Built-ins of the browser under their own names, as they were before any script of the page ran.
 *
 * Old pages have functions called `Map`, `Node` or `stop`, and put others in the place of `fetch` or
 * `MutationObserver`. scripts/build puts these wherever a module of the toolbar names one of them.
 */
/** @type {typeof globalThis} */
const own =
  /** @type {Record<symbol, any>} */ (/** @type {unknown} */ (window))[Symbol.for('a11y')]?.own ?? window

export const Map = own.Map
export const Set = own.Set
export const WeakMap = own.WeakMap
export const Promise = own.Promise
export const URL = own.URL
export const Node = own.Node
export const Element = own.Element
export const Text = own.Text
export const EventTarget = own.EventTarget
export const CustomEvent = own.CustomEvent
export const MutationObserver = own.MutationObserver
export const ResizeObserver = own.ResizeObserver
export const fetch = own.fetch
export const stop = own.stop
