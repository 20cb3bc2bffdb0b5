/**
 * Carousels of well-known libraries, through what these offer to pages: how one is found, whether it
 * runs, how it is stopped and started. No events are made up: nobody knows who else hears them.
 */

/** @typedef {{ stop(): void, start(): void }} Handle */

/** @type {Record<string, (element: any) => Handle | undefined>} */
const KNOWN = {
  '.swiper,.swiper-container': ({ swiper }) =>
    swiper?.autoplay?.running
      ? { stop: () => swiper.autoplay.stop(), start: () => swiper.autoplay.start() }
      : undefined,
  '.slick-initialized': ({ slick }) =>
    slick?.options?.autoplay && !slick.paused
      ? { stop: () => slick.slickPause(), start: () => slick.slickPlay() }
      : undefined,
  '.carousel': (element) => {
    const own = /** @type {any} */ (window).bootstrap?.Carousel?.getInstance?.(element)
    const old = jquery()?.(element)
    const bound = old?.data?.('bs.carousel')
    if (own) return { stop: () => own.pause(), start: () => own.cycle() }
    if (bound) return { stop: () => old.carousel('pause'), start: () => old.carousel('cycle') }
  },
  '.owl-carousel': (element) => {
    const owl = jquery()?.(element)?.data?.('owl.carousel')
    const autoplay = owl?._plugins?.autoplay
    return owl?.settings?.autoplay && autoplay
      ? { stop: () => autoplay.stop(), start: () => autoplay.play() }
      : undefined
  },
  '.flexslider': (element) => {
    const slider = jquery()?.(element)?.data?.('flexslider')
    return slider?.playing
      ? { stop: () => slider.pause(), start: () => slider.play() }
      : undefined
  },
  '.el-carousel': ({ __vue__: carousel }) =>
    carousel?.timer && carousel.pauseTimer
      ? { stop: () => carousel.pauseTimer(), start: () => carousel.startTimer() }
      : undefined,
}

/** @returns {any} */
const jquery = () => /** @type {any} */ (window).jQuery

export function createLibraries() {
  /** @type {Map<Element, Handle>} */
  const stopped = new Map()
  /** jQuery's own switch for its animations, as it was. @type {boolean | undefined} */
  let before

  return {
    /** @param {ParentNode} root */
    stop(root) {
      const fx = jquery()?.fx
      if (fx && before === undefined) {
        before = !!fx.off
        fx.off = true
      }
      for (const [selector, find] of Object.entries(KNOWN)) {
        for (const element of root.querySelectorAll(selector)) {
          if (stopped.has(element)) continue
          attempt(() => {
            const handle = find(element)
            if (!handle) return
            handle.stop()
            stopped.set(element, handle)
          })
        }
      }
    },
    release() {
      if (before !== undefined && jquery()?.fx) jquery().fx.off = before
      before = undefined
      for (const { start } of stopped.values()) attempt(start)
      stopped.clear()
    },
  }
}

/** Another version of a library may know nothing of it. @param {() => void} act */
function attempt(act) {
  try {
    act()
  } catch (error) {
    console.warn(error)
  }
}
