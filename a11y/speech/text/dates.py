"""Dates, years and times of day (GB/T 7408 and what offices write instead)."""

from __future__ import annotations

import re

from a11y.speech.text import numbers
from a11y.speech.text.rule import HAN, PAUSE, TO, YEAR, Rule, before

_MONTH, _DAY = r"(?:1[0-2]|0?[1-9])", r"(?:3[01]|[12]\d|0?[1-9])"
_CLOCK = r"(?:2[0-4]|[01]?\d):[0-5]\d(?::[0-5]\d)?"
_DATE = (
    rf"{YEAR}(?:-{_MONTH}-{_DAY}|/{_MONTH}/{_DAY}|\.{_MONTH}\.{_DAY})"
    r"(?!\d|[./]\d|-\d{1,2}(?!\d))"
)
_YEARS_OF = (
    r"\s?(?:年(?!以[上下内])|届|学年|财年|版|款|春|秋|夏|冬|赛季|全国|中国|国际|世界|全省|全市|湖南|"
    rf"级(?!{HAN}{{0,2}}干部))"
)
_PARTED = re.compile(
    r"(?:比分|比例|比率|之比|比值|配比|结构比|性别比|配置|赔率|稀释|尺|为|以|按)[^。;]{0,8}$"
)


def _date(match: re.Match[str]) -> str:
    """2025-3-18, 2025.3.18-2025.3.20, 2025-03, 2025-03-18T09:30:00+08:00."""
    day, _, clock = match[0].partition("T")
    parts = re.findall(r"\d+", day)
    said = "至".join(_day(*parts[at : at + 3]) for at in range(0, len(parts), 3))
    return said + (PAUSE + _time(clock[:8].rstrip(".+-Z")) if clock else "")


def _day(year: str, month: str, day: str = "") -> str:
    words = f"{numbers.digits(year)}年{numbers.cardinal(month)}月"
    return words + (f"{numbers.cardinal(day)}日" if day else "")


def _years(match: re.Match[str]) -> str:
    return f"{numbers.digits(match[1])}至{numbers.digits(match[2])}"


def _year(match: re.Match[str]) -> str:
    return numbers.digits(match[1])


def _decade(match: re.Match[str]) -> str:
    return numbers.digits(match[0])


def _memorial(match: re.Match[str]) -> str:
    """“3·15” and “9.18” are said digit by digit, 10·1 is 十一."""
    return "十一" if re.fullmatch(r"10.1", match[0]) else numbers.digits(match[0])


def _time(clock: str) -> str:
    """9:00 to 九点, 9:05 to 九点零五分, 2:30 to 两点三十分."""
    hour, minute, *second = re.findall(r"\d+", clock)
    words = numbers.quantity(hour.lstrip("0") or "0") + "点"
    if minute != "00" or second:
        words += ("零" if minute[0] == "0" else "") + (numbers.cardinal(minute) + "分").lstrip("零")
        words = words.replace("零分", "零零分") if minute == "00" else words
    return words + (numbers.cardinal(second[0]) + "秒" if second else "")


def _clock(match: re.Match[str]) -> str:
    if _PARTED.search(before(match)) and not re.search("时间为?$", before(match)):
        clocks = re.findall(r"\d+(?::\d+)+", match[0])
        if len(clocks) == 1:
            return _odds(clocks[0])
    return "至".join(_time(clock) for clock in re.findall(_CLOCK, match[0]))


def _ratio(match: re.Match[str]) -> str:
    return _odds(match[0])


def _odds(written: str) -> str:
    return "比".join(numbers.decimal(part.strip()) for part in written.split(":"))


def _score(match: re.Match[str]) -> str:
    return f"{numbers.cardinal(match[1])}比{numbers.cardinal(match[2])}"


def _duration(match: re.Match[str]) -> str:
    """3′20″, as sports have it."""
    return f"{numbers.cardinal(match[1])}分{numbers.cardinal(match[2])}秒"


_PLACES = r"(?:\.\d{1,10})?"

RULES = (
    Rule(
        "date",
        rf"(?<![\d.]){_DATE}(?:{TO}{_DATE}|日|T{_CLOCK}(?:\.\d{{1,6}})?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)|"
        rf"(?<![\d-]){YEAR}-(?:0[1-9]|1[0-2])(?![\d-]|年)|"
        rf"(?<![\d.]){YEAR}[./](?:0[1-9]|1[0-2])(?=\s?(?:{TO}{YEAR}|[)\uff0c至到,]|$))",
        _date,
    ),
    Rule("years", rf"(?<!\d)({YEAR})年?{TO}({YEAR})(?=\s?(?:学?年|财年|届|[)\]〕]))", _years),
    # 2000年以上 is an age, 2000年 is a year.
    Rule("year", rf"(?<![\d.,])({YEAR})(?=(?:[、和及与]{YEAR}){{0,5}}{_YEARS_OF})", _year),
    Rule(
        "some_year",
        r"(?<!\d)(\d{2,3})[×xX]{1,2}(?=年)",
        lambda one: f"{numbers.digits(one[1])}某某",
    ),
    Rule("short_year", r"(?<![\d.])(0\d(?=年)|\d\d(?=年\s?\d{1,2}月))", _year),
    Rule(
        "decade",
        rf"(?<![\d.])(?:[05-9]0|[05-9]5)(?=后(?![续期来勤])|(?:{TO}|[、和及,]|后[、和及,])"
        r"[05-9][05]后(?!续))",
        _decade,
    ),
    Rule(
        "memorial",
        r"(?<=[“\"'「])(?:1[0-2]|[1-9])[.·•](?:3[01]|[12]\d|[1-9])(?=[”\"'」])|"
        r"(?<![\d.])(?:1[0-2]|[1-9])[·•](?:3[01]|[12]\d|[1-9])(?![\d.])|"
        rf"(?<![\d.])(?:1[0-2]|[1-9])\.(?:3[01]|[12]\d)(?=(?:{HAN}{{0,4}}(?:节|日)(?![均常]))|晚会|事[件故])|"
        r"(?<![\d.])(?:1[0-2]|[1-9])\.[1-9](?=劳动节|国庆|儿童节|妇女节|青年节|建军节|建党|黄金周)",
        _memorial,
    ),
    # What is no time (3:2, 1:50000) is a ratio; so is a time after 比例 and the like.
    Rule("clock", rf"(?<![\d.])(?<!\d:){_CLOCK}(?:{TO}{_CLOCK})?(?![\d:])", _clock),
    Rule(
        "ratio",
        rf"(?<![\d.])(?<!\d:)\d{{1,12}}{_PLACES}(?:\s?:\s?\d{{1,12}}{_PLACES}){{1,5}}(?![\d:])",
        _ratio,
    ),
    Rule("duration", r"(?<![\d.°])(\d{1,3})[′'](\d{1,2})[″\"]", _duration),
    Rule("score", r"(?:(?<=比分)[:\s]?|(?<=比分[为是]))(\d{1,3})[-‐-―](\d{1,3})(?!\d)", _score),
)
