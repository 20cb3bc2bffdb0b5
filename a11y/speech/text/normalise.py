"""Write out what a speech engine misreads, and keep where every part came from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from a11y.speech.text.alignment import Alignment, Piece
from a11y.speech.text.rules import RULES

# Part of every clip's id: raise it with any change to the rules, so that no old audio is served.
VERSION = "1"

HANZI = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]")

# One to one, so that offsets hold. The full-width forms (U+FF01 to U+FF5E) become the plain ones
# that the rules are written for; what would end a C string or steer the engine (espeak-ng takes
# U+0001 for a command) becomes a space; a lone surrogate cannot be encoded.
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN |= {0xFFE5: 0xA5, 0xFFE1: 0xA3, 0x2212: 0x2D, 0x3000: 0x20, 0x2028: 0x20, 0x2029: 0x20}
_PLAIN |= dict.fromkeys((*range(0x20), *range(0x7F, 0xA1)), 0x20)
_PLAIN |= dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)

# What is spoken gets the full-width marks back: espeak-ng pauses at those, between hanzi.
_MARKS = {ord(mark): ord(mark) + 0xFEE0 for mark in ",;:!?"}

_ANY_RULE = re.compile("|".join(f"(?P<{rule.name}>{rule.pattern})" for rule in RULES))
_BY_NAME = {rule.name: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is spoken for a text, whether it is foreign (Latin only), and the way back."""

    text: str
    foreign: bool
    alignment: Alignment


def plain(text: str) -> str:
    """The text with full-width forms made plain and controls made spaces, of the same length."""
    return text.translate(_PLAIN)


def normalise(text: str) -> Spoken:
    """The spoken form of one sentence. Text with Latin letters and no hanzi is left as it is."""
    source = plain(text)
    if _LATIN.search(source) and not HANZI.search(source):
        return Spoken(source, True, Alignment([Piece(text, source)]))
    pieces: list[Piece] = []
    at = 0
    for match in _ANY_RULE.finditer(source):
        rule = _BY_NAME[match.lastgroup or ""]
        spoken = rule.read(rule.compiled.match(source, match.start()) or match)
        if match.start() > at:
            pieces.append(_kept(text, source, at, match.start()))
        pieces.append(Piece(text[match.start() : match.end()], spoken))
        at = match.end()
    if at < len(source):
        pieces.append(_kept(text, source, at, len(source)))
    return Spoken("".join(piece.spoken for piece in pieces), False, Alignment(pieces))


def _kept(text: str, source: str, start: int, end: int) -> Piece:
    """A piece that no rule touches, with the marks that make the engine pause."""
    return Piece(text[start:end], source[start:end].translate(_MARKS))
