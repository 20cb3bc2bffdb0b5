"""Words and how they are read, which no library knows: ours, and those of the operator.

The file is TOML: a table ``[readings]`` from words to syllables, one for each character, parted by
spaces, with tone marks (``lù ān``) or numbers (``lu4 an1``). A light syllable has no mark, or a 5;
the r of an er-hua stands alone. Pinyin above the text and the speech engines use the same file.
"""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import TYPE_CHECKING

from a11y.errors import SettingsError
from a11y.words import limits
from a11y.words.han import HAN
from a11y.words.syllables import marked

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LEGAL = ("readings",)


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


class _Place:
    """The file and, once an error needs it, the line where a key stands in it."""

    def __init__(self, name: str, content: bytes, key: str) -> None:
        self._name, self._content, self._key = name, content, key

    def __str__(self) -> str:
        key = re.compile(rf"""\s*\[?\s*["']?{re.escape(self._key)}["']?\s*[=\].]""")
        lines = self._content.decode("utf-8").splitlines()
        line = next((number for number, text in enumerate(lines, 1) if key.match(text)), None)
        return f"{self._name}, line {line}" if line else self._name


def parse(content: bytes, name: str) -> dict[str, tuple[str, ...]]:
    """The readings in a file's bytes. Raises SettingsError that names file, word and reason."""
    try:
        document = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"lexicon: {name} is not valid TOML: {error}") from error
    if unknown := sorted(set(document) - set(_LEGAL)):
        raise SettingsError(
            f"lexicon: {_Place(name, content, unknown[0])}: unknown {', '.join(unknown)}; "
            f"legal is: {', '.join(_LEGAL)}"
        )
    table = document.get("readings", {})
    if not isinstance(table, dict):
        raise SettingsError(
            f"lexicon: {_Place(name, content, 'readings')}: readings must be a table"
        )
    return {
        word: _reading(_Place(name, content, word), word, value) for word, value in table.items()
    }


def _reading(place: _Place, word: str, value: object) -> tuple[str, ...]:
    if len(word) < 2 or not HAN.fullmatch(word):
        raise SettingsError(f"lexicon: {place}: {word!r} is not a word of two or more characters")
    written = value.split() if isinstance(value, str) else []
    if len(written) != len(word):
        raise SettingsError(
            f"lexicon: {place}: {word} must have {len(word)} syllables with tone marks, parted by "
            f"spaces: {value!r}"
        )
    syllables = []
    for one in written:
        syllable = marked(one)
        if syllable is None:
            raise SettingsError(
                f"lexicon: {place}: {word}: {one!r} is no syllable of Standard Chinese; "
                "write it like lù or lu4"
            )
        syllables.append(syllable)
    return tuple(syllables)
