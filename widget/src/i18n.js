/** @import { Texts, Translate } from './types.js' */

/** @type {Record<string, Texts>} */
const general = {
  'zh-CN': {
    care: '关爱模式',
    on: '已开启',
    toolbar: '关爱模式工具条',
    reading: '朗读',
    read: '朗读',
    pause: '暂停',
    resume: '继续',
    loading: '准备中',
    stop: '停止',
    more: '更多',
    reset: '重置',
    exit: '退出',
    collapse: '收起',
    skip: '跳到正文',
    'said.on': '关爱模式已开启',
    'said.reset': '已恢复默认设置',
    'said.forgotten': '记录已清除,已退出关爱模式',
    'said.playing': '开始朗读',
    'said.paused': '朗读已暂停',
    'said.idle': '朗读已停止',
    offline: '网络不通,请稍后再试。',
    'words.failed': '服务器暂时不能转换文字,网页文字保持原样。',
    'speech.browser': '正在用浏览器自带的语音朗读。',
    'speech.none': '没有可用的中文语音,无法朗读。',
    'speech.busy': '朗读服务繁忙,请稍后再试。',
    'speech.empty': '本页没有可以朗读的正文。',
    'speech.blocked': '浏览器不允许播放声音,请再按一次朗读。',
  },
}

/** Another language for the toolbar's own. @param {string} language @param {Texts} texts */
export const learn = (language, texts) => void (general[language] = texts)

/**
 * A function from keys to the texts of a language; a text that is missing is its key.
 *
 * @param {string} language
 * @param {Record<string, Texts>} [texts] by language; the toolbar's own if none
 * @returns {Translate}
 */
export function translator(language, texts = general) {
  const known = texts[language] ?? texts['zh-CN']
  return (key, values = {}) =>
    (known[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => `${values[name] ?? ''}`)
}
