import { createChoice } from '../../toolbar/choice.js'

/** @import { Enactor, Page, Preference } from '../../types.js' */

/** @type {Preference} */
export const preference = {
  section: 'pointer',
  order: 80,
  texts: {
    'zh-CN': { label: '大字幕', off: '关闭', small: '大', on: '特大', large: '最大' },
    en: { label: 'Captions', off: 'Off', small: 'Large', on: 'Larger', large: 'Largest' },
  },
  control: createChoice,
  enactor: whenUsed,
}

/** The bar is loaded when it is first wanted. @param {Page} page @returns {Enactor} */
function whenUsed(page) {
  /** @type {Promise<Enactor> | undefined} */
  let loading
  /** @type {Enactor | undefined} */
  let caption
  let wanted = /** @type {import('../../types.js').Value} */ ('off')
  return {
    enact(value) {
      wanted = value
      if (caption) return caption.enact(value)
      if (value == 'off' || loading) return
      loading = import('./caption.js').then(({ createCaption }) => createCaption(page))
      loading.then(
        (loaded) => {
          caption = loaded
          if (wanted != 'off') caption.enact(wanted)
        },
        () => (loading = undefined), // off line: the next choice tries again
      )
    },
    reflow: () => caption?.reflow?.(),
  }
}
