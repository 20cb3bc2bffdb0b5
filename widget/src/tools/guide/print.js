/** @import { Home, Page } from '../../types.js' */

/**
 * Print the guide and nothing of the page: while the printer is asked, the page is not there.
 *
 * @param {Page} page
 * @param {Home} home
 */
export function print({ sheets }, { host, show }) {
  const done = () => {
    removeEventListener('afterprint', done)
    sheets.set('guide', '')
    host.removeAttribute('data-print')
    show()
  }
  sheets.set('guide', 'body{display:none!important}', 'print')
  // In the top layer it would have one page and no more.
  if (host.hidePopover) host.hidePopover()
  host.setAttribute('data-print', '')
  addEventListener('afterprint', done)
  window.print()
}
