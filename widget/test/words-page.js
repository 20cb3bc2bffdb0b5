/** The page's half of the words tests: the module that others call, under names of its own. */
import { pinyinOf, traditionalOf } from '../src/page/words.js'

Object.assign(window, { pinyinOf, traditionalOf })
