"""Amounts: money, percentages, measures, ranges and every other number."""

from __future__ import annotations

import re

from a11y.speech.text import numbers
from a11y.speech.text.rule import ALONE, HAN, NUMBER, SCALE, TO, YEAR, Rule, after, before
from a11y.speech.text.units import COUNTERS, UNIT, read_unit

# Words that say of a number that it is called (幺) or is a name (digit by digit), not an amount.
_CALLS = re.compile(r"(?:电话|热线|专线|拨打?|致电|手机|传真|座机|客服|总机|转)[^。;!?]{0,18}$")
_CALLED = re.compile(r"\s?(?:政务|便民|市民|服务|热线|专线|平台|举报|投诉|急救|报警)")
# National service numbers, never amounts: 12306 railways, 12315 consumers, 12345 government.
_SERVICES = re.compile("123(?:06|15|18|20|28|29|33|45|48|50|55|58|60|66|69|78|80|88|89|93)")
_CALLABLE = re.compile(r"1[12]\d|1\d{4}|9\d{4,5}|\d{7,8}")
_NAMES = re.compile(
    r"(?:邮政编码|邮编|尾号|编号|证号|证件号|号码|代码|[账帐卡学工单]号|验证码|密码)[为是:\s]{0,3}$"
)
_NAMED = re.compile("室|国道|省道|县道")
_CURRENCIES = {"¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
_SIGNED = rf"(?:(?<![\dA-Za-z\u3400-\u9fff]\s)-)?{NUMBER}"


def _amount(number: str, what: str) -> str:
    """The number before the words ``what``: 2 is 两 where something is counted."""
    return numbers.quantity(number) if re.match(COUNTERS, what) else numbers.decimal(number)


def _name(number: str, match: re.Match[str]) -> str | None:
    """The digits one by one if the context says that the number is a name, else None."""
    left, right = before(match), after(match)
    if _NAMES.search(left) or (len(number) == 3 and _NAMED.match(right)):
        return numbers.digits(number)
    if re.match(COUNTERS, right):
        return None
    if _SERVICES.fullmatch(number):
        return numbers.telephone(number)
    if _CALLABLE.fullmatch(number) and (_CALLED.match(right) or _CALLS.search(left)):
        return numbers.telephone(number)
    leading_zero = number[0] == "0" and len(number) > 1 and not re.match("[月日时点分秒]", right)
    return numbers.digits(number) if leading_zero or len(number) > 8 else None


def _number(match: re.Match[str]) -> str:
    number = match[0]
    if match.string[: match.start()].endswith("第"):
        return numbers.decimal(number)
    named = _name(number, match) if number.isdecimal() else None
    return named or _amount(number, after(match))


def _range(match: re.Match[str]) -> str:
    low, what, high = match[1], match[2], match[3]
    right = after(match)
    if right.startswith("室") and not what:
        return f"{numbers.cardinal(low)}杠{numbers.digits(high)}"
    if match.string[: match.start()].endswith("第"):
        return f"{numbers.decimal(low)}{what}至{numbers.decimal(high)}"
    return f"{_amount(low, what)}{what}至{_amount(high, right)}"


def _trim(amount: str) -> str:
    """1,200.00 to 1,200, 1,200.50 to 1,200.5: nobody says the empty places of money."""
    return amount.rstrip("0").rstrip(".") if "." in amount else amount


def _money(match: re.Match[str]) -> str:
    """¥1,200.50 or ¥100-200."""
    values = [match[2]] + ([match[4]] if match[4] else [])
    words = "至".join(numbers.quantity(_trim(value)) for value in values)
    return words + (match[5] or match[3]) + _CURRENCIES[match[1]]


def _yuan(match: re.Match[str]) -> str:
    return numbers.quantity(_trim(match[0]))


def _percent(match: re.Match[str]) -> str:
    """50%, 10%-15%, 10-15%, 3‰, -3.5%."""
    base = "千分之" if match[0].endswith("‰") else "百分之"
    sign = "负" if match[0].startswith("-") else ""
    return sign + "至".join(base + numbers.decimal(n) for n in re.findall(NUMBER, match[0]))


def _fraction(match: re.Match[str]) -> str:
    return f"{numbers.cardinal(match[2])}分之{numbers.cardinal(match[1])}"


def _measure(match: re.Match[str]) -> str:
    """120.5㎡, 50万m², -5℃."""
    return numbers.quantity(match[1]) + match[2] + read_unit(match[3])


def _measures(match: re.Match[str]) -> str:
    """3-5km, -5℃~10℃."""
    low = numbers.quantity(match[1]) + (read_unit(match[2]) if match[2] else "")
    return f"{low}至{numbers.quantity(match[3])}{read_unit(match[4])}"


def _generation(match: re.Match[str]) -> str:
    return numbers.digits(match[1])


def _times(match: re.Match[str]) -> str:
    return f"{numbers.decimal(match[1])}乘"


RULES = (
    Rule(
        "money",
        rf"([¥$€£])\s?({NUMBER})({SCALE})(?:{TO}[¥$€£]?\s?({NUMBER})({SCALE}))?(?:元|美元)?",
        _money,
    ),
    Rule("yuan", rf"{ALONE}{NUMBER}(?=元)", _yuan),
    Rule("percent", rf"{ALONE}-?{NUMBER}[%‰]?(?:{TO}{NUMBER})?[%‰]", _percent),
    Rule("fraction", rf"{ALONE}(\d{{1,3}})/(\d{{1,3}})(?![\d/])", _fraction),
    Rule("measures", rf"{ALONE}({_SIGNED})\s?({UNIT})?{TO}(-?{NUMBER})\s?({UNIT})", _measures),
    Rule("measure", rf"{ALONE}({_SIGNED})\s?({SCALE})({UNIT})", _measure),
    Rule("generation", r"(?<!\d)([05-9]0)(?=后(?![续期来]))", _generation),
    Rule("range", rf"{ALONE}({NUMBER})({SCALE}{HAN}?){TO}(?!{YEAR}\s?年)({NUMBER})", _range),
    Rule("times", rf"(?<![\d.])(?!0x)({NUMBER})\s?[×xX*]\s?(?=\d)", _times),
    Rule("number", NUMBER, _number),
)
