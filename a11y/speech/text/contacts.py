"""How to reach somebody: web and mail addresses, telephone numbers."""

from __future__ import annotations

import re

from a11y.speech.text import numbers
from a11y.speech.text.rule import PAUSE, Rule, before

_URL = (
    r"(?:https?://[A-Za-z0-9.-]+(?::\d+)?|"
    r"(?<![A-Za-z0-9@.])(?:[A-Za-z0-9-]+\.)+(?:cn|com|net|org|gov)(?![A-Za-z0-9.]))"
    r"(?:/[A-Za-z0-9./_~%?&=#:;+@!$*-]*)?"
)
_EMAIL = r"[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
_TELEPHONE = (
    r"\(0\d{2,3}\)\s?\d{7,8}|"  # (0730)8889999
    r"\d{3,4}\s?[-‐-―]\s?\d{7,8}(?:[-‐-―]\d{1,5})?|"
    r"(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|"  # mobile
    r"[48]00(?:[-‐-― ]\d{3}[-‐-― ]?\d{4}|[-‐-― ]\d{4}[-‐-― ]?\d{3}|\d{7})"
)

# A number written in one go: 138 0013 8000, 400 123 4567.
_GROUPED = re.compile(r"^(1\d\d)(\d{4})(\d{4})$|^([48]00)(\d{3})(\d{4})$")

# Top-level labels are spelt (capitals make an engine do so), the rest is said as a word.
_SPELT = {"cn", "hk", "tv", "cc", "hn", "bj", "sh", "gd"}


def _host(host: str) -> str:
    return " 点 ".join(map(_label, host.split(".")))


def _label(label: str) -> str:
    if label.isdecimal():
        return numbers.telephone(label)
    return label.upper() if label in _SPELT else label


def _url(match: re.Match[str]) -> str:
    """The host only: a path is of no use to the ear."""
    host = re.sub(r"^https?://", "", match[0]).split("/")[0].split(":")[0]
    named = re.search(r"(?:网址|网站|官网|网|登录|登陆)[:为是\s(]{0,3}$", before(match))
    return ("" if named else "网址 ") + _host(host.strip(".-").removeprefix("www.")) + " "


def _email(match: re.Match[str]) -> str:
    name, _, host = match[0].partition("@")
    return f"{name} 艾特 {_host(host)} "


def _telephone(match: re.Match[str]) -> str:
    """Group by group with pauses, as one dictates it; an extension keeps its 转."""
    groups: list[str] = []
    for run in re.findall(r"\d+", match[0]):
        parts = _GROUPED.match(run)
        groups += [part for part in parts.groups() if part] if parts else [run]
    *number, last = map(numbers.telephone, groups)
    return PAUSE.join([*number, f"转{last}" if "转" in match[0] else last])


RULES = (
    Rule("url", _URL, _url),
    Rule("email", _EMAIL, _email),
    Rule("telephone", rf"(?<![\dA-Za-z])(?:{_TELEPHONE})(?:\s?转\s?\d{{1,5}})?(?!\d)", _telephone),
)
