import { lazy } from '../../page/lazy.js'
import { switched } from '../../toolbar/switch.js'
import { texts } from './texts.js'

export const preference = switched('forms', 'help', 20, texts, lazy(() => import('./enactor.js')))
