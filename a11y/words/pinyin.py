"""Readings by pypinyin, with tone marks as they are written: 一 and 不 keep their own tones.

(GB/T 16159, 6.7: the tones are marked as the characters have them.)
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from a11y.words.han import HAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from a11y.words.cache import Line
    from a11y.words.lexicon import Lexicon


class PinyinConverter:
    """Readings of lines: for each piece one string, a syllable for each code point, or none.

    The syllables are parted by single spaces, so ``"重A庆"`` becomes ``"chóng  qìng"``. A word may
    go on in the next piece.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        # Some 60 MB and a quarter of a second: in the process and at the time of the first use.
        from pypinyin import Style, pinyin

        self._lexicon = lexicon
        self._pinyin = pinyin
        self._style = Style.TONE

    def convert(self, line: Line) -> Line:
        """The readings of a line's pieces."""
        text = "".join(line)
        syllables = [""] * len(text)
        for run in HAN.finditer(text):
            syllables[run.start() : run.end()] = self._readings(run.group())
        pieces = []
        at = 0
        for piece in line:
            pieces.append(" ".join(syllables[at : at + len(piece)]))
            at += len(piece)
        return tuple(pieces)

    def _readings(self, text: str) -> Iterator[str]:
        for piece, known in self._lexicon.split(text):
            yield from known or self._by_library(piece)

    def _by_library(self, text: str) -> list[str]:
        # A list is one entry for each character; the annotation of errors does not know it.
        found = self._pinyin(text, style=self._style, errors=_none, v_to_u=True)  # type: ignore[arg-type]
        if len(found) != len(text):
            return [""] * len(text)
        # Composed: a browser's font has the letter with its tone, not always the tone alone.
        return [unicodedata.normalize("NFC", readings[0]) for readings in found]


def _none(text: str) -> list[str]:
    return [""] * len(text)
