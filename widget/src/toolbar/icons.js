/**
 * Our icons: strokes of one weight on a grid of 24, round ends, drawn for this toolbar.
 *
 * @type {Record<string, string>}
 */
const paths = {
  care: 'M12 20.2C6.2 16.2 3.2 12.9 3.2 9.3c0-2.6 2-4.6 4.4-4.6 1.8 0 3.4 1 4.4 2.8 1-1.8 2.6-2.8 4.4-2.8 2.4 0 4.4 2 4.4 4.6 0 3.6-3 6.9-8.8 10.9ZM8.7 11.6l2.4 2.4 4.3-4.6',
  read: 'M4 9.6v4.8h3.4l4.8 3.9V5.7L7.4 9.6H4ZM15.6 9.2a4 4 0 0 1 0 5.6M18.2 6.6a7.6 7.6 0 0 1 0 10.8',
  pause: 'M8.5 5v14M15.5 5v14',
  resume: 'M8 5.5v13l10.5-6.5L8 5.5Z',
  loading: 'M6 12h.01M12 12h.01M18 12h.01',
  stop: 'M6 6h12v12H6V6Z',
  slower: 'M5 12h14',
  faster: 'M5 12h14M12 5v14',
  smaller: 'M3.5 18.5 8.7 6h.6l5.2 12.5M5.4 14.2h7.2M16.5 9h5',
  larger: 'M3.5 18.5 8.7 6h.6l5.2 12.5M5.4 14.2h7.2M16.5 9h5M19 6.5v5',
  reset: 'M5.2 12.5a6.9 6.9 0 1 0 2-5.4L5 9.2M5 4.6v4.6h4.6',
  exit: 'M10.5 4.8H5.2v14.4h5.3M15 8l4 4-4 4M18.6 12H10',
  collapse: 'M5.5 15 12 8.5l6.5 6.5',
  more: 'M4.5 4.5h6v6h-6ZM13.5 4.5h6v6h-6ZM4.5 13.5h6v6h-6ZM16.5 13.5v6M13.5 16.5h6',
  check: 'M5 12.6l4.6 4.6L19.2 7.4',
}

/** One that comes later, or of the portal's own. @param {string} name @param {string} path */
export const addIcon = (name, path) => void (paths[name] = path)

/** @param {string} name */
export function drawIcon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', `icon ${name}`)
  svg.setAttribute('aria-hidden', 'true')
  svg.append(path)
  setIcon(svg, name)
  return svg
}

/** @param {Element} svg from drawIcon @param {string} name */
export function setIcon(svg, name) {
  svg.firstElementChild?.setAttribute('d', paths[name])
}
