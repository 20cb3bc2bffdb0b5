/** @import { Value } from '../../types.js' */

const HEI =
  '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC","WenQuanYi Micro Hei",SimHei,sans-serif'

/** Fonts that are on the visitor's computer: nothing is loaded. @type {Record<Value, string>} */
export const families = {
  hei: HEI,
  kai: 'KaiTi,STKaiti,"Kaiti SC","AR PL UKai CN",KaiTi_GB2312,serif',
  clear: `"Atkinson Hyperlegible Next","Atkinson Hyperlegible",Lexend,Verdana,"DejaVu Sans",${HEI}`,
}
