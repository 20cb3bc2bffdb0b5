import { learn } from '../i18n.js'

// What is said of reading alone comes with it. In English it is with all the rest (english.js).
learn('zh-CN', {
  'speech.browser': '正在用浏览器自带的语音朗读。',
  'speech.none': '没有可用的中文语音，无法朗读。',
  'speech.busy': '朗读服务繁忙，请稍后再试。',
  'speech.empty': '本页没有可以朗读的正文。',
  'speech.blocked': '浏览器不允许播放声音，请再按一次朗读。',
  'speech.unsaved': '暂时不能下载这一页的声音。',
  'player.label': '播放器',
  'player.before': '上一段',
  'player.back': '上一句',
  'player.read': '播放',
  'player.pause': '停一下',
  'player.forward': '下一句',
  'player.after': '下一段',
  'player.stop': '停止朗读',
  'player.save': '下载',
  'player.saving': '准备中',
  'player.close': '关播放器',
  'player.progress': '读到哪里',
  'player.at': '第 {at} 句，共 {count} 句',
  'player.minutes': '还剩约 {value} 分钟',
  'player.moment': '还剩不到 1 分钟',
})

export { createPlayer } from './player.js'
export { createReader } from './reader.js'
