/// <reference path="../../a11y/static/a11y.d.ts" />
// What a portal's own code may look like; compiled, never run.

a11y.define({
  name: 'x-big-buttons',
  section: 'page',
  schema: { initial: 'off', choices: ['off', 'on'] },
  texts: { 'zh-CN': { label: '大按钮' }, en: { label: 'Large buttons' } },
  enact(value, page) {
    page.style(value === 'on' ? 'button { min-height: 64px !important }' : '')
  },
})
a11y.palette({
  name: 'x-city',
  label: { 'zh-CN': '城市深绿' },
  background: '#00301c',
  text: '#fff',
  link: '#9fe8ff',
})
a11y.keys({ larger: 'Ctrl+Alt+8', theme: null })
document.addEventListener('a11y:change', ({ detail }) => console.log(detail.name, detail.value))
document.addEventListener('a11y:idle', () => location.assign('/'))

export async function card(birth: string): Promise<boolean> {
  const size = await window.a11y.get('size')
  if (size === 100) await a11y.set('size', 150)
  await a11y.read.start()
  const { label, schema } = (await a11y.preferences())['theme']!
  console.log(label, 'choices' in schema ? schema.choices.length : schema.step)
  return a11y.kiosk({ birth })
}

// @ts-expect-error: a name of ours
a11y.define({ name: 'size', schema: { initial: 'off', choices: [] }, texts: { 'zh-CN': { label: '' } } })
// @ts-expect-error: no such function
a11y.keys({ nothing: null })
// @ts-expect-error: neither an age nor a birth
a11y.kiosk({ number: '110101195003010000' })
