/** @import { Texts } from '../../types.js' */

/** @type {Record<string, Texts>} */
export const texts = {
  'zh-CN': {
    label: '防误触',
    title: '确定要“{label}”吗？',
    'title.plain': '确定要继续吗？',
    'title.clears': '确定要清空吗？',
    sends: '您填写的内容将发送给“{site}”。',
    elsewhere: '您填写的内容将发送到另一个网站：{site}。',
    final: '这一步可能无法恢复。',
    clears: '已经填写的内容会全部清除。',
    yes: '确定',
    no: '再看看',
  },
  en: {
    label: 'Ask first',
    title: 'Really "{label}"?',
    'title.plain': 'Really go on?',
    'title.clears': 'Really clear it?',
    sends: 'What you filled in will be sent to "{site}".',
    elsewhere: 'What you filled in will be sent to another site: {site}.',
    final: 'It may not be possible to undo this.',
    clears: 'Everything that you filled in will be cleared.',
    yes: 'Yes',
    no: 'Not yet',
  },
}
