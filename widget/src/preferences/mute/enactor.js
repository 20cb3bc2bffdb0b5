/** @import { Enactor, Page } from '../../types.js' */

/**
 * Silences what the page plays, in frames too that have no toolbar of their own. Our own reading is
 * heard: its clips come from our address.
 *
 * A sound that a script makes without an element in the page can only be met where it is played: so
 * long as this is on, and not before, `play` of media elements has a step in front of it.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor({ core }) {
  /** Those that we silenced. @type {Set<HTMLMediaElement>} */
  const silenced = new Set()
  const media = HTMLMediaElement.prototype
  const { play } = media
  let on = false

  /** @this {HTMLMediaElement} */
  function playSilently() {
    if (on) silence(this)
    return play.call(this)
  }

  /** @param {HTMLMediaElement} each */
  function silence(each) {
    if (each.muted || each.src.startsWith(`${core.config.prefix}/`)) return
    each.muted = true
    silenced.add(each)
  }

  /** @param {Window} view */
  function silenceAll(view) {
    try {
      const { document } = view
      for (const each of document.querySelectorAll('audio,video'))
        silence(/** @type {HTMLMediaElement} */ (each))
    } catch {
      return // of another site
    }
    // Sounds in <embed> and <object> are frames too.
    for (let at = 0; view[at]; at++) silenceAll(view[at])
  }

  /** @param {Event} event */
  function heard({ target, type }) {
    if (!(target instanceof HTMLMediaElement)) return
    if (target.muted) return
    // The visitor's own hand on the player's button counts, a script does not.
    if (type == 'volumechange' && navigator.userActivation?.isActive) silenced.delete(target)
    else silence(target)
  }

  /** @param {boolean} start */
  function listen(start) {
    const change = start ? addEventListener : removeEventListener
    for (const type of ['play', 'volumechange', 'loadstart']) change(type, heard, true)
  }

  return {
    enact(value) {
      if (on == (value == 'on')) return
      on = value == 'on'
      listen(on)
      if (on) {
        media.play = playSilently
        return silenceAll(window)
      }
      if (media.play == playSilently) media.play = play
      for (const each of silenced) each.muted = false
      silenced.clear()
    },
    refresh(added) {
      if (on && added.length) silenceAll(window)
    },
    reflow() {
      if (on) silenceAll(window)
    },
  }
}
