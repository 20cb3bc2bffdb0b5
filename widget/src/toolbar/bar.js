import { preferences } from '../generated/preferences.js'
import { schemas } from '../generated/schemas.js'
import { translator } from '../i18n.js'
import { createLauncher, createPanel, createSpeaker } from './panel.js'
import { createReading } from './reading.js'

/** @import { Control, Core, Home, Drawer, More, Preference, Value, Values } from '../types.js' */

/** What a portal's own entry looks like. */
export const ENTRY = 'a[href="#a11y"],[data-a11y-open]'
const SHEET = '(max-width: 640px), (max-height: 480px)'

/**
 * The toolbar that the visitor sees: launcher, panel and what is said of them.
 *
 * @param {Core} core
 * @param {Home} home
 * @param {{
 *   choose(name: string, value: Value): void,
 *   chooseAll(values: Values): void,
 *   reset(): void,
 *   exit(): void,
 *   open(): void,
 *   close(): void,
 *   more(): Promise<More>,
 *   makeRoom(height: number, sheet: boolean, foot: number): void,
 * }} actions
 */
export function createBar(core, home, actions) {
  const { config, state } = core
  const t = translator(config.language)
  const speaker = createSpeaker()
  const { host, frame, foot, room, show: attach, root, addStyle } = home
  const launcher = createLauncher(t, actions.open)
  const narrow = matchMedia(SHEET)
  /** Where the focus was when the panel opened. @type {Element | null} */
  let opener = null

  const reading = createReading({
    config,
    t,
    rate: () => +state.values.rate,
    say: speaker.say,
    notice: (sentence) => panel.notice(sentence),
    tell: (type, detail) => core.spoken?.dispatchEvent(new CustomEvent(type, { detail })),
  })
  /** @type {Record<string, Control>} */
  const controls = {}
  /** @type {Drawer | undefined} */
  let drawer

  /** @param {Record<string, Preference>} preferences */
  function build(preferences) {
    for (const name in preferences) {
      if (preferences[name].offered?.() === false) continue
      controls[name] = preferences[name].control({
        schema: schemas[name],
        t: translator(config.language, preferences[name].texts),
        say: speaker.say,
        choose(value) {
          actions.choose(name, value)
          speaker.say(controls[name].say(value))
        },
      })
    }
  }

  build(preferences)
  const panel = createPanel(
    t,
    [reading.element, ...Object.values(controls).map(({ element }) => element)],
    {
      more: () => (drawer && !drawer.element.hidden ? closeDrawer() : openDrawer()),
      reset() {
        reading.stop()
        actions.reset()
        speaker.say(t('said.reset'))
      },
      exit() {
        actions.exit()
        focusBack()
      },
      collapse() {
        actions.close()
        focusBack()
      },
    },
  )
  frame.append(launcher.element, panel.element, speaker.element, foot)

  function measure() {
    const height = state.open ? panel.element.offsetHeight : 0
    const below = foot.offsetHeight
    frame.style.setProperty('--bar', `${height}px`)
    frame.style.setProperty('--foot', `${below}px`)
    room.top = narrow.matches ? 0 : height
    room.bottom = below + height - room.top
    actions.makeRoom(height, narrow.matches, below)
  }
  const size = new ResizeObserver(measure)
  size.observe(panel.element)
  size.observe(foot)

  async function openDrawer() {
    if (!drawer) {
      const more = await actions.more().catch(() => undefined)
      if (!more) return panel.notice(t('offline'))
      build(more.preferences)
      drawer = more.createDrawer({
        language: config.language,
        controls,
        preferences: more.preferences,
        tools: more.tools,
        tool: { core, home, say: speaker.say, choose: actions.chooseAll, close: closeDrawer },
      })
      addStyle(drawer.css)
      panel.element.after(drawer.element)
    }
    drawer.element.hidden = false
    panel.showMore(true)
    show()
    drawer.focus()
  }

  function closeDrawer() {
    if (!drawer || drawer.element.hidden) return
    drawer.element.hidden = true
    panel.showMore(false)
  }

  /** To the launcher, or to the portal's own entry. */
  function focusBack() {
    const entry = launcher.element.hidden
      ? (opener ?? document.querySelector(ENTRY))
      : launcher.element
    if (entry instanceof HTMLElement) entry.focus()
  }

  /** Everything as `state` has it. */
  function show() {
    panel.element.hidden = !state.open
    if (!state.open) closeDrawer()
    // The portal's own entry is the launcher where there is one.
    launcher.element.hidden = state.open || !!document.querySelector(ENTRY)
    launcher.show(state.on)
    for (const name in controls) controls[name].show(state.values[name])
    reading.setRate(+state.values.rate)
    measure()
  }

  show()
  return {
    show,
    attach,
    host,
    root,
    open() {
      opener = document.activeElement
      show()
      panel.focus()
      speaker.say(t('said.on'))
    },
    close: show,
    /** @param {string} key of a sentence, for those who see and those who hear */
    notice(key) {
      panel.notice(t(key))
      speaker.say(t(key))
    },
    silence: reading.destroy,
    destroy() {
      reading.destroy()
      size.disconnect()
      host.remove()
    },
    start: reading.start,
    pause: reading.pause,
    stop: reading.stop,
  }
}
