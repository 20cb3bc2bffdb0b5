"""The gold set of readings: sentences as offices write them, and what a person reads aloud.

A line of ``tests/speech/gold/*.tsv`` is a text, a tab, and its reading: ``{a|b}`` where either is
right, ``[a]`` where it may be left out. ``#`` begins a heading.

Both sides are compared without what nobody hears or disputes, see ``bare``: so no library loses a
point for a comma, for a full-width letter, or for 幺 instead of 一.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parents[1] / "tests" / "speech" / "gold"
HALVES = ("development", "held-out")

# The same word, written or said in two ways.
_SAME = str.maketrans("幺〇到兩萬億點負時", "一零至两万亿点负时")
_LARGE_TWO = re.compile("两(?=[百千万亿])")
_SYNTAX = {"{": "(?:", "|": "|", "}": ")", "[": "(?:", "]": ")?"}


class Sentence(NamedTuple):
    """A text and the pattern of its right readings."""

    source: str
    reading: str

    def accepts(self, spoken: str) -> bool:
        """Whether ``spoken`` is one of the right readings."""
        return pattern(self.reading).fullmatch(bare(spoken)) is not None


def bare(spoken: str) -> str:
    """Letters, digits and hanzi only: no marks, spaces or case; one way to write each word.

    幺 is 一, 〇 is 零, 到 is 至, 两 before 百, 千, 万 and 亿 is 二, the traditional forms of
    number words are the simplified ones.
    """
    plain = unicodedata.normalize("NFKC", spoken).translate(_SAME).casefold()
    return _LARGE_TWO.sub("二", "".join(filter(str.isalnum, plain)))


@cache
def pattern(reading: str) -> re.Pattern[str]:
    """The readings that a line allows, after ``bare``."""
    parts = re.split(r"([{|}\[\]])", reading)
    # A boundary between alternatives must not hide that 两 stands before 百.
    text = "".join(_SYNTAX.get(part) or re.escape(bare(part)) for part in parts)
    return re.compile(re.sub("两(?=[百千万亿])", "二", text))


@cache
def sentences(half: str) -> tuple[Sentence, ...]:
    """One half of the set, in the order of the file."""
    lines = (FOLDER / f"{half}.tsv").read_text(encoding="utf-8").splitlines()
    return tuple(Sentence(*line.split("\t")) for line in lines if line.strip() and line[0] != "#")
