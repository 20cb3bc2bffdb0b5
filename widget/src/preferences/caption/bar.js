import { captionBar } from '../../generated/css/captionBar.js'
import { schemas } from '../../generated/schemas.js'
import { translator } from '../../i18n.js'
import { button, el } from '../../toolbar/dom.js'
import { createPages } from './pages.js'

/** @import { Core, Home } from '../../types.js' */
/** @import { Word } from './words.js' */

const texts = {
  'zh-CN': {
    label: '大字幕',
    hint: '指着文字，或者点一下，这里大字显示。',
    previous: '上一页',
    next: '下一页',
    smaller: '字小',
    larger: '字大',
    close: '关字幕',
  },
  en: {
    label: 'Captions',
    hint: 'Point at a text or tap it: it is shown large here.',
    previous: 'Back',
    next: 'Next',
    smaller: 'Smaller',
    larger: 'Larger',
    close: 'Close',
  },
}

/**
 * The bar: a text very large, its pages, its size.
 *
 * @param {Core} core
 * @param {Home} home
 */
export function createBar({ api, config }, home) {
  const t = translator(config.language, texts)
  const sizes = /** @type {{ choices: string[] }} */ (schemas.caption).choices.slice(1)
  let size = sizes[0]
  /** Where the focus was before it came here. @type {HTMLElement | undefined} */
  let before

  /** @param {number} by */
  const resize = (by) => {
    const wanted = sizes[sizes.indexOf(size) + by]
    if (wanted) api.set('caption', wanted)
  }
  const close = () => {
    api.set('caption', 'off')
    before?.focus()
  }
  const previous = button('previous', t('previous'), () => pages.turn(-1))
  const next = button('next', t('next'), () => pages.turn(1))
  const smaller = button('smaller', t('smaller'), () => resize(-1))
  const larger = button('larger', t('larger'), () => resize(1))
  const counter = el('span', { class: 'counter' })
  const line = el('div', { class: 'words' })
  const paper = el('div', { class: 'paper', 'aria-hidden': 'true' }, line)
  const buttons = el(
    'div',
    { class: 'buttons' },
    previous,
    counter,
    next,
    smaller,
    larger,
    button('close', t('close'), close),
  )
  const element = el(
    'div',
    { class: 'caption', role: 'region', 'aria-label': t('label') },
    paper,
    buttons,
  )
  /** @type {HTMLElement[]} */
  let pieces = []
  /** @type {Word[]} */
  let words = []
  const pages = createPages(paper, line, (at, count) => {
    counter.textContent = count > 1 ? `${at + 1}/${count}` : ''
    previous.setAttribute('aria-disabled', `${at <= 0}`)
    next.setAttribute('aria-disabled', `${at >= count - 1}`)
  })

  /** @param {KeyboardEvent} event */
  function key(event) {
    if (event.key == 'PageDown') pages.turn(1)
    else if (event.key == 'PageUp') pages.turn(-1)
    else if (event.key == 'Escape') close()
    else return
    event.preventDefault()
  }

  element.addEventListener('keydown', key)
  element.addEventListener('focusin', ({ relatedTarget: from }) => {
    if (from instanceof HTMLElement && !element.contains(from)) before = from
  })
  home.addStyle(captionBar)
  home.foot.append(element)

  /** @param {Word[]} shown @param {boolean} turning the pages turn by themselves */
  function show(shown, turning) {
    words = shown
    element.classList.toggle('read', shown.some(({ reading }) => reading))
    pieces = shown.map(({ text, reading }) =>
      reading ? el('ruby', {}, text, el('rt', {}, reading)) : el('span', {}, text),
    )
    line.replaceChildren(...pieces)
    pages.renew(turning)
  }

  show([{ text: t('hint'), start: 0, end: 0 }], false)
  return {
    show,
    /**
     * Mark what is heard, and be on its page.
     * @param {[number, number, number, number][]} marks
     * @param {() => number} heard
     * @param {() => boolean} current whether it still is that sentence
     */
    followVoice(marks, heard, current) {
      /** @type {HTMLElement[]} */
      let marked = []
      let last = -1
      const step = () => {
        if (!current() || !element.isConnected) return clear()
        const now = heard()
        const at = marks.findIndex(([, , from, to]) => from <= now && now < to)
        if (at >= 0 && at != last) {
          clear()
          last = at
          const [start, end] = marks[at]
          marked = pieces.filter((_, each) => words[each].start < end && words[each].end > start)
          for (const piece of marked) piece.classList.add('now')
          if (marked[0]) pages.bring(marked[0])
        }
        requestAnimationFrame(step)
      }
      const clear = () => marked.forEach((piece) => piece.classList.remove('now'))
      step()
    },
    /** @param {string} value */
    setSize(value) {
      size = value
      element.dataset.size = value
      smaller.setAttribute('aria-disabled', `${size == sizes[0]}`)
      larger.setAttribute('aria-disabled', `${size == sizes[sizes.length - 1]}`)
      pages.reflow()
    },
    reflow: pages.reflow,
    destroy() {
      pages.stop()
      element.remove()
    },
  }
}
