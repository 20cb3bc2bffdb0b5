"""One form of writing for the rules: half-width, simplified, without what nobody hears.

Everything here is one to one in code points, so that offsets hold.
"""

from __future__ import annotations

# The full-width forms (U+FF01 to U+FF5E) become plain, except the comma: between digits it parts
# numbers, while a plain one groups the digits of a number.
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if code != 0xFF0C}
_FULL_WIDTH |= {0xFFE5: 0xA5, 0xFFE1: 0xA3, 0x2212: 0x2D, 0xFE63: 0x2D, 0x2236: 0x3A, 0xFE55: 0x3A}
_FULL_WIDTH |= {0xFE6A: 0x25, 0x00B5: 0x3BC, 0x02DA: 0xB0, 0x00BA: 0xB0, 0x2032: 0x2032}
_FULL_WIDTH |= {0x2080 + digit: 0x30 + digit for digit in range(10)}  # CO₂

# What would end a C string or steer an engine (espeak-ng takes U+0001 for a command) becomes a
# space, as do all kinds of spaces; a lone surrogate cannot be encoded.
_SPACES = dict.fromkeys(
    (*range(0x20), *range(0x7F, 0xA1), *range(0x2000, 0x200B), 0x202F, 0x205F, 0x2028, 0x2029),
    0x20,
)
_SPACES |= {0x3000: 0x20, 0xFEFF: 0x20}
_LONE = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)

_PLAIN = _FULL_WIDTH | _SPACES | _LONE

# The characters of the words that rules look for; all others stay as they are.
_TRADITIONAL = (
    "電电話话熱热線线專专撥拨傳传機机號号碼码編编郵邮證证賬账帳帐網网頁页點点時时間间個个戶户項项條条萬万億亿"
    "週周歲岁層层樓楼棟栋單单國国縣县區区鎮镇會会議议車车輛辆張张噸吨畝亩頃顷種种類类組组階阶級级處处檢检驗验"
    "蘭兰訊讯諮咨詢询絡络聯联務务報报鐘钟塊块兩两雙双數数對对隻只顆颗筆笔課课題题題题場场輪轮餘余屆届隊队門门"
    "陸陆負负零零經经緯纬東东東东學学農农曆历歷历業业財财稅税發发辦办員员廳厅實实庫库樣样醫医費费價价額额"
    "幣币圓圆銀银實实際际標标準准節节華华過过這这開开關关後后來来為为與与達达僅仅約约幾几們们讓让該该從从還还"
    "監监舉举護护齡龄積积體体溫温氣气壓压濕湿風风灣湾銷销優优總总務务"
)
_SIMPLE = {
    ord(old): ord(new) for old, new in zip(_TRADITIONAL[::2], _TRADITIONAL[1::2], strict=True)
}


def plain(text: str) -> str:
    """The text with full-width forms made plain and controls made spaces, of the same length."""
    return text.translate(_PLAIN)


def simple(text: str) -> str:
    """Plain text with the traditional characters of the rules' words made simplified."""
    return text.translate(_SIMPLE)
