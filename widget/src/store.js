import { legal, parse } from './cookie.js'
import { coreOf } from './page/frames.js'
import { schemas } from './generated/schemas.js'

/** @import { Core, State } from './types.js' */

const YEAR = 365 * 24 * 60 * 60

/**
 * Keeps what the visitor chose: in one first-party cookie, and in step with frames and other tabs.
 *
 * @param {Core} core
 * @param {() => void} changed somebody else has chosen; `core.state` says what
 */
export function createStore(core, changed) {
  const channel = self.BroadcastChannel && new BroadcastChannel('a11y')
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data?.type != 'preferences') return
      // Another window of this site: as little to be trusted as the cookie.
      core.state.on = data.on === true
      for (const name in schemas)
        core.state.values[name] = legal(schemas[name], data.values?.[name])
      changed()
    }
  }

  function save() {
    const { on, open, values } = core.state
    // Only what was chosen: the cookie goes to the server with every request.
    const pairs = Object.entries(values)
      .filter(([name, value]) => value != schemas[name]?.initial)
      .map(([name, value]) => `${name}=${value}`)
    const text = ['v1', 'on=1', ...pairs, ...(open ? ['open=1'] : [])].join('&')
    const secure = location.protocol == 'https:' ? '; Secure' : ''
    try {
      document.cookie = `a11y=${on ? text : ''}; Path=/; Max-Age=${on ? YEAR : 0}; SameSite=Lax${secure}`
    } catch {} // a sandboxed frame may not; the choice then holds for this page
  }

  return {
    /** @param {Partial<State>} change */
    write(change) {
      Object.assign(core.state, change)
      save()
      if (change.values || 'on' in change) {
        const { on, values } = core.state
        channel?.postMessage({ type: 'preferences', on, values })
      }
    },
    /** What holds by now: by the window on top where this is one of its frames, else by the cookie. */
    read() {
      const { on, open, values } = (top != self && top && coreOf(top)?.state) || parse()
      Object.assign(core.state, { on, open, values: { ...values } })
    },
  }
}
