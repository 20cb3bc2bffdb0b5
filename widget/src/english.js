import { names } from './generated/themesEnglish.js'

/** What i18n.js says, in English: loaded where a portal is configured so. @type {import('./types.js').Texts} */
export const english = {
  care: 'Care mode',
  on: 'on',
  toolbar: 'Care mode toolbar',
  reading: 'Reading aloud',
  read: 'Read',
  pause: 'Pause',
  resume: 'Go on',
  loading: 'Wait',
  stop: 'Stop',
  more: 'More',
  reset: 'Reset',
  exit: 'Leave',
  collapse: 'Hide',
  skip: 'To the content',
  'said.on': 'Care mode is on',
  'said.reset': 'Back to the default settings',
  'said.forgotten': 'Forgotten, and care mode is off',
  'said.playing': 'Reading',
  'said.paused': 'Reading is paused',
  'said.idle': 'Reading has stopped',
  offline: 'The network is down. Please try again in a moment.',
  'words.failed': 'The server cannot convert the text just now. The page stays as it is.',
  'speech.browser': 'Read with the voice of the browser.',
  'speech.none': 'There is no Chinese voice, so nothing can be read.',
  'speech.busy': 'Reading is busy just now. Please try again in a moment.',
  'speech.empty': 'There is no text to read on this page.',
  'speech.blocked': 'The browser did not allow sound. Please press Read again.',
}

/** The same for what is on the bar. @type {Record<string, import('./types.js').Texts>} */
export const onTheBar = {
  size: {
    label: 'Text size',
    value: '{value}%',
    less: 'Smaller',
    more: 'Larger',
    least: 'Original size already',
    most: 'Largest already',
  },
  rate: {
    label: 'Speed',
    value: '{value}×',
    less: 'Slower',
    more: 'Faster',
    least: 'Slowest already',
    most: 'Fastest already',
  },
  theme: {
    label: 'Colours',
    none: 'As it is',
    own: 'My own',
    forced: 'The system sets the colours: its high contrast is on',
    ...names,
  },
}
