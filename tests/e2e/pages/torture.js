// What torture.html cannot say in markup.
const root = document.getElementById('shadow').attachShadow({ mode: 'open' })
const sheet = new CSSStyleSheet()
sheet.replaceSync('p { margin: 0; color: #aaa !important; background: #bbb !important }')
root.adoptedStyleSheets = [sheet]
root.append(Object.assign(document.createElement('p'), { textContent: '█ █ █' }))
addEventListener('late', () => {
  const text = document.createElement('b')
  text.textContent = '█ █ █'
  text.style.setProperty('color', '#aaa', 'important')
  text.style.setProperty('background', '#bbb', 'important')
  document.getElementById('late').append(text)
})
