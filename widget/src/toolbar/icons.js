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
  links: 'M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2',
  headings: 'M6 5v14M18 5v14M6 12h12',
  focus: 'M4.5 9V4.5H9M15 4.5h4.5V9M19.5 15v4.5H15M9 19.5H4.5V15M9.5 12h5M12 9.5v5',
  pinyin: 'M5 3.5h2.4M10 3.5h4M16.6 3.5H19M5 9.5h14M12 7v2.5M8 9.5c.6 4.5 3.6 8.6 9.5 11M16 9.5c-.6 4.5-3.6 8.6-9.5 11',
  traditional: 'M4 5h16M9 3.5v3M15 3.5v3M7 9h10v4H7ZM12 9v4M4.5 16h15M12 13v7.5M8 18l-2.5 2.5M16 18l2.5 2.5',
  ruler: 'M3.5 8.5h17v7h-17ZM7.5 8.5v3M11 8.5v3.6M14.5 8.5v3M18 8.5v3',
  mask: 'M4 4.5h16v4.5H4ZM4 15h16v4.5H4ZM7 12h10',
  cross: 'M12 3.5v17M3.5 12h17',
  magnifier: 'M10.5 4.5a6 6 0 1 0 0 12 6 6 0 0 0 0-12ZM15 15l5 5M8 10.5h5M10.5 8v5',
  cursor: 'M5 3.5v15.2l3.9-3.6 2.5 5.7 2.9-1.3-2.5-5.6h5.4Z',
  previous: 'M5.5 14.5 12 8l6.5 6.5M5.5 19h13',
  next: 'M5.5 9.5 12 16l6.5-6.5M5.5 5h13',
  close: 'M6 6l12 12M18 6 6 18',
  motion: 'M3.5 8h9M3.5 12h6M3.5 16h9M15.5 8v8M19.5 8v8',
  images: 'M4 5.5h16v13H4ZM4.5 16l4.5-4.5 3.5 3.5M4 4l16 16M15.5 9.5h.01',
  mute: 'M4 9.6v4.8h3.4l4.8 3.9V5.7L7.4 9.6H4ZM16 9.5l5 5M21 9.5l-5 5',
  popups: 'M4 4.5h16v15H4ZM4 8.5h16M8.5 16h7',
  guard: 'M12 3.8 19 6.4v5.4c0 4-2.8 7-7 8.6-4.2-1.6-7-4.6-7-8.6V6.4ZM12 8.6v4M12 15.8h.01',
  forms: 'M4 7.5h16v9H4ZM7.5 10.5v3M11 20h2M11 4h2M12 4v16',
  timeout: 'M12 5.2a7.4 7.4 0 1 0 0 14.8 7.4 7.4 0 0 0 0-14.8ZM12 8.6v4l2.8 1.8M9.5 2.8h5',
  back: 'M14.5 5.5 8 12l6.5 6.5',
  guide: 'M12 4.2a7.8 7.8 0 1 0 0 15.6 7.8 7.8 0 0 0 0-15.6ZM9.8 10a2.3 2.3 0 1 1 3.3 2.1c-.7.4-1.1.8-1.1 1.7M12 16.4h.01',
  palettes: 'M4.5 4.5h6.5v15H4.5ZM13 4.5h6.5v15H13ZM4.5 12h6.5M13 9.5h6.5M13 14.5h6.5',
  drop: 'M12 3.8c3.6 4.2 6 7.2 6 10.2a6 6 0 0 1-12 0c0-3 2.4-6 6-10.2ZM9 14.2a3 3 0 0 0 3 3',
  check: 'M5 12.6l4.6 4.6L19.2 7.4',
}

/** One of the portal's own. @param {string} name @param {string} path */
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
