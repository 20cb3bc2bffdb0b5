"""How to reach somebody: web and mail addresses, telephone numbers."""

from __future__ import annotations

import re

from a11y.speech.text import numbers
from a11y.speech.text.rule import PAUSE, Rule, after, before

_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})"
_PATH = r"(?::\d{1,5})?(?:[/?#][A-Za-z0-9./_~%?&=#:;+@!$*,-]{0,400})?"
_DOMAINS = "cn|com|net|org|gov|edu|info|top|vip|hk|tw"
_URL = (
    rf"https?://{_LABEL}(?:\.{_LABEL}){{0,8}}{_PATH}|"
    rf"(?<![A-Za-z0-9@._-]){_LABEL}(?:\.{_LABEL}){{0,6}}\.(?:{_DOMAINS})(?![A-Za-z0-9.-]){_PATH}|"
    rf"(?<![A-Za-z0-9@._-])www(?:\.{_LABEL}){{1,6}}{_PATH}"
)
_EMAIL = rf"(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{{0,63}}@{_LABEL}(?:\.{_LABEL}){{1,6}}"

_DASH = r"\s?[-‐-―]\s?"
_MASK = r"[\d*＊xX●·]"
_TELEPHONE = (
    rf"(?:\+\s?86{_DASH}|\+86\s|\(\+?86\)\s?|\+86|(?<![\d-])86-)?"
    r"(?:"
    r"\(0\d{2,3}\)\s?-?\s?\d{3,4}[ -]?\d{4}|"  # (0730)8889999
    rf"0\d{{2,3}}(?:{_DASH}|\s)\d{{3,4}}[ -]?\d{{4}}(?!\d)|"
    r"0(?:10|2\d|[3-9]\d\d)\d{7,8}(?!\d)|"  # 073088889999
    r"1[3-9]\d[- ]?\d{4}[- ]?\d{4}|"  # mobile
    r"1[3-9]\d[- ]?[*xX●]{4}[- ]?\d{4}|1[3-9]\d[- ]?\d{4}[- ]?\*{4}|"
    rf"0\d{{2,3}}{_DASH}(?:1\d{{4}}|9[56]\d{{3}})(?!\d)|"
    rf"\d{{3,4}}{_DASH}\d{{7,8}}(?!\d)|"
    r"[48]00(?:[-‐-― ]\d{3}[-‐-― ]?\d{4}|[-‐-― ]\d{4}[-‐-― ]?\d{3}|\d{7})"
    r")"
    r"(?:(?:\s?[-‐-―]\s?|\s?转\s?)\d{1,6})?(?![\d*])"
)
_ABROAD = r"\+\d{1,3}(?:[- ]\d{1,5}){2,4}"
_CALLED = r"(?<=电话|热线|致电|拨打)([:\s]{0,3})(\d{4} \d{4}|\d{3} \d{4})(?! ?\d)"

# A number written in one go: 138 0013 8000, 400 123 4567, 010 1234 5678.
_GROUPED = re.compile(
    r"^(1\d\d)(\d{4})(\d{4})$|^([48]00)(\d{3})(\d{4})$|^(010|02\d|0\d{3})(\d{7,8})$"
)

_EXTENSION = re.compile(r"(?<=\d{7})[-‐-―\s]{1,4}(\d{1,6})$")

# Top-level labels are spelt (capitals make an engine do so), the rest is said as a word.
_SPELT = {"cn", "hk", "tv", "cc", "hn", "bj", "sh", "gd", "tw", "qq"}


def _host(host: str) -> str:
    return " 点 ".join(map(_label, host.split(".")))


def _label(label: str) -> str:
    if label.isdecimal():
        return numbers.telephone(label)
    if label in _SPELT:
        return label.upper()
    return " 杠 ".join(_digits(part) for part in label.split("-") if part)


def _digits(word: str) -> str:
    return re.sub(r"\d+", lambda run: numbers.digits(run[0]), word)


def _url(match: re.Match[str]) -> str:
    """The host only: a path is of no use to the ear."""
    host = re.sub(r"^https?://", "", match[0])
    host = re.split("[/?#:]", host)[0]
    named = re.search(r"(?:网址|网站|官网|网|登录|登陆|访问|平台)[为是\s(:]{0,3}$", before(match))
    said = ("" if named else "网址 ") + _host(host.strip(".-").removeprefix("www."))
    return _spaced(match, said)


def _spaced(match: re.Match[str], said: str) -> str:
    """No letter may touch a letter, or an engine takes two words for one."""
    head, tail = before(match)[-1:], after(match)[:1]
    said = f" {said}" if head.isascii() and head.isalnum() else said
    return f"{said} " if tail and tail not in "\uff0c。、;:!?)" else said


def _email(match: re.Match[str]) -> str:
    name, _, host = match[0].partition("@")
    name = _digits(name.replace("_", " 下划线 ").replace("-", " 杠 ").replace(".", " 点 "))
    return _spaced(match, f"{name} 艾特 {_host(host)}")


def _telephone(match: re.Match[str]) -> str:
    """Group by group with pauses, as one dictates it; an extension keeps its 转."""
    number, _, extension = match[0].partition("转")
    tail = None if extension or number.lstrip().startswith("+") else _EXTENSION.search(number)
    if tail and len(re.sub(r"\D", "", number)) > 11:
        extension, number = tail[1], number[: tail.start()]
    groups: list[str] = []
    for run in re.findall(r"[\d*xX●]+", number):
        parts = _GROUPED.match(run)
        groups += [part for part in parts.groups() if part] if parts else [run]
    said = PAUSE.join(map(_group, groups))
    said = f"加{said}" if number.lstrip().startswith("+") else said
    return said + (f"{PAUSE}转{numbers.telephone(extension)}" if extension else "")


def _group(group: str) -> str:
    """A group of a number; what is hidden in it is named 星号."""
    return "".join(
        "星" * len(run) if run[0] in "*xX●" else numbers.telephone(run)
        for run in re.findall(r"\d+|[*xX●]+", group)
    )


def _called(match: re.Match[str]) -> str:
    """電話:1823 1234, as in Hong Kong."""
    said = PAUSE.join(map(numbers.telephone, match[2].split()))
    return (PAUSE if match[1] else "") + said


RULES = (
    Rule("email", _EMAIL, _email),
    Rule("url", _URL, _url),
    Rule("telephone", rf"(?<![\dA-Za-z.*]){_TELEPHONE}", _telephone),
    Rule("abroad", rf"(?<![\dA-Za-z.]){_ABROAD}(?!\d)", _telephone),
    Rule("called", _CALLED, _called),
)
