/** @import { Texts } from '../../types.js' */

/** @type {Record<string, Texts>} */
export const texts = {
  'zh-CN': {
    label: '填表帮助',
    must: '必填',
    'type.email': '请填写电子邮箱',
    'type.tel': '请填写电话号码',
    'type.url': '请填写网址',
    'type.date': '请选择日期',
    'type.month': '请选择年月',
    'type.time': '请选择时间',
    'type.number': '请填写数字',
    'type.password': '请填写密码，别人看不见',
    'type.file': '请选择文件',
    range: '从 {min} 到 {max}',
    length: '最多 {count} 个字',
  },
  en: {
    label: 'Form help',
    must: 'required',
    'type.email': 'An e-mail address',
    'type.tel': 'A telephone number',
    'type.url': 'A web address',
    'type.date': 'A date',
    'type.month': 'A month',
    'type.time': 'A time',
    'type.number': 'A number',
    'type.password': 'A password; nobody else can see it',
    'type.file': 'Choose a file',
    range: 'From {min} to {max}',
    length: 'At most {count} characters',
  },
}
