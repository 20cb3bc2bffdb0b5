"""What points at something: document and case numbers, standards, articles, list markers, names."""

from __future__ import annotations

import re

from a11y.speech.text import numbers
from a11y.speech.text.rule import ALONE, HAN, YEAR, Rule, apart

# GB 11643 (citizen identity) and GB 32100 (unified social credit code).
_IDENTITY = r"[1-9]\d{5}(?:19|20)\d{9}[\dXx]|[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}"
_ITEM = r"([一二三四五六七八九十]{1,3}|\d{1,2})"


def _one_by_one(match: re.Match[str]) -> str:
    return re.sub(r"\d", lambda digit: numbers.digits(digit[0]), match[0])


def _standard(match: re.Match[str]) -> str:
    """GB/T 37668-2019: the letters, the number and the year digit by digit."""
    number = "点".join(numbers.digits(part) for part in match[2].split("."))
    year = f"杠{numbers.digits(match[3])}" if match[3] else ""
    return f"{match[1].replace('/', ' ')} {number}{year}"


def _document(match: re.Match[str]) -> str:
    """〔2022〕3号 (GB/T 9704): brackets are not heard, so the year is called one."""
    return f"{numbers.digits(match[1])}年{numbers.cardinal(match[2])}号"


def _case(match: re.Match[str]) -> str:
    """(2022)湘0602民初123号, the number of a court case."""
    court, kind = numbers.digits(match[3]), match[4]
    return f"{numbers.digits(match[1])}年{match[2]}{court}{kind}{numbers.digits(match[5])}号"


def _bracketed_year(match: re.Match[str]) -> str:
    return apart(match, numbers.digits(match[1]))


def _version(match: re.Match[str]) -> str:
    return match[1] + "点".join(numbers.cardinal(part) for part in match[2].split("."))


def _lettered(match: re.Match[str]) -> str:
    """A4, G107: letters and a number that is a name; from three digits on one by one."""
    read = numbers.digits if len(match[2]) > 2 else numbers.cardinal
    return match[1] + read(match[2])


def _item(mark: str) -> str:
    return numbers.cardinal(mark) if mark.isdecimal() else mark


def _marker(match: re.Match[str]) -> str:
    """A list marker at the start: (一) or 1. becomes the number and a pause."""
    return _item(match[1]) + "、"


def _enclosed(match: re.Match[str]) -> str:
    """第(二)项 to 第二项; elsewhere the number between pauses."""
    if match.string[: match.start()].endswith("第"):
        return _item(match[1])
    return apart(match, _item(match[1]))


def _circled(match: re.Match[str]) -> str:
    """① to ⑳ (U+2460 to U+2473)."""
    return numbers.cardinal(str(ord(match[0][0]) - 0x245F)) + "、"


RULES = (
    Rule("identity", rf"{ALONE}(?:{_IDENTITY})(?![\dA-Za-z])", _one_by_one),
    Rule(
        "standard",
        r"(?<![A-Za-z])((?:GB|DB\d{0,2}|HJ|JGJ|CJJ|YD|GA|MZ|ISO|IEC)(?:/[TZ])?)\s?"
        r"(\d{2,6}(?:\.\d+)?)(?:\s?[-‐-―]\s?(\d{4}))?(?!\d)",
        _standard,
    ),
    Rule("case", rf"\(({YEAR})\)({HAN}{{1,2}})(\d+)({HAN}{{1,4}})(\d+)号", _case),
    Rule("document", rf"[〔\[(﹝【]({YEAR})[〕\])﹞】]\s?第?(\d+)号", _document),
    Rule("bracketed_year", rf"[〔(﹝]({YEAR})[〕)﹞]", _bracketed_year),
    Rule("version", rf"{ALONE}([Vv](?=\d)|(?=\d+\.\d+\.\d))(\d+(?:\.\d+)+)(?!\d)", _version),
    Rule("marker", rf"^\s*\({_ITEM}\)、?", _marker),
    Rule("numbered", r"^\s*(\d{1,3})(?:\.(?!\d)|[、)])\s?", _marker),
    Rule("enclosed", rf"\({_ITEM}\)、?", _enclosed),
    Rule("circled", r"[①-⑳]\s?、?", _circled),
    Rule("lettered", r"(?<![A-Za-z\d])([A-Za-z]{1,6})-?(\d+)(?![\dA-Za-z.])", _lettered),
)
