/** @returns {any} */
export function createReader(/** @type {any} */ _) {
  const target = new EventTarget()
  const set = (/** @type {string} */ state) => {
    Object.assign(target, { state })
    target.dispatchEvent(new CustomEvent('state'))
  }
  return Object.assign(target, { state: 'idle', progress: { index: 0, count: 0 }, start: () => set('playing'), pause: () => set('paused'), resume: () => set('playing'), stop: () => set('idle'), setRate() {}, destroy() {} })
}
