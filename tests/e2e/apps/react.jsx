// A page that React draws, and draws again every 100 ms.
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { flushSync } from 'react-dom'

let app

function Route({ path }) {
  return path == '/more' ? <section id="route"><h2>更多</h2><p>第二页</p></section> : <p id="route">第一页</p>
}

function App() {
  const [count, setCount] = useState(0)
  const [ticks, setTicks] = useState(0)
  const [path, setPath] = useState('/')
  const [items, setItems] = useState(['身份证', '户口簿'])
  const [name, setName] = useState('')
  useEffect(() => {
    const timer = setInterval(() => setTicks((now) => now + 1), 100)
    return () => clearInterval(timer)
  }, [])
  app = { setPath, setItems }
  return (
    <div id="box" className={ticks % 2 ? 'odd' : 'even'} style={{ color: '#777', opacity: 1 }}>
      <h1>便民服务指南</h1>
      <p id="text" style={{ fontSize: ticks % 2 ? '12px' : '12.0px' }}>城乡居民养老保险按年缴费。</p>
      <p>
        请到<a id="link" href="#here">办事大厅</a>办理,<b key={ticks}>第 {count} 次</b>
      </p>
      <ul id="list">{items.map((each) => <li key={each}>{each}</li>)}</ul>
      <Route path={path} />
      <form id="form" action="#">
        <input type="text" title="姓名" value={name} onChange={(event) => setName(event.target.value)} />
        <button type="button" id="act" onClick={() => setCount(count + 1)}>提交材料</button>
      </form>
      <div dangerouslySetInnerHTML={{ __html: '<p class="raw">原样 <b>内容</b></p>' }} />
    </div>
  )
}

flushSync(() => createRoot(document.getElementById('app')).render(<App />))
const shown = (id) => document.getElementById(id).textContent
window.behaveMore = (tell) => {
  history.pushState({}, '', '?more')
  flushSync(() => app.setPath('/more'))
  tell(shown('route'))
  flushSync(() => app.setItems(['户口簿', '照片', '身份证']))
  tell(shown('list'))
  history.replaceState({}, '', '?')
  flushSync(() => app.setPath('/'))
  flushSync(() => app.setItems(['身份证', '户口簿']))
  tell(shown('route') + shown('list'))
}
