/** What a press would do, from what the page says of it. */

/** Words for what cannot be taken back, or goes to somebody. */
const FAR =
  /提交|支付|付款|缴费|缴款|转账|删除|注销|撤回|撤销|作废|解绑|解除|退订|退款|清空|申领|报名|预约|申报|发送|发布|办理完成|确认(?!密码)|取消(预约|申请|订单|报名|办理|订阅)|放弃|submit|pay|delete|remove|withdraw|cancel (order|booking)|unsubscribe/i
/** Those after which nothing is as before. */
const FINAL = /删除|注销|撤回|撤销|作废|解绑|解除|清空|放弃|delete|remove|withdraw/i
/** Forms are for these too, and nobody wants to be asked. */
const HARMLESS = /搜|查询|检索|查找|筛选|登录|登陆|登 录|下一步|上一步|返回|验证码|search|find|log ?in|sign ?in|next|back/i
/** On a link that leads to another page: the whole label is the deed, not the name of a department. */
const DEED = /^(确认)?(删除|撤回|撤销|作废|退订|解绑|清空|取消(预约|申请|订单|报名)|delete|remove|withdraw)$/i
/** A label, not a sentence: the headline of an article may have any of these words. */
const LENGTH = 8

/**
 * @typedef {object} Action
 * @property {string} label what is on the button
 * @property {HTMLFormElement | null} form what it sends
 * @property {boolean} final whether it takes something away
 * @property {boolean} clears whether it empties the form
 */

/**
 * What pressing an element does, if that is far-reaching.
 *
 * @param {Element} pressed @returns {Action | undefined}
 */
export function actionOf(pressed) {
  const label = labelOf(pressed)
  if (HARMLESS.test(label)) return
  const button = /^(button|input)$/.test(pressed.localName)
  const { form = null, type = '' } = button ? /** @type {HTMLButtonElement} */ (pressed) : {}
  const action = { label, form, final: FINAL.test(label), clears: false }
  if (form && type == 'reset') return { ...action, clears: true }
  if (form && /^(submit|image)$/.test(type)) {
    // The browser will first say what is missing.
    const { formNoValidate } = /** @type {HTMLButtonElement} */ (pressed)
    if (!form.noValidate && !formNoValidate && form.matches(':invalid')) return
    return FAR.test(label) || changes(form, pressed) ? action : undefined
  }
  if (leads(pressed)) return DEED.test(label) ? action : undefined
  return label.length <= LENGTH && FAR.test(label) ? action : undefined
}

/** Whether it is a link that does nothing but lead on. @param {Element} pressed */
function leads(pressed) {
  const href = pressed.getAttribute('href') ?? ''
  return !/^(#|javascript:|$)/i.test(href.trim()) && !pressed.hasAttribute('onclick')
}

/**
 * Whether sending the form changes something where it arrives.
 *
 * @param {HTMLFormElement} form @param {Element | null} [submitter]
 */
export function changes(form, submitter) {
  const method = submitter?.getAttribute('formmethod') || form.getAttribute('method') || 'get'
  if (method.toLowerCase() != 'post') return false
  if (form.matches('[role=search]') || form.closest('[role=search]')) return false
  const fields = [...form.elements].filter((field) => field.matches('input,textarea,select'))
  const shown = /** @type {HTMLInputElement[]} */ (fields).filter(({ type }) => type != 'hidden')
  const passwords = shown.filter(({ type }) => type == 'password')
  if (passwords.length == 1 && shown.length < 6) return false // a login
  const words = shown.filter(({ type }) => /text|search/.test(type))
  return !(words.length == 1 && /^(q|kw|key|keyword|keywords|search|wd|word)/i.test(words[0].name))
}

/** @param {Element} element */
function labelOf(element) {
  const { value, localName } = /** @type {HTMLInputElement} */ (element)
  const text = localName == 'input' ? value : /** @type {HTMLElement} */ (element).innerText
  const found =
    element.getAttribute('aria-label') ||
    text?.trim() ||
    element.getAttribute('alt') ||
    element.getAttribute('title') ||
    element.querySelector('[alt]')?.getAttribute('alt') ||
    ''
  return found.replace(/\s+/g, ' ').trim()
}
