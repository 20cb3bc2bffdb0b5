"""Numbers that are names: identity and credit codes, cards, plates, models, digit by digit."""

from __future__ import annotations

import re

from a11y.speech.text import numbers
from a11y.speech.text.rule import ALONE, PAUSE, YEAR, Rule, after

# GB 11643 (citizen identity) and GB 32100 (unified social credit code).
_IDENTITY = r"[1-9]\d{5}(?:19|20)\d{9}[\dXx]|[0-9A-HJ-NP-RTUWXY]{2}\d{6}[0-9A-HJ-NP-RTUWXY]{10}"
_HIDDEN = r"\d{3,14}[*xX]{4,14}\d{0,4}[\dXx]?"
# Bank cards have 16 to 19 digits in fours.
_CARD = r"\d{4}(?:[ -]\d{4}){2,3}(?:[ -]\d{1,4})?"
# GA 36: the province, a letter, five or six letters and digits.
_PLATE = (
    "(?<=[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])[A-Z][·•.]?"
    r"(?=[A-Z\d]{0,5}\d)[A-HJ-NP-Z\d]{5,6}(?![A-Za-z\d])"
)
# YYCG-2025-0086, 2303-430602-04-01-123456, 978-7-01-023456-7
_CODE = (
    r"[A-Z]{1,10}\d{0,12}(?:-[A-Z]{0,6}\d{1,12}){2,6}(?![\dA-Za-z-])|"
    r"[A-Z]{1,10}\d{0,12}-\d{3,12}(?![\dA-Za-z-])|"
    r"\d{1,12}(?:[-/]\d{1,12}){2,6}(?![\d-])|\d{6,12}[-/]\d{2,6}[-/]?\d{0,8}(?![\d.])"
)
_MODEL = (
    r"(?<![A-Za-z\d.])(?:"
    r"[A-Za-z]{1,12}-?\d{1,20}(?:\.\d{1,6}){0,3}(?:[A-Za-z]{1,6}\d{1,20}){0,3}[A-Za-z]{0,6}|"
    r"\d{1,20}(?:\.\d{1,6})?(?:[A-Za-z]{1,8}\d{1,20}){0,3}[A-Za-z]{1,8}|"
    r"\d{1,20}(?:[A-Za-z]{1,8}\d{1,20}){1,3})(?![A-Za-z\d])"
)


def _one_by_one(match: re.Match[str]) -> str:
    return re.sub(r"\d", lambda digit: numbers.digits(digit[0]), match[0])


def _hidden(match: re.Match[str]) -> str:
    return re.sub(r"\d|\*|x", lambda one: numbers.digits(one[0]) or "星", match[0])


def _groups(match: re.Match[str]) -> str:
    """Digit by digit, with pauses where the number is parted."""
    said = PAUSE.join(re.split(r"[\s/-]+", match[0]))
    return re.sub(r"\d", lambda digit: numbers.digits(digit[0]), said)


def _plate(match: re.Match[str]) -> str:
    return re.sub(r"\d", lambda digit: numbers.digits(digit[0]), re.sub("[·•.]", "", match[0]))


def _token(match: re.Match[str]) -> str:
    """Letters and numbers in turn: A4, H7N9, PM2.5, V2.1.0; a dot after the first is 点."""

    def number(run: re.Match[str]) -> str:
        parts = run[0].split(".")
        if len(parts) == 2 and not (parts[0][0] == "0" and len(parts[0]) > 1):
            return numbers.decimal(run[0])
        return "点".join(map(numbers.name, parts))

    said = re.sub(r"\d+(?:\.\d+)*", number, match[0].replace("-", ""))
    return said + (" " if after(match)[:1].isascii() and after(match)[:1].isalnum() else "")


def _release(match: re.Match[str]) -> str:
    """Office 2016: the year of a release is said as one."""
    return match[1] + numbers.digits(match[2])


RULES = (
    Rule("identity", rf"{ALONE}(?:{_IDENTITY})(?![\dA-Za-z])", _one_by_one),
    Rule("card", rf"{ALONE}{_CARD}(?!\d)", _groups),
    Rule("hidden", rf"{ALONE}{_HIDDEN}(?![\dA-Za-z*])", _hidden),
    Rule("plate", _PLATE, _plate),
    Rule("code", rf"(?<![\dA-Za-z.])(?:{_CODE})", _groups),
    Rule("hexadecimal", r"(?<![\dA-Za-z])0[xX][\dA-Fa-f]{1,16}(?![\dA-Za-z])", _one_by_one),
    Rule("release", rf"(?<=[a-z])(\s)({YEAR})(?![\d.年])", _release),
)
# After units: 16GB and 220V are amounts, 5G and B2B are names.
TOKENS = (Rule("token", _MODEL, _token),)
