"""A page's tree (lxml), and what its elements are for a reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SILENT_NAMES = (
    "script style noscript template head title nav iframe frame object embed video audio canvas "
    "svg math map area input select option textarea button datalist progress meter dialog rp rt"
)
SILENT = frozenset(_SILENT_NAMES.split())
_SILENT_ROLE_NAMES = (
    "navigation search menu menubar toolbar tablist textbox searchbox combobox listbox slider"
)
SILENT_ROLES = frozenset(_SILENT_ROLE_NAMES.split())
# Elements that stand within a line; every other one is a block of its own.
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby s "
    "samp small span strike strong sub sup time tt u var wbr img"
)
INLINE = frozenset(_INLINE_NAMES.split())
_METADATA = frozenset(["base", "link", "meta", "noscript", "script", "style", "template", "title"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_INVISIBLE = dict.fromkeys((0xAD, *range(0x200B, 0x2010), 0x2060, 0xFEFF))
_HAN_BREAK = re.compile(
    r"(?<=[\u2e80-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u2e80-\u9fff\uff00-\uffef])"
)
# What XML cannot hold, and a declaration that lxml would refuse in a text.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]|^\s*<\?xml[^>]*\?>")


def page_of(markup: str) -> HtmlElement | None:
    """The page's ``html`` element; None where there is nothing. Raises ImportError without lxml."""
    from lxml import etree, html

    plain = _NO_XML.sub("", markup)
    if not plain.strip():
        return None
    try:
        page = html.document_fromstring(plain)
    except etree.ParserError:  # nothing but a comment
        return None
    _unfold_head(page)
    return page


def _unfold_head(page: HtmlElement) -> None:
    """Take out of the head what is content: libxml2 knows no HTML 5, and leaves ``main`` in it."""
    head = page.find("head")
    if head is None or page.find("body") is not None:
        return
    first = next((one for one in elements(head) if one.tag not in _METADATA), None)
    if first is not None:
        body = page.makeelement("body")
        body.extend([first, *first.itersiblings()])
        page.append(body)


def elements(parent: HtmlElement) -> Iterator[HtmlElement]:
    """The child elements, without comments and processing instructions."""
    return (one for one in parent if isinstance(one.tag, str))


def names_of(element: HtmlElement) -> str:
    """What the author calls it: id and classes."""
    return f"{element.get('id', '')} {element.get('class', '')}"


def is_silent(element: HtmlElement) -> bool:
    """Whether nobody reads what is in it."""
    return (
        element.tag in SILENT
        or element.get("role") in SILENT_ROLES
        or element.get("aria-hidden") == "true"
        or is_hidden(element)
    )


def is_hidden(element: HtmlElement) -> bool:
    """Whether the element itself says that it is not shown."""
    return "hidden" in element.attrib or bool(_HIDDEN.search(element.get("style", "")))


def size(text: str | None) -> int:
    """How many characters it has that are no space."""
    return len("".join(text.split())) if text else 0


def clean(text: str) -> str:
    """One line. A source line that ends between two hanzi is no space in speech."""
    return " ".join(_HAN_BREAK.sub("", text.translate(_INVISIBLE)).split())
