"""What points at something: document and case numbers, standards, articles, list markers, names."""

from __future__ import annotations

import re

from a11y.speech.text import numbers
from a11y.speech.text.rule import ALONE, HAN, PAUSE, YEAR, Rule, after, apart, before

_ITEM = r"([一二三四五六七八九十]{1,3}|\d{1,2})"
_STANDARDS = (
    "GB|GBZ|DB\\d{0,6}|HJ|JGJ|CJJ|JTG|YD|GA|MZ|ISO|IEC|SL|TD|LB|WS|NY|LY|JT|RB|SB|AQ|XF|"
    "T/[A-Z]{2,8}"
)
_ORDERED = re.compile(r"第[\d一二三四五六七八九十百()]{1,6}\s?(?:[条款项]\s?)?[、和及或]$|第$")

_ROMAN_SIGNS = {chr(base + value): value + 1 for base in (0x2160, 0x2170) for value in range(12)}
_ROMAN_COUNTED = "类|级|期|章|度|卷|标段|段|系列|组|阶段|部分|代|区|号|型|等|册|篇"
# Circled, in brackets, with a full stop; ideographs in brackets and in circles.
_CIRCLED = {
    chr(first + index): str(start + index)
    for first, count, start in (
        *((0x2460, 20, 1), (0x2474, 20, 1), (0x2488, 20, 1), (0x3251, 15, 21), (0x32B1, 15, 36)),
        *((0x3220, 10, 1), (0x3280, 10, 1), (0x2776, 10, 1), (0x2780, 10, 1), (0x278A, 10, 1)),
        (0x24EB, 10, 11),
    )
    for index in range(count)
}


def _standard(match: re.Match[str]) -> str:
    """GB/T 37668-2019: the letters, the number and the year digit by digit."""
    letters = re.sub(r"\d+", lambda run: numbers.digits(run[0]), match[1])
    number = "点".join(numbers.digits(part) for part in match[2].split("."))
    part = f"杠{numbers.digits(match[3])}" if match[3] else ""
    joint = PAUSE if match[4] == ":" else "杠"
    year = f"{joint}{numbers.digits(match[5])}" if match[5] else ""
    return f"{letters.replace('/', ' ')} {number}{part}{year}"


def _document(match: re.Match[str]) -> str:
    """〔2022〕3号 (GB/T 9704): brackets are not heard, so the year is called one."""
    return f"{numbers.digits(match[1])}年{match[2] or ''}{numbers.cardinal(match[3])}号"


def _case(match: re.Match[str]) -> str:
    """(2022)湘0602民初123号, the number of a court case."""
    court, kind = numbers.digits(match[3]), match[4]
    return f"{numbers.digits(match[1])}年{match[2]}{court}{kind}{numbers.digits(match[5])}号"


def _bracketed_year(match: re.Match[str]) -> str:
    return apart(match, numbers.digits(match[1]))


def _version(match: re.Match[str]) -> str:
    """V2.1.0, 2.1.0, 1.1.2: each part is a number."""
    parts = match[2].split(".")
    is_address = len(parts) == 4 and any(len(part) > 2 for part in parts)  # 192.168.1.1
    return match[1] + "点".join(map(numbers.digits if is_address else numbers.cardinal, parts))


def _roman(match: re.Match[str]) -> str:
    value = numbers.roman(match[0])
    return match[0] if value is None else numbers.cardinal(str(value))


def _roman_sign(match: re.Match[str]) -> str:
    return numbers.cardinal(str(_ROMAN_SIGNS[match[0]]))


def _item(mark: str) -> str:
    return numbers.cardinal(mark) if mark.isdecimal() else mark


def _marker(match: re.Match[str]) -> str:
    """A list marker at the start: (一) or 1. becomes the number and a pause."""
    return _item(match[1]) + "、"


def _section(match: re.Match[str]) -> str:
    """2.1 or 3.2.1 before a heading's words."""
    return "点".join(map(numbers.cardinal, match[1].split("."))) + "、"


def _enclosed(match: re.Match[str]) -> str:
    """第(二)项 to 第二项, 九年级(3)班 to 九年级三班; elsewhere the number between pauses."""
    if _ORDERED.search(before(match)) or re.match(r"[班项款目条号至、和]", after(match)):
        return _item(match[1]) + ("、" if match[0].endswith("、") else "")
    return apart(match, _item(match[1]))


def _circled(match: re.Match[str]) -> str:
    """① and its kin are markers, unless they stand in a sentence as 第①项 or 见①."""
    words = numbers.cardinal(_CIRCLED[match[0][0]])
    return words if re.match("[项类、和至]", after(match)) else words + "、"


def _serial(match: re.Match[str]) -> str:
    """No.3, NO:12, №5."""
    number = match[1] or match[2]
    return f"第{numbers.cardinal(number)}号" if len(number) < 5 else numbers.digits(number)


def _after_number(match: re.Match[str]) -> str:
    """京ICP备05070218号-1: what follows 号 in a licence is read by the digit."""
    return PAUSE + numbers.digits(match[1])


RULES = (
    Rule(
        "standard",
        rf"(?<![A-Za-z])((?:{_STANDARDS})(?:/[TZ]|/IEC)?)\s?[-—]?"
        r"(\d{2,6}(?:\.\d{1,3})?|\d\.\d{1,3})(?:-(\d{1,3})(?!\d))?(?:\s?([-‐-―:])\s?(\d{4}))?(?![\d.]\d)(?![\dA-Za-z])",
        _standard,
    ),
    Rule("case", rf"[(〔]({YEAR})[)〕]({HAN}{{1,3}})(\d{{1,6}})({HAN}{{1,4}})(\d{{1,8}})号", _case),
    Rule(
        "document",
        rf"[〔\[(﹝【]\s?({YEAR})\s?[〕\])﹞】]\s?(第)?\s?0{{0,3}}(\d{{1,5}})\s?号",
        _document,
    ),
    Rule("footnote", r"(?<=[^\s:\d])\[\d{1,3}(?:\s?[-–,、\uff0c]\s?\d{1,3}){0,5}\]", lambda _: ""),
    Rule("bracketed_year", rf"[〔(﹝\[]({YEAR})[〕)﹞\]]", _bracketed_year),
    Rule(
        "dated_section",
        rf"^\s{{0,4}}(\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})\.?\s{{1,4}}(?={HAN})",
        _section,
    ),
    Rule("marker", rf"^\s{{0,4}}[(\[]{_ITEM}[)\]](?![班组号])、?", _marker),
    Rule("numbered", r"^\s{0,4}(\d{1,2}(?=[.、)])|\d{3}(?=\.))(?:\.(?!\d)|[、)])\s?", _marker),
    Rule(
        "inner",
        rf"(?:(?<=[\s;。:])(?=\d{{1,2}}[.、])|(?<=[;。:])|<(?=\d{{1,2}}>))(\d{{1,2}})(?:[.)>]\s?(?={HAN}|[《“])|、(?={HAN}))",
        _marker,
    ),
    Rule("enclosed", rf"\({_ITEM}\)、?", _enclosed),
    Rule("circled", rf"[{''.join(_CIRCLED)}]\ufe0f?\s?、?", _circled),
    Rule("keycap", r"(\d)\ufe0f?\u20e3\s?", _marker),
    Rule("roman_sign", f"[{''.join(_ROMAN_SIGNS)}]", _roman_sign),
    Rule("roman", rf"(?<![A-Za-z])(?![XV]型)[IVX]{{1,6}}(?=\s?(?:{_ROMAN_COUNTED}))", _roman),
    Rule(
        "serial",
        r"(?<![A-Za-z])N[oO](?:\.|:|\s)\s?(\d{1,12})(?![\d.])|№\s?(\d{1,12})(?!\d)",
        _serial,
    ),
    Rule("after_number", r"(?<=号)-(\d{1,3})(?!\d)", _after_number),
)
# After dates: 2025.3.18 is none.
VERSIONS = (
    Rule(
        "version",
        rf"{ALONE}([Vv](?=\d)|(?=\d{{1,5}}\.\d{{1,5}}\.\d))(\d{{1,5}}(?:\.\d{{1,5}}){{1,5}})(?!\d)",
        _version,
    ),
)
