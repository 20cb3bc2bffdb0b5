import { learn } from '../i18n.js'

// What is said of reading alone comes with it. In English it is with all the rest (english.js).
learn('zh-CN', {
  'speech.browser': '正在用浏览器自带的语音朗读。',
  'speech.none': '没有可用的中文语音，无法朗读。',
  'speech.busy': '朗读服务繁忙，请稍后再试。',
  'speech.empty': '本页没有可以朗读的正文。',
  'speech.blocked': '浏览器不允许播放声音，请再按一次朗读。',
})

export { createReader } from './reader.js'
