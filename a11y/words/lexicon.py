"""Words and how they are read, which no library knows: ours, and those of the operator.

The file is TOML: a table ``[readings]`` from words to syllables with tone marks, one for each
character, parted by spaces. A light syllable has no mark; the r of an er-hua stands alone.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

from a11y.errors import SettingsError
from a11y.words import limits
from a11y.words.han import HAN

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_SYLLABLE = re.compile(r"[a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňǹḿ]{1,7}")


class Lexicon:
    """Finds its words in a text, the longest first."""

    def __init__(self, readings: Mapping[str, tuple[str, ...]]) -> None:
        self.readings = dict(readings)
        # By the first two characters, the longest first: few candidates at each place.
        self._words: dict[str, list[str]] = {}
        for word in sorted(self.readings, key=len, reverse=True):
            self._words.setdefault(word[:2], []).append(word)

    @classmethod
    def load(cls, path: Path | None) -> Lexicon:
        """Our words and those of a file, which come first. Raises SettingsError with the reason."""
        ours = (files("a11y.words") / "lexicon.toml").read_bytes()
        readings = parse(ours, "lexicon.toml")
        if path is not None:
            try:
                if path.stat().st_size > limits.LEXICON_BYTES:
                    raise SettingsError(f"lexicon: {path} is larger than {limits.LEXICON_BYTES}")
                readings |= parse(path.read_bytes(), str(path))
            except OSError as error:
                raise SettingsError(f"lexicon: cannot read {path}: {error.strerror}") from error
        return cls(readings)

    def split(self, text: str) -> list[tuple[str, tuple[str, ...] | None]]:
        """The text in pieces: words of ours with their readings, and what lies between."""
        pieces: list[tuple[str, tuple[str, ...] | None]] = []
        begin = at = 0
        while at < len(text) - 1:
            word = self._word_at(text, at)
            if word is None:
                at += 1
                continue
            if at > begin:
                pieces.append((text[begin:at], None))
            pieces.append((word, self.readings[word]))
            begin = at = at + len(word)
        if begin < len(text):
            pieces.append((text[begin:], None))
        return pieces

    def _word_at(self, text: str, at: int) -> str | None:
        words = self._words.get(text[at : at + 2], ())
        return next((word for word in words if text.startswith(word, at)), None)


def parse(content: bytes, name: str) -> dict[str, tuple[str, ...]]:
    """The readings in a file's bytes. Raises SettingsError that names file, word and reason."""
    try:
        document = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"lexicon: {name} is not valid TOML: {error}") from error
    if unknown := sorted(set(document) - {"readings"}):
        raise SettingsError(f"lexicon: {name}: unknown {', '.join(unknown)}; legal is: readings")
    table = document.get("readings", {})
    if not isinstance(table, dict):
        raise SettingsError(f"lexicon: {name}: readings must be a table")
    return {word: _reading(name, word, value) for word, value in table.items()}


def _reading(name: str, word: str, value: object) -> tuple[str, ...]:
    if len(word) < 2 or not HAN.fullmatch(word):
        raise SettingsError(f"lexicon: {name}: {word!r} is not a word of two or more characters")
    syllables = tuple(value.split()) if isinstance(value, str) else ()
    if len(syllables) != len(word) or not all(map(_SYLLABLE.fullmatch, syllables)):
        raise SettingsError(
            f"lexicon: {name}: {word} must have {len(word)} syllables with tone marks, parted by "
            f"spaces: {value!r}"
        )
    return syllables
