/** Which pictures may be hidden, and what stands in their place. */

/** What somebody must see to go on: check codes, and codes to scan. */
const NEEDED =
  /captcha|verif(y|ication)|valid(ate)?(code|img)|check_?code|auth_?code|rand_?code|yzm|vcode|kaptcha|seccode|验证码|校验码|看不清|换一张|qr_?code|(^|[^a-z])qr([^a-z]|$)|ewm|erweima|二维码|扫码|扫一扫/i
/** Pictures that are parts of a map that somebody moves. */
const MAPS = '[class*=BMap],[class*=amap],[class*=tdt-],[class*=leaflet],[class*=ol-layer],[class*=map-tile]'
/** Lower or narrower ones are lines and spacers, which the layout may stand on. */
const LEAST = 4
/** From here on a picture without a name is something to see. */
const SEEN = 48

/** @param {HTMLImageElement} picture */
export function isNeeded(picture) {
  if (picture.useMap || picture.closest(MAPS)) return true
  const { id, className, src, alt, title } = picture
  if ([id, className, alt, title].some((text) => NEEDED.test(text))) return true
  if (!src.startsWith('data:') && NEEDED.test(src)) return true
  // Beside a field that asks for a code.
  const around = picture.closest('label,p,td,li,tr,dd,div')
  const field = around?.querySelector('input:not([type=hidden])')
  return !!field && NEEDED.test([field.id, ...values(field)].join(' '))
}

/** @param {Element} field */
const values = (field) =>
  ['name', 'placeholder', 'title', 'aria-label'].map((name) => field.getAttribute(name) ?? '')

/**
 * @param {HTMLImageElement} picture
 * @param {(key: string) => string} t
 * @returns {string | undefined} what to show; empty for a decoration; undefined: leave the picture
 */
export function insteadOf(picture, t) {
  const { width, height } = picture.getBoundingClientRect()
  if ((width || height) && Math.min(width, height) < LEAST) return
  const link = picture.closest('a,button')
  const alone = link && !link.textContent?.trim()
  const said =
    picture.getAttribute('alt')?.trim() ||
    picture.getAttribute('aria-label')?.trim() ||
    picture.getAttribute('title')?.trim()
  if (said) return said
  const named = link?.getAttribute('title')?.trim() || link?.getAttribute('aria-label')?.trim()
  if (alone) return named || `${t('picture')}${fileName(picture)}`
  // An empty alternative is how a page says: decoration.
  if (picture.hasAttribute('alt') || Math.max(width, height) < SEEN) return ''
  return `${t('picture')}${fileName(picture)}`
}

/** The name of the file, where it is one in Chinese. @param {HTMLImageElement} picture */
function fileName({ src }) {
  try {
    const name = decodeURIComponent(new URL(src).pathname.split('/').pop() ?? '')
    return /\p{Script=Han}/u.test(name) ? `:${name.replace(/\.\w+$/, '')}` : ''
  } catch {
    return ''
  }
}
