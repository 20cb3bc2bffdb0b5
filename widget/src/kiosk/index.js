import { kioskWarning } from '../generated/css/kioskWarning.js'
import { translator } from '../i18n.js'
import { el, plain } from '../toolbar/dom.js'

/** @import { Core, Home } from '../types.js' */

/** How long the visitor is warned, in seconds: WCAG 2.2.1 asks for 20 at least. */
const WARNING = 30
const OLD = 60
const LONGEST_LIFE = 130

const texts = {
  'zh-CN': {
    label: '还在使用吗？',
    left: '{left} 秒后退出关爱模式，清除本次的选择。',
    stay: '继续使用',
    end: '现在结束',
  },
  en: {
    label: 'Are you still there?',
    left: 'In {left} seconds care mode ends and forgets what was chosen.',
    stay: 'Go on',
    end: 'End now',
  },
}

/**
 * A machine for many: when nobody has touched it for a while, it forgets, but not without a warning.
 *
 * @param {Core} core
 * @param {number} seconds from the last touch to the end
 * @param {{ home(): Home | undefined, exit(): void, say(sentence: string): void }} actions
 */
export function watchIdle(core, seconds, { home, exit, say }) {
  const t = translator(core.config.language, texts)
  const count = el('p', { id: 'kiosk-left' })
  const stay = plain(t('stay'), () => touched())
  const dialog = el(
    'div',
    { role: 'alertdialog', 'aria-label': t('label'), 'aria-describedby': 'kiosk-left' },
    el('h2', {}, t('label')),
    count,
    el('div', { class: 'group' }, stay, plain(t('end'), end)),
  )
  // It lies over everything: a touch beside the buttons says as well that somebody is there, and
  // must not do anything on the page.
  const element = el('div', { class: 'kiosk', hidden: true }, dialog)
  element.addEventListener('click', ({ target }) => target == element && touched())
  element.addEventListener('keydown', ({ key }) => key == 'Escape' && touched())
  stay.classList.add('primary')
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  let reading = false
  /** Where the focus was. @type {Element | null} */
  let before = null

  function touched() {
    clearTimeout(timer)
    if (!element.hidden) {
      element.hidden = true
      if (before instanceof HTMLElement) before.focus()
    }
    if (core.state.on && !reading) timer = setTimeout(() => warn(WARNING), (seconds - WARNING) * 1000)
  }

  /** @param {number} left in seconds */
  function warn(left) {
    if (!core.state.on) return touched()
    const sentence = t('left', { left })
    count.textContent = sentence
    if (left == WARNING) {
      const where = home()
      if (!where) return
      where.addStyle(kioskWarning)
      where.frame.append(element)
      before = where.root.activeElement ?? document.activeElement
      element.hidden = false
      stay.focus()
    } else if (left == 10) say(sentence)
    if (left < 1) return end()
    timer = setTimeout(() => warn(left - 1), 1000)
  }

  function end() {
    clearTimeout(timer)
    element.hidden = true
    exit()
    scrollTo(0, 0)
    document.dispatchEvent(new CustomEvent('a11y:idle'))
  }

  // Who listens does not touch.
  document.addEventListener('a11y:reading', (event) => {
    reading = /** @type {CustomEvent} */ (event).detail.state == 'playing'
    touched()
  })
  document.addEventListener('a11y:open', touched)
  // Moving the mouse towards the button must not take the button away.
  core.busy = () => element.hidden && touched()
  touched()
}

/**
 * Whether somebody is old enough. The date is looked at and forgotten.
 *
 * @param {{ age?: unknown, birth?: unknown }} person whole years, or a day as 1950-03-01 or 19500301
 * @param {number} [least]
 */
export function isOld(person, least = OLD) {
  const { age, birth } = person ?? {}
  const years = birth === undefined ? age : yearsSince(`${birth}`)
  if (!Number.isInteger(years) || +(/** @type {any} */ (years)) < 0 || Number(years) > LONGEST_LIFE) {
    // Not the value: it is somebody's.
    throw new RangeError('a11y: kiosk() wants an age in whole years, or a birth as 1950-03-01')
  }
  return Number(years) >= least
}

/** @param {string} birth @returns {number} NaN for what is no day */
function yearsSince(birth) {
  const [, year, month, day] = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(birth)?.map(Number) ?? []
  const date = new Date(year, month - 1, day)
  if (date.getMonth() != month - 1 || date.getDate() != day) return NaN
  const now = new Date()
  const had = [now.getMonth() + 1 - month, now.getDate() - day]
  return now.getFullYear() - year - (had[0] < 0 || (had[0] == 0 && had[1] < 0) ? 1 : 0)
}
