import { jump } from '../../page/jump.js'
import { button, el } from '../../toolbar/dom.js'
import { translator } from '../../i18n.js'
import { placesOf, REGIONS } from './places.js'

/** @import { Tool, ToolContext } from '../../types.js' */

const texts = {
  'zh-CN': {
    label: '区域跳转',
    navigation: '导航区',
    window: '视窗区',
    content: '正文区',
    list: '列表区',
    interaction: '交互区',
    service: '服务区',
    hint: '按一下，跳到网页的这一区。同一区有几处的，再按一下到下一处。',
    went: '{region}',
    'went.of': '{region}，第 {at} 处，共 {count} 处',
    none: '这一页没有{region}',
  },
  en: {
    label: 'Jump to a region',
    navigation: 'Navigation',
    window: 'Banner',
    content: 'Content',
    list: 'Lists',
    interaction: 'Forms',
    service: 'Services',
    hint: 'Press to go to that part of the page. Where there are several, press again for the next.',
    went: '{region}',
    'went.of': '{region}, {at} of {count}',
    none: 'This page has no {region}',
  },
}
/** Where the last jump led, so that the next leads on. @type {{ region: string, element?: Element }} */
const last = { region: '' }

/** @type {Tool} */
export const tool = {
  section: 'page',
  order: 6,
  icon: 'regions',
  texts,
  open(context) {
    const { t } = context
    const tiles = REGIONS.map((region) =>
      button(region, t(region), () => void goToRegion(region, context)),
    )
    return el('div', {}, el('p', {}, t('hint')), el('div', { class: 'tiles' }, ...tiles))
  },
}

/**
 * Go to a region, and at the next call to its next place.
 *
 * @param {string} region one of REGIONS; others are nobody's
 * @param {Omit<ToolContext, 't'>} context
 */
export async function goToRegion(region, { core, page, say, close }) {
  if (!REGIONS.includes(region)) return
  const t = translator(core.config.language, texts)
  const found = await placesOf(page, region)
  if (!found.length) return say(t('none', { region: t(region) }))
  const before = last.region == region && last.element ? found.indexOf(last.element) : -1
  const at = (before + 1) % found.length
  Object.assign(last, { region, element: found[at] })
  close()
  jump(page, found[at])
  const values = { region: t(region), at: at + 1, count: found.length }
  say(t(found.length > 1 ? 'went.of' : 'went', values))
}
