/** @import { Texts } from '../../types.js' */

/** @type {Record<string, Texts>} */
export const texts = {
  'zh-CN': {
    label: '超时提醒',
    title: '时间快到了',
    reloads: '再过大约 {seconds} 秒，本页会自动刷新，没有提交的内容可能丢失。',
    leaves: '再过大约 {seconds} 秒，本页会自动转到另一页。',
    session: '再过大约 {seconds} 秒，本页会超时退出。请先保存已经填写的内容。',
    stay: '继续停留',
    go: '随它去',
    understood: '知道了',
    close: '关闭',
  },
  en: {
    label: 'Time limits',
    title: 'Time is running out',
    reloads: 'In about {seconds} seconds this page loads anew. What was not sent may be lost.',
    leaves: 'In about {seconds} seconds this page leads on to another one.',
    session: 'In about {seconds} seconds your session ends. Please save what you have filled in.',
    stay: 'Stay here',
    go: 'Let it go',
    understood: 'I see',
    close: 'Close',
  },
}
