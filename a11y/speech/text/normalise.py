"""Write out what a speech engine misreads, and keep where every part came from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from a11y.speech.text.alignment import Alignment, Piece
from a11y.speech.text.languages import is_chinese, language_of
from a11y.speech.text.plain import plain, simple
from a11y.speech.text.rules import RULES

# Part of every clip's id: raise it with any change to the rules, so that no old audio is served.
VERSION = "2"

# What is spoken gets the full-width marks back: espeak-ng pauses at those, between hanzi.
_MARKS = {ord(mark): ord(mark) + 0xFEE0 for mark in ",;:!?"}

# No rule begins with a hanzi, so most characters cost one look.
_ANY_RULE = re.compile(
    r"(?![\u3400-\u9fff])(?:" + "|".join(f"(?P<{rule.name}>{rule.pattern})" for rule in RULES) + ")"
)
_BY_NAME = {rule.name: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is spoken for a text, in which language (zh, yue, en, …), and the way back."""

    text: str
    language: str
    alignment: Alignment

    @property
    def foreign(self) -> bool:
        """Whether this is for a voice of another language than Chinese."""
        return not is_chinese(self.language)


def normalise(text: str, *, language: str = "zh-CN") -> Spoken:
    """The spoken form of one sentence of a page in ``language`` (BCP 47).

    What is not Chinese is left to a voice of its own language as it is written.
    """
    plainly = plain(text)
    spoken_language = language_of(plainly, language)
    if not is_chinese(spoken_language):
        return Spoken(plainly, spoken_language, Alignment([Piece(text, plainly)] if text else []))
    source = simple(plainly)
    pieces: list[Piece] = []
    at = 0
    for match in _ANY_RULE.finditer(source):
        rule = _BY_NAME[match.lastgroup or ""]
        words = rule.read(rule.compiled.match(source, match.start()) or match)
        if spoken_language != "zh":
            words = words.replace("幺", "一")  # said in Mandarin only
        if match.start() > at:
            pieces.append(_kept(text, plainly, at, match.start()))
        pieces.append(Piece(text[match.start() : match.end()], words))
        at = match.end()
    if at < len(source):
        pieces.append(_kept(text, plainly, at, len(source)))
    spoken = "".join(piece.spoken for piece in pieces)
    return Spoken(spoken, spoken_language, Alignment(pieces))


def _kept(text: str, plainly: str, start: int, end: int) -> Piece:
    """A piece that no rule touches, with the marks that make the engine pause."""
    return Piece(text[start:end], plainly[start:end].translate(_MARKS))
