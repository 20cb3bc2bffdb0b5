import { schemas } from '../../generated/schemas.js'
import { preference } from '../../preferences/theme/index.js'
import { createSwatch } from '../../preferences/theme/control.js'
import { translator } from '../../i18n.js'
import { el, plain } from '../../toolbar/dom.js'
import { onChange } from '../../toolbar/change.js'

/** @import { Tool } from '../../types.js' */

/**
 * What a system can say of the colours that its user wants, and the palette that fits. Offered, never
 * applied: it may be set for other reasons, and this may be a public computer.
 */
const WISHES = [
  ['(prefers-contrast: more) and (prefers-color-scheme: dark)', 'contrast', 'white-on-black'],
  ['(prefers-contrast: more)', 'contrast', 'black-on-white'],
  ['(prefers-contrast: less)', 'less', 'soft-light'],
  ['(prefers-color-scheme: dark)', 'dark', 'white-on-black'],
  ['(inverted-colors: inverted)', 'inverted', 'none'],
]

/** Every palette. @type {Tool} */
export const tool = {
  section: 'colour',
  order: 10,
  icon: 'palettes',
  texts: {
    'zh-CN': {
      label: '全部配色',
      forced: '系统已开启高对比度，颜色由系统决定。',
      contrast: '您的系统要求较强的对比，可以试试「{name}」。',
      less: '您的系统要求较弱的对比，可以试试「{name}」。',
      dark: '您的系统用的是深色，可以试试「{name}」。',
      inverted: '您的系统已把颜色反转，这里的配色看上去会是反的。',
      use: '用{name}',
      soft: '带「柔和」的两种对比较弱，适合怕光的眼睛；其他的对比都很强。',
    },
    en: {
      label: 'All colours',
      forced: 'The system sets the colours: its high contrast is on.',
      contrast: 'Your system asks for more contrast: you may try “{name}”.',
      less: 'Your system asks for less contrast: you may try “{name}”.',
      dark: 'Your system is dark: you may try “{name}”.',
      inverted: 'Your system inverts all colours: these will look the other way round.',
      use: 'Use {name}',
      soft: 'The two soft ones have less contrast, for eyes that light hurts. All others have much.',
    },
  },
  open({ core, t, choose, say }) {
    const names = translator(core.config.language, preference.texts)
    const { choices } = /** @type {{ choices: string[] }} */ (schemas.theme)
    const use = (/** @type {string} */ theme) => {
      choose({ theme })
      say(`${names('label')} ${names(theme)}`)
    }
    const swatches = choices.map((name) => createSwatch(names, name, () => use(name)))
    const grid = el(
      'div',
      { class: 'tiles swatches', role: 'group', 'aria-label': t('label') },
      ...swatches.map(({ element }) => element),
    )
    const view = el('div', {}, ...suggestion(), grid, el('p', { class: 'note' }, t('soft')))

    function suggestion() {
      if (matchMedia('(forced-colors: active)').matches) return [el('p', {}, t('forced'))]
      const wish = WISHES.find(([query]) => matchMedia(query).matches)
      if (!wish || core.state.values.theme == wish[2]) return []
      const name = names(wish[2])
      const line = el('p', { class: 'note' }, t(wish[1], { name }))
      return wish[2] == 'none' ? [line] : [line, plain(t('use', { name }), () => use(wish[2]))]
    }

    onChange(view, () => {
      swatches.forEach(({ press }, at) => press(choices[at] == core.state.values.theme))
    })
    return view
  },
}
