import { el } from '../../toolbar/dom.js'

/** @import { Tool } from '../../types.js' */

/** What the guide explains, in the order of the bar; each has a text of its own. */
const TOPICS = ['read', 'rate', 'size', 'theme', 'more', 'reset', 'exit', 'collapse', 'keys']

/** @type {Tool} */
export const tool = {
  section: 'help',
  order: 10,
  icon: 'guide',
  texts: {
    'zh-CN': {
      label: '使用说明',
      read: '朗读',
      'read.text': '按一下,从正文开头读起;读着的时候再按一下,就暂停。按「停止」结束。',
      rate: '语速',
      'rate.text': '「减慢」「加快」调整读的快慢,读着的时候也能调。',
      size: '字号',
      'size.text': '「放大」「缩小」调整网页和文字的大小。',
      theme: '配色',
      'theme.text': '选一种看得最清楚的颜色。「网页原色」恢复原来的样子。',
      more: '更多',
      'more.text': '这里有字距、阅读尺、放大镜等其他功能。',
      reset: '重置',
      'reset.text': '全部恢复成原来的样子,仍在关爱模式里。',
      exit: '退出',
      'exit.text': '离开关爱模式,网页和以前一样。',
      collapse: '收起',
      'collapse.text': '只收起工具条,选好的不变。再按「关爱模式」又会打开。',
      keys: '用键盘',
      'keys.text': 'Tab 键移到下一个按钮,回车键或空格键按下,Esc 键收起。',
    },
    en: {
      label: 'How it works',
      read: 'Read',
      'read.text': 'Reads from the start of the text. Press again to pause, Stop to end.',
      rate: 'Speed',
      'rate.text': 'Slower and Faster change how fast is read, also while it is read.',
      size: 'Text size',
      'size.text': 'Larger and Smaller change the size of the page and its text.',
      theme: 'Colours',
      'theme.text': 'Choose the colours that you see best. “As it is” gives the page its own back.',
      more: 'More',
      'more.text': 'Spacing, ruler, magnifier and other functions.',
      reset: 'Reset',
      'reset.text': 'Everything as it was, still in care mode.',
      exit: 'Leave',
      'exit.text': 'Leaves care mode: the page is as before.',
      collapse: 'Hide',
      'collapse.text': 'Hides the toolbar and keeps what you chose. “Care mode” brings it back.',
      keys: 'Keyboard',
      'keys.text': 'Tab moves to the next button, Enter or Space presses it, Esc hides the toolbar.',
    },
  },
  open({ t }) {
    const entries = TOPICS.flatMap((topic) => [
      el('dt', {}, t(topic)),
      el('dd', {}, t(`${topic}.text`)),
    ])
    return el('dl', {}, ...entries)
  },
}
