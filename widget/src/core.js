/**
 * What is on the page from the toolbar's first use on. The build has every part that is loaded later
 * import this, so that the bundler keeps all of it in one file: one request instead of a dozen, and
 * a sixth less to send, since what is alike is compressed together.
 */
import './toolbar.js'
