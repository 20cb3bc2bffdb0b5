/** What a page says of a field. Never what is in it. */

/** @typedef {{ name: string, required: boolean, hints: string[], error: string }} Help */

const FIELD = 'input,textarea,select'
const BUTTONS = /^(hidden|submit|button|reset|image)$/
/** What shows that something is wrong, in markup and in the frameworks' names. */
export const ERRORS =
  '[role=alert],.error,.err,.error-message,.error-msg,.errmsg,.err-msg,.field-error,.form-error,.help-block,.invalid-feedback,.field-validation-error,.validation-error,.Validform_wrong,.formError,.onError,.tip-error,.el-form-item__error,.ant-form-item-explain-error,.ant-form-explain,.van-field__error-message,.ivu-form-item-error-tip,label.error'
/** Longer ones are passages, not messages. */
const LENGTH = 120

/** @param {EventTarget | undefined} target @returns {HTMLInputElement | undefined} */
export function fieldOf(target) {
  if (!(target instanceof Element) || !target.matches(FIELD)) return
  const field = /** @type {HTMLInputElement} */ (target)
  return BUTTONS.test(field.type) ? undefined : field
}

/**
 * @param {HTMLInputElement} field
 * @param {(key: string, values?: Record<string, string | number>) => string} t
 * @param {boolean} judged the browser has said that something is wrong with it
 * @returns {Help}
 */
export function helpOf(field, t, judged) {
  const name = nameOf(field)
  const required = field.required || field.getAttribute('aria-required') == 'true'
  const own = [
    referred(field, 'aria-describedby'),
    field.getAttribute('placeholder') ?? '',
    field.getAttribute('title') ?? '',
    FORMATS.has(field.type) ? t(`type.${field.type}`) : '',
    field.min && field.max ? t('range', { min: field.min, max: field.max }) : '',
    field.maxLength > 0 && field.maxLength < 1000 ? t('length', { count: field.maxLength }) : '',
  ]
  const error = errorOf(field, judged)
  const hints = own.map(trim).filter((hint, at, all) => hint && all.indexOf(hint) == at)
  return { name, required, error, hints: hints.filter((hint) => hint != name && hint != error) }
}

const FORMATS = new Set(['email', 'tel', 'url', 'date', 'month', 'time', 'number', 'password', 'file'])

/** @param {HTMLInputElement} field */
function nameOf(field) {
  const choice = /^(radio|checkbox)$/.test(field.type)
  const legend = choice ? words(field.closest('fieldset')?.querySelector('legend')) : ''
  const label =
    referred(field, 'aria-labelledby') ||
    field.getAttribute('aria-label') ||
    [...(field.labels ?? [])].map(words).join(' ') ||
    field.getAttribute('title') ||
    (choice ? '' : before(field)) ||
    field.getAttribute('placeholder') ||
    ''
  return [legend, label].map(trim).filter(Boolean).join(':')
}

/** In tables of old pages the words stand in the cell before. @param {Element} field */
function before(field) {
  const previous = field.previousSibling
  const text = previous?.nodeType == Node.TEXT_NODE ? trim(previous.textContent ?? '') : ''
  if (text) return text
  const cell = field.closest('td,dd')?.previousElementSibling
  return cell && !cell.querySelector(FIELD) ? words(cell) : ''
}

/** @param {HTMLInputElement} field @param {boolean} judged */
function errorOf(field, judged) {
  const invalid = field.getAttribute('aria-invalid')
  const wrong = invalid != null && invalid != 'false'
  const said = wrong ? referred(field, 'aria-errormessage') : ''
  if (said) return said
  const near = field.closest('label,td,dd,p,li,div')
  const fields = near?.querySelectorAll(FIELD).length ?? 0
  const messages = fields < 2 ? [...(near?.querySelectorAll(ERRORS) ?? [])] : []
  if (field.nextElementSibling?.matches(ERRORS)) messages.unshift(field.nextElementSibling)
  const message = messages.filter(isMessage).map(words).find(Boolean)
  return message ?? (judged && !field.validity.valid ? field.validationMessage : '')
}

/** Whether an element is a message that can be seen. @param {Element} element */
export function isMessage(element) {
  if (element.querySelector(FIELD) || element.matches(FIELD)) return false
  const text = words(element)
  if (!text || text.length > LENGTH) return false
  const { display, visibility } = getComputedStyle(element)
  return display != 'none' && visibility == 'visible' && element.getClientRects().length > 0
}

/** @param {Element} field @param {string} attribute */
function referred(field, attribute) {
  const root = /** @type {Document | ShadowRoot} */ (field.getRootNode())
  const ids = field.getAttribute(attribute)?.split(/\s+/) ?? []
  return trim(ids.map((id) => words(root.getElementById(id))).join(' '))
}

/** The words of a label without those of the fields in it. @param {Element | null | undefined} element */
function words(element) {
  if (!element) return ''
  if (!element.querySelector(FIELD)) return trim(/** @type {HTMLElement} */ (element).innerText ?? '')
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  let text = ''
  while (walker.nextNode()) {
    if (!walker.currentNode.parentElement?.closest('select,textarea,script,style'))
      text += walker.currentNode.textContent
  }
  return trim(text)
}

/** Without the star and the colon that forms put around labels. @param {string} text */
const trim = (text) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/^[\s**]+|[\s**::]+$/g, '')
    .trim()
