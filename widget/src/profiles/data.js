/** @import { Value } from '../types.js' */

/**
 * What each profile chooses, by preference. One that a build does not have is left out; where one has
 * been built in several ways, the first value that its schema allows counts.
 *
 * @type {Record<string, { icon: string, values: Record<string, Value | Value[]> }>}
 */
export const profiles = {
  // Larger, clearer, calmer, and asked before what cannot be undone.
  elder: {
    icon: 'elder',
    values: {
      size: 150,
      links: 'on',
      motion: ['still', 'stop', 'off', 'on'],
      popups: ['close', 'on'],
      guard: ['ask', 'on'],
      forms: 'on',
    },
  },
  // As large as goes, the strongest contrast, and never lost.
  sight: {
    icon: 'sight',
    values: {
      size: 200,
      theme: 'yellow-on-black',
      links: 'on',
      focus: 'on',
      cursor: ['large', 'large-black', 'black', 'on'],
      caption: 'on',
      motion: ['still', 'stop', 'off', 'on'],
    },
  },
  // Adds nothing that a screen reader would have to speak: only takes away what disturbs it.
  reader: {
    icon: 'reader',
    values: {
      motion: ['still', 'stop', 'off', 'on'],
      mute: ['on', 'mute'],
      popups: ['close', 'on'],
      guard: ['ask', 'on'],
    },
  },
  // What is told by colour is told by lines as well.
  colours: {
    icon: 'colours',
    values: { theme: 'black-on-white', links: 'on', focus: 'on' },
  },
  // Letters that stand apart, lines that can be followed, soft light where there is.
  letters: {
    icon: 'letters',
    values: {
      size: 125,
      letter: '0.12',
      word: '0.16',
      paragraph: '2',
      line: ['1.8', '2', '1.5', 1.8, 2, 1.5],
      font: ['legible', 'sans', 'hei'],
      ruler: 'on',
      motion: ['still', 'stop', 'off', 'on'],
    },
  },
  // Large targets, a strong ring for the keyboard, nothing done by a slip of the hand.
  hand: {
    icon: 'hand',
    values: {
      size: 150,
      focus: 'on',
      links: 'on',
      cursor: ['large', 'large-black', 'black', 'on'],
      guard: ['ask', 'on'],
      popups: ['close', 'on'],
    },
  },
}
