// A page that Vue draws, from templates, and draws again every 100 ms.
import { createApp, h, nextTick, ref } from 'vue'

const ticks = ref(0)
const path = ref('/')
const items = ref(['身份证', '户口簿'])
const name = ref('')
const count = ref(0)
const Route = { props: ['path'], render() { return this.path == '/more' ? h('section', { id: 'route' }, [h('h2', '更多'), h('p', '第二页')]) : h('p', { id: 'route' }, '第一页') } }

createApp({
  components: { Route },
  setup: () => ({ ticks, path, items, name, count }),
  template: `<div id="box" :class="ticks % 2 ? 'odd' : 'even'" style="color: #777">
    <h1>便民服务指南</h1>
    <p id="text">城乡居民养老保险按年缴费。</p>
    <p>请到<a id="link" href="#here">办事大厅</a>办理,<b :key="ticks">第 {{ count }} 次</b></p>
    <transition-group name="list" tag="ul" id="list"><li v-for="each in items" :key="each">{{ each }}</li></transition-group>
    <Route :path="path" />
    <form id="form" action="#"><input type="text" title="姓名" v-model="name">
    <button type="button" id="act" @click="count++">提交材料</button></form>
    <div v-html="'<p class=raw>原样 <b>内容</b></p>'"></div>
  </div>`,
}).mount('#app')
setInterval(() => ticks.value++, 100)
const shown = (id) => document.getElementById(id).textContent
window.behaveMore = async (tell) => {
  history.pushState({}, '', '?more')
  path.value = '/more'
  await nextTick()
  tell(shown('route'))
  path.value = '/'
  history.replaceState({}, '', '?')
  await nextTick()
  tell(shown('route') + name.value)
}
