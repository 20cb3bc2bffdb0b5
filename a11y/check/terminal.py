"""Lines for a terminal: as wide as it is, Chinese counted as two columns, colour where wanted."""

from __future__ import annotations

import os
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

_COLORS = {"blocked": "31", "warning": "33", "note": "36", "ok": "32", "bold": "1", "dim": "2"}
_NARROWEST, _WIDEST = 40, 110
# A line does not begin with one of these.
_CLOSING = frozenset(",。;:!?、)》」』…,.;:!?)]}")


@dataclass(frozen=True)
class Terminal:
    """Where to write: its width in columns, and whether it shows colours."""

    out: TextIO
    width: int = 80
    colors: bool = False

    @classmethod
    def of(cls, out: TextIO) -> Terminal:
        """The terminal behind a stream; NO_COLOR and TERM=dumb are respected (no-color.org)."""
        width = min(max(shutil.get_terminal_size().columns, _NARROWEST), _WIDEST)
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return cls(out, width, colors=out.isatty() and not plain)

    def line(self, text: str = "", *, indent: int = 0, hanging: int = 0, color: str = "") -> None:
        """Write a text, broken into lines; those behind the first begin further right."""
        margin = " " * indent
        for piece in wrapped(text, self.width - indent - hanging):
            self._write(margin + self.colored(piece, color))
            margin = " " * (indent + hanging)

    def colored(self, text: str, color: str) -> str:
        """The text in a colour or weight, if the terminal has any."""
        return f"\x1b[{_COLORS[color]}m{text}\x1b[0m" if self.colors and color and text else text

    def _write(self, text: str) -> None:
        encoding = self.out.encoding or "utf-8"
        # A terminal in GBK has no emoji: better a question mark than no report.
        self.out.write(text.encode(encoding, "replace").decode(encoding) + "\n")


def columns(text: str) -> int:
    """How many columns a text takes."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


def wrapped(text: str, width: int) -> Iterator[str]:
    """The text in lines of at most ``width`` columns; long addresses are broken, too."""
    line = ""
    for token in _tokens(text, width):
        is_closing = token.strip() in _CLOSING
        if line and columns(line + token.rstrip()) > width and not is_closing:
            yield line.rstrip()
            line = ""
        line += token if line or token.strip() else ""
    yield line.rstrip()


def _tokens(text: str, width: int) -> Iterator[str]:
    """Pieces between which a line may be broken: words with their space, or one wide character."""
    word = ""
    for character in text:
        is_wide = unicodedata.east_asian_width(character) in "WF"
        if word and (is_wide or columns(word + character) > width):
            yield word
            word = ""
        word += character
        if is_wide or character == " ":
            yield word
            word = ""
    if word:
        yield word
