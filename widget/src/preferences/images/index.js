import { lazy } from '../../page/lazy.js'
import { createToggle } from '../../toolbar/toggle.js'
import { texts } from './texts.js'

/** @import { Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'page',
  order: 50,
  texts,
  control: (context) => createToggle(context, 'images'),
  enactor: lazy(() => import('./enactor.js')),
}
