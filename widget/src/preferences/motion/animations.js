/** Where in its course an endless animation is stopped: the first of these at which it can be seen. */
const PLACES = [0, 0.5, 0.25, 0.75]

/** Animations that scripts began (Web Animations), and those of SVG. */
export function createAnimations() {
  /** @type {Set<Animation>} */
  const held = new Set()
  /** @type {Set<SVGSVGElement>} */
  const drawings = new Set()

  function stop() {
    for (const animation of document.getAnimations?.() ?? []) {
      // The style sheet is over those already.
      if (animation instanceof CSSAnimation || animation instanceof CSSTransition) continue
      if (animation.playState != 'running' || held.has(animation)) continue
      if (animation.timeline && animation.timeline != document.timeline) continue // by scrolling
      end(animation)
    }
    for (const drawing of document.querySelectorAll('svg')) {
      if (drawings.has(drawing) || drawing.ownerSVGElement || drawing.animationsPaused()) continue
      if (!drawing.querySelector('animate,animateTransform,animateMotion,set')) continue
      drawing.pauseAnimations()
      drawings.add(drawing)
    }
  }

  /** @param {Animation} animation */
  function end(animation) {
    try {
      animation.finish()
    } catch {
      animation.pause() // endless
      held.add(animation)
      show(animation)
    }
  }

  return {
    stop,
    release() {
      for (const animation of held) if (animation.playState == 'paused') animation.play()
      for (const drawing of drawings) drawing.unpauseAnimations()
      held.clear()
      drawings.clear()
    },
  }
}

/** @param {Animation} animation */
function show(animation) {
  const { effect } = animation
  if (!(effect instanceof KeyframeEffect) || !effect.target) return
  const { delay = 0, duration } = effect.getComputedTiming()
  const style = getComputedStyle(effect.target, effect.pseudoElement)
  for (const place of PLACES) {
    animation.currentTime = delay + place * (Number(duration) || 0)
    if (+style.opacity > 0.9 && style.visibility == 'visible') return
  }
}
