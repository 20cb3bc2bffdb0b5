// What a page does by itself, in the words of its time. behave() does it all and tells how it went: the
// answer must be the same with care mode as without.
var pressed = 0
document.getElementById('act').addEventListener('click', function () { pressed++ })
window.behave = function () {
  var told = []
  function tell(what) { told.push(typeof what == 'string' ? what : '' + what) }
  var at, key, keys, text = document.getElementById('text'), list = document.getElementById('list')
  keys = 0; for (key in { one: 1 }) keys++
  tell('object ' + keys)
  keys = 0; for (key in [1, 2]) keys++
  tell('array ' + keys)
  tell('elements ' + document.body.getElementsByTagName('*').length)
  tell('last ' + document.body.lastElementChild.nodeName)
  tell('class ' + text.className + ' style ' + text.getAttribute('style'))
  at = pressed; document.getElementById('act').click()
  tell('pressed ' + (pressed - at))
  var item = document.createElement('li')
  item.appendChild(document.createTextNode('新的一条'))
  list.appendChild(item)
  tell('items ' + list.children.length + list.lastChild.firstChild.data)
  list.removeChild(item)
  tell('items ' + list.children.length)
  tell('text ' + text.firstChild.data)
  var fields = document.getElementById('form').elements
  fields[0].value = '张三'
  tell('field ' + document.getElementById('form')[0].value)
  tell('mapped ' + [3, 1, 2].map(function (each) { return each * 2 }).join())
  tell('json ' + JSON.stringify(JSON.parse('{"a":[1,"b"]}')))
  var heard = 0
  function hear() { heard++ }
  text.addEventListener('mine', hear)
  var event = document.createEvent('Event')
  event.initEvent('mine', true, true)
  text.dispatchEvent(event)
  text.removeEventListener('mine', hear)
  text.dispatchEvent(event)
  tell('heard ' + heard)
  var more = window.behaveMore && window.behaveMore(tell)
  return more && more.then ? more.then(function () { return told.join('\n') }) : told.join('\n')
}
