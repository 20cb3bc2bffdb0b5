"""Traditional characters by OpenCC, which knows phrases: 头发 and 发展 differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from a11y.words.han import HAN

if TYPE_CHECKING:
    from a11y.settings import TraditionalForm
    from a11y.words.cache import Line


class TraditionalConverter:
    """Lines in traditional characters, piece for piece."""

    def __init__(self, form: TraditionalForm) -> None:
        # Some 5 MB and a tenth of a second: in the process and at the time of the first use.
        from opencc import OpenCC

        self._opencc = OpenCC(form)

    def convert(self, line: Line) -> Line:
        """The pieces of a line, each in traditional characters."""
        whole = self._convert("".join(line))
        if len(line) > 1 and len(whole) == sum(map(len, line)):
            # Character for character: a word may go on in the next piece.
            pieces, at = [], 0
            for piece in line:
                pieces.append(whole[at : at + len(piece)])
                at += len(piece)
            return tuple(pieces)
        return (whole,) if len(line) == 1 else tuple(map(self._convert, line))

    def _convert(self, text: str) -> str:
        if not HAN.search(text):
            return text
        # OpenCC is C++ that takes NUL for the end.
        return "\0".join(map(self._opencc.convert, text.split("\0")))
