import { preferences } from '../generated/preferences.js'
import { schemas } from '../generated/schemas.js'
import { translator } from '../i18n.js'
import { takeOut } from './dom.js'
import { createLauncher, createPanel, createSpeaker } from './panel.js'
import { createReading } from './reading.js'

/** @import { Control, Core, Home, Drawer, More, Page, Preference, ToolContext, Value, Values } from '../types.js' */

/** What a portal's own entry looks like. */
export const ENTRY = 'a[href="#a11y"],[data-a11y-open]'
const SHEET = '(max-width: 640px), (max-height: 480px)'

/**
 * The toolbar that the visitor sees: launcher, panel and what is said of them.
 *
 * @param {Core} core
 * @param {Home} home
 * @param {Page} page
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
export function createBar(core, home, page, actions) {
  const { config, state } = core
  const t = translator(config.language)
  const speaker = createSpeaker()
  const { host, frame, foot, room, show: attach, root, addStyle } = home
  const launcher = createLauncher(t, actions.open, config.corner, config.language)
  const narrow = matchMedia(SHEET)
  /** Where the focus was when the panel opened. @type {Element | null} */
  let opener = null

  const reading = createReading({
    core,
    home,
    t,
    say: speaker.say,
    notice: (sentence) => panel.notice(sentence),
  })
  /** @type {Record<string, Control>} */
  const controls = {}
  /** @type {Drawer | undefined} */
  let drawer
  /** All preferences that are loaded. @type {Record<string, Preference>} */
  const known = {}
  /** @type {Omit<ToolContext, 't'>} */
  const tool = {
    ...{ core, home, page, say: speaker.say, choose: actions.chooseAll, preferences: known },
    close: closeDrawer,
  }

  /** @param {Record<string, Preference>} preferences */
  function build(preferences) {
    Object.assign(known, preferences)
    for (const name of Object.keys(preferences)) {
      if (preferences[name].offered?.() === false) continue
      controls[name] = preferences[name].control({
        schema: schemas[name],
        t: translator(config.language, preferences[name].texts),
        say: speaker.say,
        choose: (value) => choose(name, value),
      })
    }
  }

  /** @param {string} name @param {Value} value */
  function choose(name, value) {
    actions.choose(name, value)
    speaker.say(controls[name].say(value))
  }

  build(preferences)
  const panel = createPanel(
    t,
    [reading.element, ...Object.values(controls).map(({ element }) => element)],
    {
      skip: () => act('content'),
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
      collapse,
    },
  )
  frame.append(launcher.element, panel.element, speaker.element, foot)

  function measure() {
    const height = state.open ? panel.element.offsetHeight : 0
    // Before care mode is on there is nothing, and asking would have the page laid out once more.
    const below = state.on ? foot.offsetHeight : 0
    frame.style.setProperty('--bar', `${height}px`)
    frame.style.setProperty('--foot', `${below}px`)
    room.top = narrow.matches ? 0 : height
    room.bottom = below + height - room.top
    actions.makeRoom(height, narrow.matches, below)
  }
  const size = new ResizeObserver(measure)
  size.observe(panel.element)
  size.observe(foot)

  /** What is behind the drawer, loaded and built. */
  async function ready() {
    const more = await actions.more().catch(() => undefined)
    if (!more) return void panel.notice(t('offline'))
    if (!drawer) {
      build(more.preferences)
      drawer = more.createDrawer({
        language: config.language,
        controls,
        preferences: more.preferences,
        tools: more.tools,
        tool,
        forget,
      })
      addStyle(drawer.css)
      panel.element.after(drawer.element)
    }
    return more
  }

  async function openDrawer() {
    if (!(await ready()) || !drawer) return
    drawer.element.hidden = false
    panel.showMore(true)
    show()
    drawer.focus()
  }

  function forget() {
    actions.exit()
    focusBack()
    speaker.say(t('said.forgotten'))
  }

  function collapse() {
    actions.close()
    focusBack()
  }

  /** One step further. @param {string} name @param {number} by */
  function move(name, by) {
    const schema = schemas[name]
    const now = state.values[name]
    const next =
      'step' in schema
        ? Math.min(schema.max, Math.max(schema.min, +now + by * schema.step))
        : schema.choices[(schema.choices.indexOf(`${now}`) + by) % schema.choices.length]
    choose(name, next)
  }

  /** What a key asks for. @param {string} name */
  async function act(name) {
    if (name == 'toolbar') return state.open ? collapse() : actions.open()
    if (name == 'read') return reading.toggle()
    if (name == 'stop') return reading.stop()
    if (name == 'larger') return move('size', 1)
    if (name == 'smaller') return move('size', -1)
    if (name == 'theme') return move('theme', 1)
    const more = await ready()
    if (!more || !drawer) return
    if (controls[name]) return move(name, 1)
    if (name == 'more' || more.tools[name]) {
      if (!state.open) actions.open()
      await openDrawer()
      if (name != 'more') drawer.open(name)
    } else more.act(name, tool)
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
    launcher.show(state.on, `${state.values.corner}`)
    launcher.place(frame)
    for (const name of Object.keys(controls)) controls[name].show(state.values[name])
    drawer?.show()
    reading.setRate(+state.values.rate)
    measure()
  }

  /** A preference has come, or has other choices: build it, and the drawer, again. */
  /** @param {string} name */
  function rebuild(name) {
    const old = controls[name]?.element
    if (known[name]) build({ [name]: known[name] })
    if (name in preferences) old?.replaceWith(controls[name].element)
    closeDrawer()
    drawer?.element.remove()
    drawer = undefined
    show()
  }

  show()
  return {
    show,
    attach,
    host,
    root,
    act,
    rebuild,
    say: speaker.say,
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
      takeOut(launcher.element)
      takeOut(host)
    },
    start: reading.start,
    pause: reading.pause,
    stop: reading.stop,
  }
}
