"""Dates, years and times of day (GB/T 7408 and what offices write instead)."""

from __future__ import annotations

import re

from a11y.speech.text import numbers
from a11y.speech.text.rule import HAN, TO, YEAR, Rule

_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_CLOCK = r"(?:2[0-4]|[01]?\d):[0-5]\d(?::[0-5]\d)?"


def _date(match: re.Match[str]) -> str:
    year, month, *day = re.findall(r"\d+", match[0])
    words = f"{numbers.digits(year)}年{numbers.cardinal(month)}月"
    return words + (f"{numbers.cardinal(day[0])}日" if day else "")


def _years(match: re.Match[str]) -> str:
    return f"{numbers.digits(match[1])}至{numbers.digits(match[2])}"


def _year(match: re.Match[str]) -> str:
    return numbers.digits(match[1])


def _time(clock: str) -> str:
    """9:00 to 九点, 9:05 to 九点零五分, 2:30 to 两点三十分."""
    hour, minute, *second = re.findall(r"\d+", clock)
    words = numbers.quantity(hour.lstrip("0") or "0") + "点"
    if minute != "00":
        words += ("零" if minute[0] == "0" else "") + numbers.cardinal(minute) + "分"
    return words + (numbers.cardinal(second[0]) + "秒" if second else "")


def _clock(match: re.Match[str]) -> str:
    return "至".join(_time(clock) for clock in re.findall(_CLOCK, match[0]))


def _ratio(match: re.Match[str]) -> str:
    return f"{numbers.decimal(match[1])}比{numbers.decimal(match[2])}"


_ODDS = r"(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)"

RULES = (
    Rule(
        "date",
        rf"(?<!\d){YEAR}(?:-{_MONTH}-{_DAY}|/{_MONTH}/{_DAY}|\.{_MONTH}\.{_DAY})(?![\d日])日?|"
        rf"(?<![\d-]){YEAR}-(?:0[1-9]|1[0-2])(?![\d-])",
        _date,
    ),
    Rule("years", rf"(?<!\d)({YEAR})年?{TO}({YEAR})(?=\s?学?年)", _years),
    # 2000年以上 is an age, 2000年 is a year.
    Rule("year", rf"(?<!\d)({YEAR})\s?(?=年(?!以[上下内])|届|级(?!{HAN}{{0,2}}干部))", _year),
    # 1:20 after 比例 is a ratio, else a time; what is no time (3:2) is a ratio again.
    Rule("proportion", rf"(?:(?<=比例)|(?<=比例[为是])){_ODDS}", _ratio),
    Rule("clock", rf"(?<![\d:]){_CLOCK}(?:{TO}{_CLOCK})?(?![\d:])", _clock),
    Rule("ratio", rf"(?<![\d:]){_ODDS}(?![\d:])", _ratio),
)
