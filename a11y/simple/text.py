"""The content's text, a block for each paragraph, heading, item or row of data."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from a11y.simple.tree import INLINE, clean, elements, is_silent, size

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FILE_NAME = re.compile(r"\.(jpe?g|png|gif|bmp|webp|svg)$|^https?:", re.IGNORECASE)
# A row with more characters is a layout, not data.
_LONG_ROW = 240
_LAYOUT = ".//table|.//ul|.//ol|.//h1|.//h2|.//h3|.//h4|.//fieldset|.//p/../p[2]"


def texts_of(root: HtmlElement, leaves_out: Callable[[HtmlElement], bool]) -> list[str]:
    """The blocks of text in an element, in their order."""
    reader = _Reader(leaves_out)
    reader.walk(root)
    return reader.finish()


def alternative(image: HtmlElement) -> str:
    """What is said for an image; a file's name or address says nothing to anybody."""
    name = clean(image.get("alt", ""))
    return "" if _FILE_NAME.search(name) else name


def cells_of(row: HtmlElement) -> list[HtmlElement]:
    """The cells of a table's row."""
    return [one for one in elements(row) if one.tag in {"td", "th"}]


def is_data(row: HtmlElement) -> bool:
    """Whether a row holds data, to be read as one: several cells and no layout in them."""
    return (
        len(cells_of(row)) > 1 and size(row.text_content()) <= _LONG_ROW and not row.xpath(_LAYOUT)
    )


class _Reader:
    """Collects blocks."""

    def __init__(self, leaves_out: Callable[[HtmlElement], bool]) -> None:
        self._leaves_out = leaves_out
        self._blocks: list[str] = []
        self._text: list[str] = []

    def finish(self) -> list[str]:
        """All blocks."""
        self._end()
        return self._blocks

    def walk(self, element: HtmlElement) -> None:
        """Read an element and what is in it."""
        if self._leaves_out(element):
            return None
        if element.tag == "img":
            return self._text.append(f" {name} " if (name := alternative(element)) else "")
        if element.tag == "br":
            return self._end()
        if element.tag == "tr" and is_data(element):
            return self._add(self._row(element))
        is_block = element.tag not in INLINE
        if is_block:
            self._end()
        self._text.append(element.text or "")
        for child in element:
            if isinstance(child.tag, str):
                self.walk(child)
            self._text.append(child.tail or "")
        if is_block:
            self._end()
        return None

    def _end(self) -> None:
        text, self._text = clean("".join(self._text)), []
        self._add(text)

    def _add(self, text: str) -> None:
        if self._text and any(map(str.strip, self._text)):
            self._end()
        if any(map(str.isalnum, text)):
            self._blocks.append(text)

    def _row(self, row: HtmlElement) -> str:
        """The cells with commas between them, each after its column's heading if there is one."""
        headings = headings_of(row)
        parts = []
        for index, cell in enumerate(cells_of(row)):
            text = "" if is_silent(cell) else " ".join(texts_of(cell, is_silent))
            heading = headings[index] if index < len(headings) else ""
            if text:
                parts.append(f"{heading}：{text}" if heading and heading != text else text)
        return "，".join(parts)


def headings_of(row: HtmlElement) -> list[str]:
    """The headings of the columns, where the table's first row is of headings alone."""
    table: Any = next(row.iterancestors("table"), None)
    first = next(iter(table.iter("tr")), None) if table is not None else None
    if first is None or first is row or any(cell.tag != "th" for cell in cells_of(first)):
        return []
    if any(cell.get("colspan", "1") != "1" for cell in (*cells_of(first), *cells_of(row))):
        return []
    return [clean(cell.text_content()) for cell in cells_of(first)]
