/** The keys of a keyboard and the lock screen of a telephone: play, pause, stop, back and forward. */

/** @import { Reader } from '../types.js' */

/**
 * Browsers without a media session, or without one of its actions, go without.
 * @param {Reader} reader
 * @param {Document} doc what is read
 * @returns {{ show(): void, end(): void }}
 */
export function createSession(reader, doc) {
  const session = 'mediaSession' in navigator ? navigator.mediaSession : undefined
  /** @type {Partial<Record<MediaSessionAction, () => unknown>>} */
  const actions = {
    play: () => reader.resume(),
    pause: () => reader.pause(),
    stop: () => reader.stop(),
    previoustrack: () => reader.skip(-1),
    nexttrack: () => reader.skip(1),
    seekbackward: () => reader.skip(-1),
    seekforward: () => reader.skip(1),
  }
  let taken = false

  /** @param {boolean} on */
  function take(on) {
    if (!session || taken === on) return
    taken = on
    for (const [action, act] of Object.entries(actions)) {
      try {
        session.setActionHandler(/** @type {MediaSessionAction} */ (action), on ? () => void act() : null)
      } catch {
        continue // an action that this browser does not know
      }
    }
    const known = on && typeof MediaMetadata !== 'undefined'
    session.metadata = known ? new MediaMetadata({ title: doc.title, artist: location.host }) : null
  }

  return {
    show() {
      take(reader.state !== 'idle')
      if (!session) return
      const { state } = reader
      session.playbackState = state === 'idle' ? 'none' : state === 'paused' ? 'paused' : 'playing'
    },
    end: () => take(false),
  }
}
