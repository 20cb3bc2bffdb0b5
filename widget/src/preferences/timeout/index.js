import { lazy } from '../../page/lazy.js'
import { switched } from '../../toolbar/switch.js'
import { texts } from './texts.js'

export const preference = switched('timeout', 'help', 30, texts, lazy(() => import('./enactor.js')))
