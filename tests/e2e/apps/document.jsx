// A page whose whole document was drawn on a server and is taken over by React.
import { useEffect, useState } from 'react'
import { hydrateRoot } from 'react-dom/client'

function Page() {
  const [count, setCount] = useState(0)
  useEffect(() => void (window.hydrated = true), [])
  return (
    <html lang="zh-CN">
      <head>
        <meta charSet="utf-8" />
        <title>React 接管整个文档</title>
      </head>
      <body>
        <div id="box">
          <p id="text">城乡居民养老保险按年缴费。</p>
          <p>请到<a id="link" href="#here">办事大厅</a>办理。</p>
          <ul id="list"><li>身份证</li><li>户口簿</li></ul>
          <form id="form" action="#">
            <input type="text" title="姓名" />
            <button type="button" id="act" onClick={() => setCount(count + 1)}>提交材料</button>
          </form>
        </div>
      </body>
    </html>
  )
}

hydrateRoot(document, <Page />, { onRecoverableError: (error) => console.error(`recovered: ${error}`) })
