// A portal's front page as long as the longest: 10,800 elements in boxes of links.
const make = (name, className, text) =>
  Object.assign(document.createElement(name), { className, textContent: text })
for (let box = 0; box < 135; box++) {
  const list = document.createElement('ul')
  for (let row = 0; row < 13; row++) {
    const item = document.createElement('li')
    const link = make('a', '', '')
    link.href = '/n/' + box + '-' + row
    link.append(make('i', 'ico', ''), make('span', row % 5 ? '' : 'new', '关于开展年度核验工作的公告'))
    item.append(link, make('b', row % 7 ? '' : 'pale', ''), make('span', 'date', '11-23'))
    if (row % 4 == 0) item.style.backgroundColor = '#fafafa'
    list.append(item)
  }
  const section = make('div', 'box', '')
  section.append(make('div', 'title', '通知公告'), list)
  document.body.append(section)
}
