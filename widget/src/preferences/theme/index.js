import { labels } from '../../generated/themes.js'
import { createEnactor } from './enactor.js'
import { createControl } from './control.js'

/** @param {string} language */
const names = (language) =>
  Object.fromEntries(Object.entries(labels).map(([name, label]) => [name, label[language]]))

/** @type {import('../../types').Preference} */
export const preference = {
  texts: {
    'zh-CN': { label: '配色', none: '网页原色', ...names('zh-CN') },
    en: { label: 'Colours', none: 'As it is', ...names('en') },
  },
  control: createControl,
  enactor: createEnactor,
}
