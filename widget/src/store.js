import { kept, parse } from './cookie.js'
import { coreOf } from './page/frames.js'
import { schemas } from './generated/schemas.js'

/** @import { Core, State, Values } from './types.js' */

const YEAR = 365 * 24 * 60 * 60
/** What a portal has added by itself; a page that does not know it keeps it for those that do. */
const FOREIGN = /^x-[a-z0-9-]{1,30}=[\w.-]{1,40}$/
const MOST_FOREIGN = 20

/**
 * Keeps what the visitor chose: in one first-party cookie, and in step with frames and other tabs.
 *
 * @param {Core} core
 * @param {() => void} changed somebody else has chosen; `core.state` says what
 */
export function createStore(core, changed) {
  const channel = window.BroadcastChannel && new BroadcastChannel('a11y')
  if (channel) {
    channel.onmessage = ({ data }) => {
      if (data?.type != 'preferences') return
      // Another window of this site: as little to be trusted as the cookie.
      core.state.on = data.on === true
      for (const name of Object.keys(schemas)) {
        // What a portal added may not be known where this comes from.
        if (!/^x-/.test(name) || !data.on || data.values?.[name] !== undefined)
          core.state.values[name] = kept(schemas[name], data.values?.[name])
      }
      changed()
    }
  }

  /** @param {boolean} fresh nothing of before is to be kept */
  function save(fresh) {
    const { on, open, values } = core.state
    // Only what was chosen: the cookie goes to the server with every request.
    const pairs = Object.entries(asKept(values))
      .filter(([name, value]) => value != schemas[name]?.initial)
      .map((pair) => pair.join('='))
    const domain = parentDomain(core.config.domain)
    try {
      if (!fresh) pairs.push(...foreign())
      // One of this host alone would hide that of the domain.
      if (domain) put('')
      put(on ? ['v1', 'on=1', ...pairs, ...(open ? ['open=1'] : [])].join('&') : '', domain)
    } catch {} // a sandboxed frame may not; the choice then holds for this page
  }

  return {
    /** @param {Partial<State>} change @param {boolean} [fresh] nothing of before is to be kept */
    write(change, fresh = false) {
      Object.assign(core.state, change)
      save(fresh)
      if (change.values || 'on' in change) {
        const { on, values } = core.state
        channel?.postMessage({ type: 'preferences', on, values: asKept(values) })
      }
    },
    /** What holds by now: by the window on top where this is one of its frames, else by the cookie. */
    read() {
      const { on, open, values } = (top != window && top && coreOf(top)?.state) || parse()
      Object.assign(core.state, { on, open, values: { ...values } })
    },
  }
}

/**
 * A palette of the portal's own as its colours: they can be painted before anybody says what they are
 * called, and where nobody does.
 *
 * @param {Values} values
 * @returns {Values}
 */
function asKept(values) {
  const schema = schemas.theme
  const named = ('named' in schema && schema.named) || {}
  const colors = Object.keys(named).find((each) => named[each] == values.theme)
  return colors ? { ...values, theme: colors } : values
}

/** @param {string} text none deletes it @param {string} [domain] */
function put(text, domain) {
  const where = domain ? `; Domain=${domain}` : ''
  const secure = location.protocol == 'https:' ? '; Secure' : ''
  document.cookie = `a11y=${text}; Path=/; Max-Age=${text ? YEAR : 0}; SameSite=Lax${where}${secure}`
}

/** Choices in the cookie whose names this page does not know. @returns {string[]} */
const foreign = () =>
  (/(?:^|; )a11y=v1&([^;]*)/.exec(document.cookie)?.[1] ?? '')
    .split('&')
    .filter((pair) => FOREIGN.test(pair) && !(pair.split('=')[0] in schemas))
    .slice(0, MOST_FOREIGN)

/**
 * The configured parent domain, if this host is in it: any other is refused by the browser, and the
 * choice would be lost. That it is no public suffix, only the browser knows.
 *
 * @param {string} [domain]
 */
const parentDomain = (domain) =>
  domain && `.${location.hostname}`.endsWith(`.${domain}`) ? domain : undefined
