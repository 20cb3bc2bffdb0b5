// The first script of a page: what a browser would complain of, kept for the tests to ask for.
;(() => {
  const reports = []
  const complaints = []
  const say = (what) => complaints.push(String((what && what.stack) || what).slice(0, 400))
  document.addEventListener('securitypolicyviolation', (event) =>
    reports.push(event.violatedDirective + ' ' + (event.sourceFile || event.blockedURI)))
  // An observer that is called again in the same frame is told later: nothing is wrong.
  addEventListener('error', (event) =>
    /^ResizeObserver loop/.test(event.message) || say(event.error || event.message))
  addEventListener('unhandledrejection', (event) => say(event.reason))
  for (const kind of ['error', 'warn']) {
    const before = console[kind]
    console[kind] = (...words) => {
      words.forEach(say)
      before.apply(console, words)
    }
  }

  // How high the letters of a text are drawn, in px of the window on top. Chromium before 128 gives
  // boxes in the px of the zoomed element itself (the older idea of the property), others in those
  // of the window; some frames have the zoom of their place, some have not.
  function height(selector) {
    const element = document.querySelector(selector)
    const range = document.createRange()
    range.selectNodeContents(element)
    const [box] = range.getClientRects()
    if (!box) return 0
    let scale = zoomOf(element)
    for (let view = window; view.frameElement; view = view.parent) {
      const frame = view.frameElement
      scale *= (frame.getBoundingClientRect().width * zoomOf(frame)) / view.innerWidth
    }
    return box.height * scale
  }

  function zoomOf(element) {
    let zoom = 1
    if (!ownPixels()) return zoom
    for (let at = element; at; at = at.parentElement) zoom *= +getComputedStyle(at).zoom || 1
    return zoom
  }

  function ownPixels() {
    const probe = document.createElement('div')
    probe.style.zoom = '2'
    probe.style.height = '10px'
    document.documentElement.append(probe)
    const { height } = probe.getBoundingClientRect()
    probe.remove()
    return height < 15
  }

  Object.defineProperty(window, Symbol.for('watch'), { value: { reports, complaints, height } })
  document.currentScript.remove()
})()
