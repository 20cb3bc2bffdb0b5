"""What a rule is, and the pieces of pattern that rules share.

Patterns are written for plain and simplified text, see ``plain``. None begins with a hanzi, none
has an unbounded repeat: so the time for a text grows with its length and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

Reader = Callable[[re.Match[str]], str]

# "3 - 5" and "3-5" are ranges, "3 -5" is a number and a negative one.
TO = r"(?:\s{0,2}(?:[‐-―~〜∼]{1,2})\s{0,2}|\s--?\s|--?)"
_PLACES = r"(?:\.\d{1,20})?"
# 1,200.50, and 1 200.50 before something that is counted.
_GROUPED = (
    rf"\d{{1,3}}(?:,\d{{3}}){{1,6}}(?!,?\d){_PLACES}|"
    rf"\d{{1,3}}(?: \d{{3}}){{1,4}}(?! ?\d){_PLACES}"
    r"(?=\s?(?:[万亿]|[元人个户吨件亩家次位名米平公%‰㎡㎥]|[ck]?m[²³23]?(?![A-Za-z])))"
)
NUMBER = rf"(?:{_GROUPED}|\d{{1,40}}{_PLACES})"
SCALE = r"[十百千万亿]{0,2}"
YEAR = r"(?:1[5-9]|20|21)\d\d"
HAN = "[\u3400-\u9fff]"
# Not in the middle of a longer number or a word.
ALONE = r"(?<![\dA-Za-z.])"
# The full-width comma is the shortest pause that every engine makes between hanzi.
PAUSE = "\uff0c"

_WINDOW = 24  # characters; a clause around a number is seldom longer
_SILENT = re.compile(r"[\s,\uff0c。、;:!?()—…]")


@dataclass(frozen=True)
class Rule:
    """One kind of text. ``read`` gets a match of ``pattern``, whose groups are numbered."""

    name: str
    pattern: str
    read: Reader
    compiled: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.pattern))


def before(match: re.Match[str]) -> str:
    """A little of the text before the match."""
    return match.string[max(0, match.start() - _WINDOW) : match.start()]


def after(match: re.Match[str]) -> str:
    """A little of the text after the match."""
    return match.string[match.end() : match.end() + _WINDOW]


def say(words: str) -> Reader:
    """A reader that always says the same."""
    return lambda _match: words


def apart(match: re.Match[str], words: str = "") -> str:
    """The words between pauses, but no second pause beside a mark, nor one at the text's ends.

    Without words a single pause, if there is something on both sides.
    """
    head, tail = before(match).rstrip(), after(match).lstrip()
    opens = bool(head) and not _SILENT.match(head[-1])
    closes = bool(tail) and not _SILENT.match(tail[0])
    if not words:
        return PAUSE if opens and closes else ""
    return PAUSE * opens + words + PAUSE * closes
