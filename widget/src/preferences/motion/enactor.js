import { styled } from '../../page/styled.js'
import { createAnimations } from './animations.js'
import { early } from './early.js'
import { createLibraries } from './libraries.js'
import { createMarquees } from './marquees.js'
import { createMedia } from './media.js'
import { createPictures } from './pictures.js'

/** @import { Enactor, Page } from '../../types.js' */

/** Nothing tells of animations that scripts begin: they are looked for, this often (ms). */
const LOOK = 250
const INLINE = /** @type {const} */ ([
  'animation-duration',
  'animation-delay',
  'animation-iteration-count',
  'transition-duration',
  'transition-delay',
  'scroll-behavior',
])
const RULES =
  '[data-a11y-mv=was]{display:none!important}' +
  '[data-a11y-mv=text]{display:block!important;max-width:100%!important;height:auto!important;overflow:visible!important;white-space:normal!important;line-height:1.5!important}' +
  '[data-a11y-mv=list]{display:block!important;max-width:100%!important;overflow:auto!important}' +
  '[data-a11y-mv=room]{height:auto!important;max-height:none!important;overflow:visible!important}'

/**
 * Brings to rest what moves by itself. Timers of the page's own scripts cannot be reached: what they
 * move goes on, unless it is of a library that can be asked to stop.
 *
 * @param {Page} page
 * @returns {Enactor}
 */
export function createEnactor(page) {
  const { sheets, quietly } = page
  const sheet = styled('motion', early, INLINE)(page)
  const animations = createAnimations()
  const libraries = createLibraries()
  const media = createMedia()
  const marquees = createMarquees(page)
  const pictures = createPictures(page)
  let on = false
  let timer = 0

  /** @param {ParentNode} root */
  function still(root) {
    libraries.stop(root)
    media.stop(root)
    marquees.stop(root)
    pictures.stop(root)
    animations.stop()
  }

  const look = () => quietly(animations.stop)

  return {
    enact(value, values) {
      sheet.enact(value, values)
      if (on == (value == 'on')) return
      on = value == 'on'
      if (on) {
        sheets.set('still things', RULES)
        media.listen()
        still(document)
        timer = setInterval(look, LOOK)
        return
      }
      clearInterval(timer)
      animations.release()
      libraries.release()
      media.release()
      marquees.release()
      pictures.release()
      sheets.set('still things', '')
    },
    refresh(added, touched) {
      if (!on) return
      sheet.refresh?.(added, touched)
      if (added.length) still(document)
    },
    reflow() {
      if (on) still(document)
    },
  }
}
