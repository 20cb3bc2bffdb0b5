import { lazy } from '../../page/lazy.js'
import { createToggle } from '../../toolbar/toggle.js'
import { texts } from './texts.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'help',
  order: 30,
  texts,
  control: (context) => createToggle(context, 'timeout'),
  enactor: lazy(() => import('./enactor.js')),
}
