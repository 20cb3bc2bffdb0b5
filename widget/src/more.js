/** What the toolbar loads when it is used: the preferences and tools in its drawer. */
import './toolbar/drawer-icons.js'

export { preferences } from './generated/more.js'
export { tools } from './generated/tools.js'
export { createDrawer } from './toolbar/drawer.js'
export { goToRegion as act } from './tools/regions/index.js'
