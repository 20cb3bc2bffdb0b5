import { drawIcon } from './icons.js'

/**
 * An element with attributes and children. Attributes that are `false` or undefined are left out.
 *
 * Nothing here parses HTML: a page's Trusted Types policy has nothing to refuse.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | boolean | undefined>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function el(name, attributes = {}, ...children) {
  const element = /** @type {HTMLElementTagNameMap[Name]} */ (
    document.createElementNS('http://www.w3.org/1999/xhtml', name)
  )
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false)
      element.setAttribute(key, value === true ? '' : value)
  }
  element.append(...children)
  return element
}

/**
 * Take an element out, wherever it is. Prototype's own `remove` fails where that is nowhere.
 *
 * @param {Element} element
 */
export const takeOut = (element) => void element.parentNode?.removeChild(element)

/**
 * A real button of words alone.
 *
 * @param {string} label
 * @param {() => void} press
 */
export function plain(label, press) {
  const element = el('button', { type: 'button', class: 'button' }, label)
  element.addEventListener('click', press)
  return element
}

/**
 * A real button with an icon above its label.
 *
 * @param {string} icon the name of one in icons.js
 * @param {string} label seen and said
 * @param {() => void} press
 */
export function button(icon, label, press) {
  const text = el('span', { class: 'label' }, label)
  const element = el('button', { type: 'button', class: 'button' }, drawIcon(icon), text)
  element.addEventListener('click', press)
  return element
}
