/**
 * Keep a view of the drawer in step with what is chosen, here or elsewhere, for as long as it stands.
 *
 * @param {Element} view
 * @param {() => void} show
 */
export function onChange(view, show) {
  show()
  // The first call may come before the drawer has taken the view in.
  let stood = false
  document.addEventListener('a11y:change', function changed() {
    stood ||= view.isConnected
    if (stood && !view.isConnected) document.removeEventListener('a11y:change', changed)
    else show()
  })
}
