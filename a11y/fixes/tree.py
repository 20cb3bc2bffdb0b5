"""A page as a tree whose elements know which bytes of the page their start tags are.

The tokens are those that the gateway itself goes by (a11y.html), so an offset is one into the
page's own bytes, whatever its encoding, and what a browser takes for text in a script, a textarea
or a comment is no element here. BeautifulSoup makes the tree of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.builder import HTMLTreeBuilder

from a11y.errors import A11yError
from a11y.html.charset import UTF8_MARK
from a11y.html.tokens import ATTRIBUTE, INCOMPLETE, TAG, raw_text_end, token_end

# What is nested deeper than this is no page, and recursion would not come back from it.
_DEEPEST = 512
_HIDDEN = frozenset((b"script", b"style", b"xmp", b"noembed", b"noframes", b"iframe"))
_VOID = frozenset(HTMLTreeBuilder.DEFAULT_EMPTY_ELEMENT_TAGS or ())
# Where the search for an open element of the same kind ends:
# https://html.spec.whatwg.org/multipage/parsing.html#has-an-element-in-scope
_SCOPE = frozenset({"[document]", "table", "td", "th", "caption", "button", "object", "marquee"})
# Start tags that end open elements of these names, by the rules for omitted end tags:
# https://html.spec.whatwg.org/multipage/syntax.html#optional-tags
_CELLS = frozenset({"td", "th"})
_ROWS = _CELLS | {"tr"}
_GROUPS = _ROWS | {"thead", "tbody", "tfoot", "colgroup", "caption"}
_ENDED_BY: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    **{name: (frozenset({name}), _SCOPE) for name in ("a", "button", "nobr")},
    "li": (frozenset({"li"}), _SCOPE | {"ul", "ol", "menu"}),
    **dict.fromkeys(("dt", "dd"), (frozenset({"dt", "dd"}), _SCOPE | {"dl"})),
    **dict.fromkeys(_CELLS, (_CELLS, frozenset({"[document]", "table", "tr"}))),
    "tr": (_ROWS, frozenset({"[document]", "table", "thead", "tbody", "tfoot"})),
    **dict.fromkeys(("thead", "tbody", "tfoot"), (_GROUPS, frozenset({"[document]", "table"}))),
    "option": (frozenset({"option"}), frozenset({"[document]", "select", "optgroup", "datalist"})),
    "optgroup": (frozenset({"option", "optgroup"}), frozenset({"[document]", "select"})),
    **dict.fromkeys(
        (
            *("address", "article", "aside", "blockquote", "center", "details", "dialog", "dir"),
            *("div", "dl", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3"),
            *("h4", "h5", "h6", "header", "hgroup", "hr", "main", "menu", "nav", "ol", "p", "pre"),
            *("search", "section", "table", "ul"),
        ),
        (frozenset({"p"}), _SCOPE),
    ),
}
# What an end tag does not reach beyond, unless it is one of these itself.
_WALLS = frozenset({"td", "th", "table"})
_LISTS = frozenset({"ul", "ol", "menu"})


class TooDeepError(A11yError):
    """A page nests its elements deeper than can be worked with."""


class _Builder(HTMLTreeBuilder):
    """Feeds BeautifulSoup with our tokens; ``sourcepos`` is the offset of a tag's ``<``."""

    def __init__(self, codec: str) -> None:
        # A class stays one text: nothing is written back but what a rule names.
        super().__init__(multi_valued_attributes={}, store_line_numbers=True)
        self._codec = codec

    @property
    def _tree(self) -> BeautifulSoup:
        if self.soup is None:
            raise RuntimeError("the builder belongs to no BeautifulSoup")
        return self.soup

    def prepare_markup(self, markup: Any, *_: Any, **__: Any) -> Iterable[Any]:
        yield markup, None, None, False

    def feed(self, markup: Any) -> None:
        """Go over the page once."""
        page: bytes = markup
        at = len(UTF8_MARK) if page.startswith(UTF8_MARK) else 0
        end = len(page)
        while at < end:
            start = page.find(b"<", at)
            if start < 0:
                start = end
            if start > at:
                self._text(page[at:start])
            if start == end:
                return
            if (tag := TAG.match(page, start)) is not None:
                at = self._tag(tag, page, end)
            else:
                after = token_end(page, start, end)
                if after == INCOMPLETE:
                    return
                if not after:
                    self._text(b"<")
                at = after or start + 1

    def _tag(self, tag: re.Match[bytes], page: bytes, end: int) -> int:
        """Take a tag; where to go on."""
        name = tag[3].lower()
        label = name.decode("latin-1")
        if tag[2]:
            self._end(label)
            return tag.end()
        self._start(label, tag)
        if label in _VOID:
            self._tree.handle_endtag(label)
            return tag.end()
        # A browser without scripts reads noscript, and what stands in it is to be mended, too.
        after = tag.end() if name == b"noscript" else raw_text_end(name, page, tag.end(), end)
        if name == b"plaintext":
            after = INCOMPLETE
        if after == tag.end():
            return after
        after = end if after == INCOMPLETE else after
        content = page[tag.end() : after]
        if name not in _HIDDEN:
            self._text(content.rpartition(b"</")[0] or content)
        self._tree.handle_endtag(label)
        return after

    def _start(self, name: str, tag: re.Match[bytes]) -> None:
        if ended := _ENDED_BY.get(name):
            self._end_open(*ended)
        tree = self._tree
        if len(tree.tagStack) > _DEEPEST:
            raise TooDeepError(f"the page nests elements more than {_DEEPEST} deep")
        source = tag.string
        attributes: dict[str, str] = {}
        if tag.end() - tag.end(3) > 1:
            for found in ATTRIBUTE.finditer(source, tag.end(3), tag.end() - 1):
                value = found[2] or found[3] or found[4] or b""
                text = value.decode(self._codec, "replace")
                attributes.setdefault(
                    found[1].decode(self._codec, "replace").lower(),
                    unescape(text) if "&" in text else text,
                )
        tree.handle_starttag(name, None, None, attributes, sourceline=1, sourcepos=tag.start(1))

    def _end(self, name: str) -> None:
        tree = self._tree
        if not tree.open_tag_counter.get(name):
            return
        walls = _WALLS | _LISTS if name == "li" else _WALLS
        if name not in walls:
            for open_tag in reversed(tree.tagStack):
                if open_tag.name == name:
                    break
                if open_tag.name in walls:
                    return
        tree.handle_endtag(name)

    def _end_open(self, names: frozenset[str], scope: frozenset[str]) -> None:
        """End the open elements of these names, the outermost within the scope first."""
        tree = self._tree
        outermost = None
        for open_tag in reversed(tree.tagStack):
            if open_tag.name in names:
                outermost = open_tag
            elif open_tag.name in scope:
                break
        while outermost is not None:
            ended = tree.currentTag
            if ended is None:
                return
            tree.handle_endtag(ended.name)
            if ended is outermost:
                return

    def _text(self, data: bytes) -> None:
        text = data.decode(self._codec, "replace")
        self._tree.handle_data(unescape(text) if "&" in text else text)


def tree_of(page: bytes, codec: str) -> BeautifulSoup:
    """The page's tree. ``codec``: Python's name of an encoding in which ASCII is ASCII.

    Raises TooDeepError.
    """
    return BeautifulSoup(page, builder=_Builder(codec))


def offset_of(element: Tag) -> int:
    """Where the element's start tag begins in the page's bytes."""
    if element.sourcepos is None:
        raise ValueError("the element is of no page")
    return element.sourcepos


def start_tag(page: bytes, offset: int) -> re.Match[bytes]:
    """The start tag at this offset. Groups as TAG's."""
    tag = TAG.match(page, offset)
    if tag is None or tag[2]:
        raise ValueError(f"there is no start tag at {offset}")
    return tag


def elements_of(tree: BeautifulSoup) -> Iterator[Tag]:
    """All elements in their order."""
    return (one for one in tree.descendants if isinstance(one, Tag))
