import { addIcon } from './icons.js'

/** Icons that only the drawer has: they come with it. @type {Record<string, string>} */
const paths = {
  outline: 'M4 6h.01M8 6h12M8 12h.01M12 12h8M8 18h.01M12 18h8',
  regions: 'M4 4.5h16v4H4ZM4 12h9v7.5H4ZM16.5 12H20v7.5h-3.5Z',
  simple: 'M6 3.5h12v17H6ZM9 8h6M9 12h6M9 16h3.5',
  keys: 'M3.5 7h17v10.5h-17ZM7 10.5h.01M10.3 10.5h.01M13.7 10.5h.01M17 10.5h.01M8 14.2h8',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7Z',
  elder: 'M10 4.2a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4ZM6 20.5l1.2-6.2c.3-1.7 1.3-2.8 2.8-2.8s2.4 1 2.7 2.6l2.3 1.6M12 20.5l-.8-4M17 14v6.5M15 14a2 2 0 0 1 4 0',
  sight: 'M2.8 12c2.4-4.2 5.5-6.3 9.2-6.3s6.8 2.1 9.2 6.3c-2.4 4.2-5.5 6.3-9.2 6.3S5.2 16.2 2.8 12ZM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z',
  reader: 'M4 13v-1a8 8 0 0 1 16 0v1M4 13h3v6H5.5A1.5 1.5 0 0 1 4 17.5ZM20 13h-3v6h1.5a1.5 1.5 0 0 0 1.5-1.5Z',
  colours: 'M9 4.5a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 9 4.5ZM15 9.1a5.2 5.2 0 1 1-5.6 7',
  letters: 'M4 5.5c3-1 5.5-.7 8 1 2.5-1.7 5-2 8-1v13c-3-1-5.5-.7-8 1-2.5-1.7-5-2-8-1ZM12 6.5v13',
  navigation: 'M12 3.8a8.2 8.2 0 1 0 0 16.4 8.2 8.2 0 0 0 0-16.4ZM15.6 8.4l-2 5.2-5.2 2 2-5.2Z',
  window: 'M3.5 5h17v14h-17ZM3.5 15.5l4.5-4 3.5 3 3.5-4 5.5 5M8.5 9h.01',
  content: 'M5 3.5h14v17H5ZM8.5 8h7M8.5 11.5h7M8.5 15h4',
  list: 'M4 6.5h.01M8 6.5h12M4 12h.01M8 12h12M4 17.5h.01M8 17.5h12',
  interaction: 'M4 5h16v10.5h-8.5L7 19.5v-4H4ZM8 9h8M8 12h5',
  service: 'M4 13.5h3.5l3 2h4a1.5 1.5 0 0 0 0-3H11M14.5 12.7l4-1.7a1.5 1.5 0 0 1 1.2 2.7L13 18.5H8l-4 1M12 3.8v4.4M9.8 6h4.4',
  hand: 'M8 12V6.3a1.5 1.5 0 0 1 3 0V11M11 10V4.8a1.5 1.5 0 0 1 3 0V11M14 10.5V6.8a1.5 1.5 0 0 1 3 0V14c0 3.8-2.2 6.5-5.5 6.5-2.6 0-3.9-1.2-5-3.3l-2-4c.8-1.2 2.2-1 3.5.8',
}

for (const name of Object.keys(paths)) addIcon(name, paths[name])
