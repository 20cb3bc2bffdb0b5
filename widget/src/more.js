/** What the toolbar loads when it is used: the preferences behind its drawer. */
export { preferences } from './generated/more.js'
export { createDrawer } from './toolbar/drawer.js'
