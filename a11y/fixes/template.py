"""Values that a rule takes from the page: ``{text}``, ``{file name}``, ``{nearest heading}`` ..."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from bs4.element import NavigableString, PreformattedString, Tag

_HOLE = re.compile(r"\{([^{}]*)\}")
_HEADING = re.compile(r"h[1-6]")
_SPACES = re.compile(r"\s+")
_AROUND_LABELS = ":：*＊ \u3000"
# A label is short; what is longer is a paragraph that happens to come first.
_LONGEST_LABEL = 60
# How far back a label or a heading is looked for, in nodes.
_FARTHEST = 2000


class Template:
    """A text with names in braces. ``{{`` and ``}}`` are braces. Raises ValueError that names all.

    ``{@title}`` is the value of an attribute, whatever its name.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self._text = source.replace("{{", "\0").replace("}}", "\1")
        self._holes = _HOLE.findall(self._text)
        left = _HOLE.sub("", self._text)
        if "{" in left or "}" in left:
            raise ValueError(f"a brace is not closed (a brace itself is written twice): {source!r}")
        for hole in self._holes:
            if hole not in _VALUES and not re.fullmatch(r"@[a-z][a-z0-9:_-]*", hole):
                names = ", ".join(f"{{{name}}}" for name in _VALUES)
                raise ValueError(f"unknown {{{hole}}}; legal are {names} and {{@attribute}}")

    def __repr__(self) -> str:
        # Stable: the version of all rules is made of it.
        return f"Template({self.source!r})"

    def value(self, element: Tag) -> str | None:
        """The text for this element; None if the page has nothing for one of the names."""
        values: dict[str, str] = {}
        for hole in self._holes:
            found = _attribute(element, hole) if hole[0] == "@" else _VALUES[hole](element)
            if not found:
                return None
            values[hole] = found
        text = _HOLE.sub(lambda hole: values[hole[1]], self._text)
        return text.replace("\0", "{").replace("\1", "}")


def text_of(element: Tag) -> str:
    """The element's text as one line, with what stands for its pictures."""
    pieces = []
    for node in element.descendants:
        if isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            pieces.append(str(node))
        elif isinstance(node, Tag) and node.name == "img":
            pieces.append(f" {_attribute(node, '@alt')} ")
        elif isinstance(node, Tag) and node.name in ("br", "td", "th", "li", "p", "div"):
            pieces.append(" ")
    return line("".join(pieces))


def line(text: str) -> str:
    """A text with single spaces in it and none around it."""
    return _SPACES.sub(" ", text).strip()


def _attribute(element: Tag, hole: str) -> str:
    return line(str(element.get(hole[1:]) or ""))


def _file_name(element: Tag) -> str:
    for name in ("src", "href", "data"):
        if address := str(element.get(name) or ""):
            try:
                path = unquote(urlsplit(address).path)
            except ValueError:
                return ""
            return line(path.rpartition("/")[2].rpartition(".")[0] or path.rpartition("/")[2])
    return ""


def _nearest_heading(element: Tag) -> str:
    """The heading before the element, as a reader goes through the page."""
    for count, node in enumerate(element.previous_elements):
        if count > _FARTHEST:
            break
        if isinstance(node, Tag) and _HEADING.fullmatch(node.name) and (text := text_of(node)):
            return text
    return ""


def _text_before(element: Tag) -> str:
    """What stands before a control: in the cell or the piece of text before it."""
    for count, node in enumerate(element.previous_elements):
        if count > _FARTHEST or (isinstance(node, Tag) and node.name in ("form", "body")):
            break
        if isinstance(node, Tag) and node.name in ("input", "select", "textarea", "button"):
            break
        if isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            text = line(str(node)).strip(_AROUND_LABELS)
            if text:
                return text if len(text) <= _LONGEST_LABEL else ""
    return ""


def _page_title(element: Tag) -> str:
    title = _top(element).find("title")
    return line(title.get_text()) if isinstance(title, Tag) else ""


def _first_heading(element: Tag) -> str:
    for heading in _top(element).find_all(_HEADING):
        if isinstance(heading, Tag) and (text := text_of(heading)):
            return text
    return ""


def _top(element: Tag) -> Tag:
    top = element
    while top.parent is not None:
        top = top.parent
    return top


_VALUES: dict[str, Callable[[Tag], str]] = {
    "text": text_of,
    "text before": _text_before,
    "file name": _file_name,
    "nearest heading": _nearest_heading,
    "first heading": _first_heading,
    "page title": _page_title,
}
