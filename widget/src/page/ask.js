import { pageAsk } from '../generated/css/pageAsk.js'
import { el, plain } from '../toolbar/dom.js'
import { coreOf } from './frames.js'

/** @import { Page } from '../types.js' */

/**
 * @typedef {{ title: string, lines: string[], yes: string, no: string }} Question
 *   `no` is the safe answer: it has the focus, and Esc gives it
 */

/** The toolbar's element on this page, or on the one that frames it. @param {Page} page */
export const homeOf = (page) =>
  page.home() ?? (top && top != window ? coreOf(top)?.home?.() : undefined)

/**
 * Asks in large type, above everything. A modal dialog of the browser's: the page behind it is out of
 * reach for keys, pointers and screen readers, without a change to it, and a modal dialog of the page's
 * own does not lie above it.
 *
 * @param {Page} page
 */
export function createAsk(page) {
  let count = 0
  /** @type {HTMLDialogElement | undefined} */
  let open

  function close() {
    open?.close()
    open = undefined
  }

  /**
   * @param {Question} question
   * @returns {Promise<boolean>} whether the answer is yes
   */
  function ask({ title, lines, yes, no }) {
    close()
    const home = homeOf(page)
    if (!home) return Promise.resolve(confirm([title, ...lines].join('\n')))
    home.addStyle(pageAsk)
    const id = `ask${++count}`
    const text = el('div', { id: `${id}-text` }, ...lines.map((line) => el('p', {}, line)))
    return new Promise((done) => {
      let answer = false
      /** @param {boolean} value */
      const say = (value) => () => {
        answer = value
        dialog.close()
      }
      const safe = plain(no, say(false))
      safe.classList.add('primary')
      const dialog = el(
        'dialog',
        {
          class: 'ask',
          role: 'alertdialog',
          'aria-modal': 'true',
          'aria-labelledby': `${id}-title`,
          'aria-describedby': `${id}-text`,
        },
        el('h2', { id: `${id}-title` }, title),
        text,
        el('div', { class: 'answers' }, safe, plain(yes, say(true))),
      )
      dialog.addEventListener('close', () => {
        dialog.remove()
        if (open == dialog) open = undefined
        done(answer)
      })
      open = dialog
      home.frame.append(dialog)
      dialog.showModal()
      safe.focus()
    })
  }

  return { ask, close }
}
