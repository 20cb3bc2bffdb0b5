"""Where each part of the spoken text comes from in the source, in UTF-16 code units."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


def utf16_length(text: str) -> int:
    """How many UTF-16 code units ``text`` has: what JavaScript calls its length."""
    if text.isascii():
        return len(text)
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_offsets(text: str) -> Sequence[int]:
    """The UTF-16 offset of every code point of ``text`` and of its end (len(text) + 1 entries)."""
    if utf16_length(text) == len(text):
        return range(len(text) + 1)
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if character > "\uffff" else 1))
    return offsets


_NUMERALS = frozenset("零一二三四五六七八九十百千万亿两幺")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of source text and what is spoken for it; either may be empty, not both."""

    source: str
    spoken: str

    @property
    def even(self) -> bool:
        """Whether the characters correspond one to one (2022 and 二零二二), so offsets do too."""
        if self.source == self.spoken:
            return True
        if not len(self.source) == utf16_length(self.source) == utf16_length(self.spoken):
            return False
        # 20 and 二十 do, ¥20 and 二十元 do not, though both have the same length.
        return all(
            one == other or one.isdecimal() == (other in _NUMERALS)
            for one, other in zip(self.source, self.spoken, strict=True)
        )


class Alignment:
    """The pieces of one text in order; together they cover the source and the spoken text."""

    __slots__ = ("_even", "_sources", "_spokens", "pieces")

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self.pieces = tuple(pieces)
        self._spokens, self._sources, self._even = [0], [0], []
        for piece in self.pieces:
            self._spokens.append(self._spokens[-1] + utf16_length(piece.spoken))
            self._sources.append(self._sources[-1] + utf16_length(piece.source))
            self._even.append(piece.even)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The source span of the spoken span [start, end); both in UTF-16 code units.

        A piece that does not correspond character by character is taken whole.
        """
        end = max(start + 1, end)
        first = self._piece(start)
        last = self._piece(end - 1)
        source_start, source_end = self._sources[first], self._sources[last + 1]
        if self._even[first]:
            source_start += start - self._spokens[first]
        if self._even[last]:
            source_end -= self._spokens[last + 1] - end
        return source_start, max(source_start, source_end)

    def _piece(self, spoken: int) -> int:
        # bisect_right steps over pieces that speak nothing, to the one that holds the offset.
        return max(0, min(bisect_right(self._spokens, spoken) - 1, len(self.pieces) - 1))
