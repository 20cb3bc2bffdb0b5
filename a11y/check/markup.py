"""A page's start tags and text, read with the tokens of a11y.html: fast, and bounded by one pass.

Not a parser: nothing is nested and nothing repaired. To say what a page is, that is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import islice

from a11y.html.tokens import INCOMPLETE, TAG, raw_text_end, token_end

# What scripts see as text, not as markup; noscript is left in: its links are the page's, too.
_RAW = frozenset((b"title", b"textarea", b"style", b"script", b"xmp", b"noembed"))
# Beyond so many tags there is nothing new, but there is memory.
_MOST_TAGS = 100_000
# A stretch of text this long between two tags is a sentence, no label.
_PROSE = 30
_HIDDEN = frozenset((b"style", b"script"))
_ATTRIBUTE = re.compile(
    r"""([^\s"'>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""", re.DOTALL
)


@dataclass(frozen=True)
class Element:
    """A start tag. ``content`` is there for elements whose content is no markup."""

    name: str
    attributes: dict[str, str]
    content: str = ""

    def get(self, name: str) -> str:
        """An attribute's value; empty if there is none."""
        return self.attributes.get(name, "")


@dataclass
class Markup:
    """A page's start tags in their order, and how much text there is."""

    elements: list[Element] = field(default_factory=list)
    text_chars: int = 0
    link_chars: int = 0
    # How much of it stands in long stretches outside of links.
    prose_chars: int = 0
    # How many links have a text like a headline.
    headlines: int = 0
    _in_link: bool = False
    _link: int = 0

    @classmethod
    def of(cls, page: str) -> Markup:
        """Read a page."""
        markup = cls()
        for element, text in islice(_walk(page.encode("utf-8", "replace")), _MOST_TAGS):
            if element is not None:
                markup.elements.append(element)
            markup._take(element, text)
        return markup

    def named(self, *names: str) -> Iterator[Element]:
        """The elements of these names."""
        return (element for element in self.elements if element.name in names)

    @property
    def title(self) -> str:
        """The page's title."""
        return next((unescape(one.content) for one in self.named("title")), "")

    @property
    def scripts(self) -> Iterator[str]:
        """What stands in script elements and event handlers."""
        for element in self.elements:
            if element.name == "script" and element.content:
                yield element.content
            for name, value in element.attributes.items():
                if name.startswith("on"):
                    yield value

    def _take(self, element: Element | None, text: int) -> None:
        self.text_chars += text
        if self._in_link:
            self.link_chars += text
            self._link += text
        elif text >= _PROSE:
            self.prose_chars += text
        if element is not None and element.name in ("a", "/a"):
            self.headlines += self._in_link and self._link >= 8
            self._in_link = element.name == "a"
            self._link = 0


def _walk(data: bytes) -> Iterator[tuple[Element | None, int]]:
    """Each tag, with the number of characters of text before it."""
    at, end = 0, len(data)
    while at < end:
        start = data.find(b"<", at)
        if start < 0:
            yield None, _length(data[at:])
            return
        text = _length(data[at:start])
        tag = TAG.match(data, start)
        if tag is None:
            after = token_end(data, start, end)
            yield None, text
            if after == INCOMPLETE:
                return
            at = after or start + 1
            continue
        name = tag[3].lower()
        at = tag.end()
        content = b""
        if not tag[2] and name in _RAW:
            after = raw_text_end(name, data, at, end)
            after = end if after == INCOMPLETE else after
            content, at = data[at:after].rpartition(b"</")[0], after
        yield _element(tag, name, content), text
        if content and name not in _HIDDEN and name != b"title":
            yield None, _length(content)


def _element(tag: re.Match[bytes], name: bytes, content: bytes) -> Element:
    label = name.decode("utf-8", "replace")
    if tag[2]:
        return Element("/" + label, {})
    source = tag[0][tag.end(3) - tag.start() : -1].decode("utf-8", "replace")
    attributes: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(source):
        value = next((group for group in found.groups()[1:] if group is not None), "")
        attributes.setdefault(found[1].lower(), unescape(value))
    return Element(label, attributes, content.decode("utf-8", "replace"))


def _length(text: bytes) -> int:
    return len(b"".join(text.split()).decode("utf-8", "replace"))
