"""Amounts: money, percentages, measures, ranges and every other number."""

from __future__ import annotations

import re

from a11y.speech.text import names, numbers
from a11y.speech.text.rule import ALONE, HAN, NUMBER, PAUSE, SCALE, TO, YEAR, Rule, after, before
from a11y.speech.text.units import UNIT, read_unit

_CURRENCIES = {
    "¥": "元",
    "$": "美元",
    "€": "欧元",
    "£": "英镑",
    "US$": "美元",
    "HK$": "港元",
    "NT$": "新台币",
    "RMB": "元",
    "CNY": "元",
    "USD": "美元",
    "HKD": "港元",
}
_CURRENCY = r"(?:US\$|HK\$|NT\$|RMB\s?[¥]?|CNY\s?|USD\s?|HKD\s?|[¥$€£])"
# A minus, if nothing stands before it that it could part or join.
_MINUS = r"(?<![\dA-Za-z\u3400-\u9fff)\]%℃°\"”’-])-(?=\d)"
_SIGNED = rf"(?:(?:{_MINUS})?{NUMBER})"
_COUNTED = (
    "[个名位人家户次件项份套台辆条张本部间种类年天周分秒元块角米吨亩公平立度倍岁点成"
    "℃°%‰a-zA-Zμ㎡㎥]"
)
_HANS = "十百千万亿月日号时"


def _trim(amount: str) -> str:
    """1,200.00 to 1,200, 1,200.50 to 1,200.5: nobody says the empty places of money."""
    return amount.rstrip("0").rstrip(".") if "." in amount else amount


def _money(match: re.Match[str]) -> str:
    """¥1,200.50, ¥100-200, -¥5, US$2.5亿."""
    low, scale, high, high_scale = match[2], match[3], match[4], match[5]
    currency = re.sub(r"[\s¥]+$", "", match[1]) or match[1]
    words = numbers.quantity(_trim(low)) + (scale if not high or scale != high_scale else "")
    if high:
        words += f"至{numbers.quantity(_trim(high))}{high_scale}"
    return words + _CURRENCIES[currency]


def _yuan(match: re.Match[str]) -> str:
    return numbers.quantity(_trim(match[0]))


def _percent(match: re.Match[str]) -> str:
    """50%, 10%-15%, 10-15%, 3‰, -3.5%."""
    base = "千分之" if match[0].endswith("‰") else "百分之"
    sign = "负" if match[0].startswith("-") else "正" if match[0].startswith("+") else ""
    return sign + "至".join(base + numbers.decimal(n) for n in re.findall(NUMBER, match[0]))


def _fraction(match: re.Match[str]) -> str:
    part, whole = map(numbers.cardinal, match.groups())
    if re.search(r"第\s?$|页\s?$", before(match)):
        return f"{part}，共{whole}"  # page 3 of 12
    return f"{whole}分之{part}"


def _pressure(match: re.Match[str]) -> str:
    """Blood pressure, 140/90mmHg."""
    return f"{numbers.cardinal(match[1])}，{numbers.cardinal(match[2])}毫米汞柱"


def _size(match: re.Match[str]) -> str:
    """A number that is measured: 2 metres are 两米, 2 degrees are 二度."""
    number, unit = match[1], read_unit(match[3])
    words = names.amount(number, unit) if not match[2] else numbers.quantity(number)
    return words + match[2] + unit


def _measures(match: re.Match[str]) -> str:
    """3-5km, -5℃~10℃."""
    high_unit = read_unit(match[4])
    low_unit = read_unit(match[2]) if match[2] else ""
    low, high = (names.amount(match[at], high_unit) for at in (1, 3))
    return f"{low}{low_unit}至{high}{high_unit}"


def _times(match: re.Match[str]) -> str:
    return f"{names.amount(match[1], '')}乘"


def _negative(match: re.Match[str]) -> str:
    return "负"


def _difference(match: re.Match[str]) -> str:
    return f"{numbers.decimal(match[1])}减{numbers.decimal(match[2])}"


def _degrees(match: re.Match[str]) -> str:
    """113°05′30″ and 29.37°N."""
    parts = re.findall(r"\d+(?:\.\d+)?", match[0])
    names_ = ("度", "分", "秒")
    side = {"E": "东经", "N": "北纬", "W": "西经", "S": "南纬"}.get(match[0][-1], "")
    side = "" if re.search("[经纬]$", before(match)) else side
    words = ""
    for part, unit in zip(parts, names_, strict=False):
        zero = "零" if words and len(part.partition(".")[0]) == 2 and part[0] == "0" else ""
        words += (zero + numbers.decimal(part) if zero != "零" or part.strip("0.") else "零") + unit
    return side + words


def _range(match: re.Match[str]) -> str:
    low, what, high = match[1], match[2], match[3]
    head, right = before(match), after(match)
    if not what and (joined := _joined(match)):
        return joined
    if what == "号" and (low[0] == "0" or len(low) > 6):
        return f"{numbers.digits(low)}号{PAUSE}{numbers.digits(high)}"
    if re.search(r"(?:第|表|图|附件|附表|附录)\s?$", head):
        return f"{numbers.decimal(low)}{what}至{numbers.decimal(high)}"
    if not what and names.is_year(low, "") and names.is_year(high, right) and low < high:
        return f"{numbers.digits(low)}至{numbers.digits(high)}"
    high_words = names.amount(high, right, head)
    # 2-3人 is 两至三人, 2月-3月 is 二月至三月.
    low_words = names.amount(low, what or right, head)
    return f"{low_words}{what}至{high_words}"


def _joined(match: re.Match[str]) -> str | None:
    """What is no range: 3-501 (a room), 88-1号, 12345-2 (a key to press), or digits of a name."""
    low, high, right = match[1], match[3], after(match)
    is_amount = re.match(rf"\s?(?:{_COUNTED}|[{_HANS}])", right) is not None
    is_room = re.match(r"\s?(?:室|房(?![间屋]))", right) is not None
    words = None
    if re.search(r"[表图]\s?$", before(match)):
        words = f"{numbers.decimal(low)}杠{numbers.decimal(high)}"
    elif not (low.isdecimal() and high.isdecimal()):
        words = None
    elif names.is_service(low) and len(high) == 1:
        words = f"{numbers.telephone(low)}转{numbers.telephone(high)}"
    elif len(low) > 2 and is_room:
        words = f"{numbers.digits(low)}至{numbers.digits(high)}"
    elif high in {low, "0"} and not is_amount:
        words = f"{numbers.cardinal(low)}比{numbers.cardinal(high)}"  # 3-0, 1-1
    elif is_room or (len(low) < 3 and len(high) in {3, 4} and not is_amount):
        words = f"{numbers.cardinal(low)}杠{numbers.digits(high)}"
    elif len(low) > 8 or len(high) > 8 or any(re.match(r"0\d", end) for end in (low, high)):
        words = f"{numbers.digits(low)}杠{numbers.digits(high)}"
    elif int(low) > int(high) and (not is_amount or right.startswith("号")):
        words = f"{numbers.cardinal(low)}杠{numbers.cardinal(high)}"
    return words


def _number(match: re.Match[str]) -> str:
    number = match[0]
    head, right = before(match), after(match)
    if head.endswith(("第", "第 ")):
        # 第430602202500012号 is a licence
        return numbers.digits(number) if len(number) > 6 else numbers.decimal(number)
    named = names.name(number, match) if number.isdecimal() else None
    return named or names.amount(number, right, head)


_BOTH = rf"({NUMBER})({SCALE}{HAN}{{0,2}}?)"

RULES = (
    Rule(
        "money",
        rf"(?<![A-Za-z])({_CURRENCY})\s?({NUMBER})({SCALE})(?:{TO}[¥$€£]?\s?({NUMBER})({SCALE}))?"
        r"(?:元|美元|港元|欧元)?",
        _money,
    ),
    Rule("yuan", rf"{ALONE}{NUMBER}(?=元)(?!{TO})", _yuan),
    Rule(
        "percent",
        rf"{ALONE}(?:(?<!\d)(?<![%‰])[-+])?{NUMBER}[%‰]?(?:{TO}{NUMBER})?\s?[%‰]",
        _percent,
    ),
    Rule("pressure", rf"{ALONE}(\d{{2,3}})/(\d{{2,3}})\s?mmHg", _pressure),
    Rule(
        "fraction", rf"{ALONE}([1-9]\d{{0,2}})/([1-9]\d{{0,3}})(?![\d/.])(?!\s?[年月日])", _fraction
    ),
    Rule(
        "degrees",
        rf"{ALONE}\d{{1,3}}(?:\.\d{{1,10}})?°(?:\d{{1,2}}(?:\.\d{{1,6}})?[′'](?:\d{{1,2}}(?:\.\d{{1,6}})?[″\"])?"
        r"(?:[EWNS](?![A-Za-z]))?|[EWNS](?![A-Za-z]))",
        _degrees,
    ),
    Rule("difference", rf"{ALONE}({NUMBER})\s?-\s?({NUMBER})(?=\s?=)", _difference),
    Rule(
        "measures",
        rf"{ALONE}({_SIGNED})\s?({UNIT})?{TO}(-?{NUMBER})\s?({UNIT})(?![A-Za-z])",
        _measures,
    ),
    Rule("size", rf"{ALONE}({_SIGNED})\s?({SCALE})({UNIT})", _size),
    Rule("range", rf"{ALONE}{_BOTH}{TO}(?!{YEAR}\s?年)({NUMBER})", _range),
    Rule("times", rf"(?<![\d.])(?!0x)({NUMBER})\s?[×xX*]\s?(?=\d)", _times),
    Rule(
        "negative",
        rf"{_MINUS}(?=[\d,]{{1,20}}(?:\.\d{{1,20}})?\s?(?:{_COUNTED}|[十百千万亿至到层楼]|{TO}\d))|"
        rf"(?<={HAN})-(?=\d{{1,20}}(?:\.\d{{1,20}})?\s?(?:[℃°%‰米元度亿万]|{TO}-?\d|至-?\d|到-?\d))",
        _negative,
    ),
    Rule("positive", r"(?<![\dA-Za-z\u3400-\u9fff)%‰])\+(?=\d{1,20})", lambda _: "正"),
)
NUMBERS = (Rule("number", NUMBER, _number),)
