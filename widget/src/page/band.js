import { pageBand } from '../generated/css/pageBand.js'
import { createChoice } from '../toolbar/choice.js'
import { follower } from './follower.js'

/** @import { Preference } from '../types.js' */

/**
 * A preference that shows a band across the window, where the visitor reads: narrow, medium or wide.
 *
 * @param {string} name of the preference, and a class of the band
 * @param {string} css its own, with the heights
 * @param {number} order in the drawer
 * @param {Record<string, string>} labels by language
 * @param {number} [parts] how many elements it needs within
 * @returns {Preference}
 */
export const band = (name, css, order, labels, parts) => ({
  section: 'pointer',
  order,
  texts: {
    'zh-CN': { label: labels['zh-CN'], off: '关闭', narrow: '窄', on: '适中', wide: '宽' },
    en: { label: labels.en, off: 'Off', narrow: 'Narrow', on: 'Medium', wide: 'Wide' },
  },
  control: createChoice,
  enactor: follower(`band ${name}`, pageBand + css, {
    stays: true,
    parts,
    move(element, { y }) {
      element.style.setProperty('transform', `translateY(${Math.round(y)}px)`)
    },
  }),
})
