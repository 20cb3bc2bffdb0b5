"""Readings of a lexicon, handed to an engine in the way that it takes.

espeak-ng takes pinyin within the text; other engines get another character of the same sound for
those that have several. The alignment still leads to the source.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from a11y.speech.text.alignment import Alignment, Piece
from a11y.speech.text.homophones import HOMOPHONES, ONE_READING
from a11y.speech.text.normalise import Spoken
from a11y.words.syllables import numbered

if TYPE_CHECKING:
    from a11y.words.lexicon import Lexicon

# What an engine takes. espeak: also what espeak-ng 1.52 itself gets wrong whatever the lexicon.
Way = Literal["espeak", "homophones"]

# espeak-ng 1.52 knows no -iong: it reads 兄, 熊, 穷 and 窘 as English. x, q and j are palatal, so
# that xong has the sound. https://github.com/espeak-ng/espeak-ng/issues/1044
_IONG = {
    **dict.fromkeys("兄凶兇胸匈汹洶芎", "xong1"),
    **dict.fromkeys("雄熊", "xong2"),
    **dict.fromkeys("穷窮琼瓊穹邛茕蛩", "qong2"),
    **dict.fromkeys("窘炯迥囧", "jong3"),
    "扃": "jong1",
}
# Nor does it know er-hua: its dictionary has yi4hui4r5. 而 has the sound and is in no such entry.
_ER = "[儿兒]"
_ESPEAK = re.compile(rf"[{''.join(_IONG)}]|{_ER}|(?<![A-Za-z])[A-Z]{{2,5}}(?![A-Za-z])")
# These are words; every other run of capitals is spelt (espeak-ng says VIP as one syllable).
_WORDS = frozenset({"APP", "OPEC", "APEC", "NASA", "NATO", "AIDS", "SARS", "COVID", "WIFI", "SIM"})


def pronounce(spoken: Spoken, lexicon: Lexicon, way: Way) -> Spoken:
    """What is to be given to the engine instead of ``spoken``; the same if nothing changes.

    Mandarin only: the readings are not those of Cantonese.
    """
    if spoken.language != "zh":
        return spoken
    changes = list(_changes(spoken.text, lexicon, way))
    return _changed(spoken, changes) if changes else spoken


def _changes(text: str, lexicon: Lexicon, way: Way) -> Iterator[tuple[int, int, str]]:
    """Spans of code points and what stands there instead, in order."""
    at = 0
    for piece, syllables in lexicon.split(text):
        end = at + len(piece)
        if syllables is None:
            if way == "espeak":
                yield from _for_espeak(text, at, end)
        else:
            said = _pinyin(syllables) if way == "espeak" else _homophones(piece, syllables)
            if said != piece:
                yield at, end, _parted(text, at, end, said)
        at = end


def _for_espeak(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    for match in _ESPEAK.finditer(text, start, end):
        found = match[0]
        if found[0].isascii():
            if found not in _WORDS:
                yield *match.span(), " ".join(found)
        else:
            said = _IONG.get(found, "而")
            yield *match.span(), _parted(text, *match.span(), said)


def _parted(text: str, start: int, end: int, said: str) -> str:
    """Pinyin must not touch other letters, or both become one word."""
    if not said.isascii():
        return said
    head, tail = text[start - 1 : start], text[end : end + 1]
    before = " " if head.isascii() and head.isalnum() else ""
    after = " " if tail.isascii() and tail.isalnum() else ""
    return before + said + after


def _pinyin(syllables: tuple[str, ...]) -> str:
    """Pinyin with the tones as they are spoken: espeak-ng changes them in hanzi only.

    一 and 不 are marked with their own tones in a lexicon; a third tone before another is a second.
    """
    said = [numbered(syllable) for syllable in syllables]
    for index, ((letters, tone), (_, following)) in enumerate(pairwise(said)):
        if letters == "yi" and tone == 1 and index == 0 and len(said) > 1:
            said[index] = (letters, 2 if following == 4 else 4 if following < 5 else 1)
        elif tone == following == 3 or (letters == "bu" and tone == following == 4):
            said[index] = (letters, 2)
    return "".join(map(_syllable, said))


def _syllable(said: tuple[str, int]) -> str:
    letters, tone = said
    if letters == "r":
        return "而"
    letters = letters if letters == "er" else letters.removesuffix("r")  # no er-hua in espeak-ng
    letters = re.sub("^([jqx])iong$", r"\1ong", letters.replace("ü", "v"))
    return f"{letters}{tone}"


def _homophones(word: str, syllables: tuple[str, ...]) -> str:
    """Another character for each with several readings, but 一 and 不 find their own tones."""
    return "".join(
        character
        if character in ONE_READING or character in "一不儿"
        else HOMOPHONES.get(syllable, character)
        for character, syllable in zip(word, syllables, strict=True)
    )


def _changed(spoken: Spoken, changes: Iterable[tuple[int, int, str]]) -> Spoken:
    """The spoken text with the changes, aligned to the same source."""
    text, pending = spoken.text, deque(changes)
    pieces: list[Piece] = []
    source, begin, at = "", 0, 0
    for atom in _atoms(spoken.alignment):
        source += atom.source
        at += len(atom.spoken)
        if pending and pending[0][0] < at < pending[0][1]:
            continue  # within a change: what it covers is one piece
        said = ""
        while pending and pending[0][1] <= at:
            start, end, words = pending.popleft()
            said += text[begin:start] + words
            begin = end
        pieces.append(Piece(source, said + text[begin:at]))
        source, begin = "", at
    return Spoken("".join(piece.spoken for piece in pieces), spoken.language, Alignment(pieces))


def _atoms(alignment: Alignment) -> Iterator[Piece]:
    """The alignment in its smallest parts: character by character where these correspond."""
    for piece in alignment.pieces:
        if piece.even and len(piece.source) == len(piece.spoken):
            yield from map(Piece, piece.source, piece.spoken)
        else:
            yield piece
