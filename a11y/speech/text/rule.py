"""What a rule is, and the pieces of pattern that rules share.

Patterns are written for plain text: ``normalise.plain`` has made full-width forms half-width.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

Reader = Callable[[re.Match[str]], str]

# "3 - 5" and "3-5" are ranges, "3 -5" is a number and a negative one.
TO = r"(?:\s*(?:——|[‐-―~〜∼至到])\s*|\s--?\s|--?)"
NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?)"
SCALE = r"[十百千万亿]{0,2}"
YEAR = r"(?:1[5-9]|20|21)\d\d"
HAN = "[\u3400-\u9fff]"
# Not in the middle of a longer number or a word.
ALONE = r"(?<![\dA-Za-z.])"
# The full-width comma is the shortest pause that every engine makes between hanzi.
PAUSE = "\uff0c"

_WINDOW = 24  # characters; a clause around a number is seldom longer
_SILENT = re.compile(r"[\s,。、;:!?()—…]")


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
    head, tail = match.string[: match.start()].rstrip(), match.string[match.end() :].lstrip()
    opens = bool(head) and not _SILENT.match(head[-1])
    closes = bool(tail) and not _SILENT.match(tail[0])
    if not words:
        return PAUSE if opens and closes else ""
    return PAUSE * opens + words + PAUSE * closes
