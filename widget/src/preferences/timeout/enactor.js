import { translator } from '../../i18n.js'
import { createAsk } from '../../page/ask.js'
import { exposedEnd } from './exposed.js'
import { texts } from './texts.js'

/** @import { Enactor, Page } from '../../types.js' */

/** How long before the end the visitor hears of it (ms). WCAG 2.2, SC 2.2.1 asks for 20 s. */
const AHEAD = 30000
/** A page that leads on within this was never meant to be read (ms). */
const BRIEF = 3000

/**
 * Says before a page leaves by itself, and stops it where that can be done: the browser's own refresh.
 * What a session's end is on the server nobody can move from here.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor(page) {
  const t = translator(page.core.config.language, texts)
  const { ask, close } = createAsk(page)
  let timer = 0
  let told = false

  function plan() {
    clearTimeout(timer)
    // Before that the browser does not count yet.
    if (told || document.readyState != 'complete') return
    const end = exposedEnd()
    const left = end ? end.at - performance.now() : 0
    if (left > BRIEF) timer = setTimeout(tell, Math.max(0, left - AHEAD))
  }

  function tell() {
    const end = exposedEnd()
    if (!end) return
    told = true
    const seconds = Math.round((end.at - performance.now()) / 1000)
    const line = !end.stops ? 'session' : end.to ? 'leaves' : 'reloads'
    const question = {
      title: t('title'),
      lines: [t(line, { seconds })],
      no: t(end.stops ? 'stay' : 'understood'),
      yes: t(end.stops ? 'go' : 'close'),
    }
    ask(question).then((go) => {
      // Ends what is being loaded too, which by now is nothing the page was made of.
      if (!go && end.stops) stop()
    })
  }

  return {
    enact(value) {
      const on = value == 'on'
      const listen = on ? addEventListener : removeEventListener
      listen('load', plan)
      clearTimeout(timer)
      if (on) return plan()
      close()
      told = false
    },
    // The load event, as the toolbar tells of it, comes before its own end.
    reflow: () => void setTimeout(plan),
  }
}
