import { lazy } from '../../page/lazy.js'
import { switched } from '../../toolbar/switch.js'
import { texts } from './texts.js'

export const preference = switched('guard', 'help', 10, texts, lazy(() => import('./enactor.js')))
