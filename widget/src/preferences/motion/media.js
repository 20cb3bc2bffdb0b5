/** Films and sounds that begin by themselves: paused until the visitor presses play. */

/** A script that plays again and again what we pause is let be. */
const PATIENCE = 5

export function createMedia() {
  /** Ours to play again, with how often each was paused. @type {Map<HTMLMediaElement, number>} */
  const paused = new Map()

  /** @param {HTMLMediaElement} media */
  function pause(media) {
    const times = (paused.get(media) ?? 0) + 1
    if (times > PATIENCE) return
    paused.set(media, times)
    media.pause()
  }

  /** @param {Event} event */
  function played({ target }) {
    if (!(target instanceof HTMLMediaElement)) return
    if (navigator.userActivation?.isActive) paused.delete(target)
    else pause(target)
  }

  return {
    listen() {
      addEventListener('play', played, true)
    },
    /** @param {ParentNode} root */
    stop(root) {
      for (const media of root.querySelectorAll('video,audio')) {
        const each = /** @type {HTMLMediaElement} */ (media)
        // What is heard already was wanted, as far as a browser can know: it asks for a gesture first.
        if (!each.paused && !paused.has(each) && (each.muted || each.autoplay)) pause(each)
      }
    },
    release() {
      removeEventListener('play', played, true)
      for (const media of paused.keys()) {
        if (media.isConnected && media.paused && !media.ended) media.play().catch(() => {})
      }
      paused.clear()
    },
  }
}
