/** @import { Tool } from '../../types.js' */

/** @type {Tool} */
export const tool = {
  section: 'page',
  order: 1,
  icon: 'simple',
  texts: { 'zh-CN': { label: '简约版' }, en: { label: 'Simple view' } },
  // The server says in boot.js whether it has such a view.
  shown: ({ config }) => !!config.simple,
  open({ core }) {
    const { pathname, search } = location
    // Where the application is mounted, the page's path begins with the mount point as ours does.
    const mount = new URL(core.config.prefix).pathname.replace(/\/[^/]*$/, '')
    const path = pathname.startsWith(`${mount}/`) ? pathname.slice(mount.length) : pathname
    location.assign(`${core.config.prefix}/simple${path}${search}`)
    return undefined
  },
}
