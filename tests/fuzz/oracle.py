"""The oracle: what HTML parsers make of a page before and after the tag got in.

A page is the *same* if, with our element taken out, the two trees are equal: doctype, elements with
namespaces and attributes, text nodes one by one, comments, contents of templates. Our element must
be there once, as a script in the head, with scripting on and off. It is *untouched* if not a byte
was added, and *broken* in every other case.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib
import turbohtml
from html5lib._inputstream import EncodingParser

from a11y.html import Rules
from a11y.html.charset import UTF8_MARK

RULES = Rules(boot_path="/_a11y/boot.3f9c2a71.js")
TAG = RULES.tag()
_SRC = RULES.boot_path
_XHTML = "{http://www.w3.org/1999/xhtml}"
# How many bytes browsers search for a declaration before they parse:
# https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding
_PRESCAN_BYTES = 1024


class FaultError(Exception):
    """A page was harmed. ``kind`` is the same for all pages harmed in the same way."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind


@dataclass(frozen=True)
class Oracle:
    """Which parsers are asked. All in C but html5lib's, which is some hundred times slower."""

    decoded: bool = True  # also with the bytes decoded as a browser would
    second: bool = False  # also html5lib's parser, with its idea of quirks mode
    lenient: bool = False  # a text node may be in two where our element was

    def compare(self, before: bytes, after: bytes) -> None:
        """Raise FaultError unless ``after`` is ``before`` with our element in its head."""
        for scripting in (True, False):
            compare_trees(
                _latin_1(before), _latin_1(after), scripting=scripting, lenient=self.lenient
            )
        if self.decoded:
            compare_trees(before, after, scripting=True)
        if self.second:
            compare_html5lib(before, after)


def compare_trees(
    before: str | bytes, after: str | bytes, *, scripting: bool, lenient: bool = False
) -> None:
    """Raise FaultError unless turbohtml sees the same tree. Bytes are decoded, str is not."""
    old, new = _parse(before, scripting=scripting), _parse(after, scripting=scripting)
    if isinstance(before, bytes):
        if old.encoding == new.encoding == "replacement":
            return  # nobody can read it, before or after
        if old.encoding != new.encoding and is_at_the_edge(before):
            return
    scripts = new.select(f'script[src="{_SRC}"]')
    if len(scripts) != 1:
        raise FaultError("not one script", f"{len(scripts)} in the tree")
    script, head = scripts[0], scripts[0].parent
    if not isinstance(head, turbohtml.Element) or (head.tag, head.namespace) != (
        "head",
        turbohtml.Namespace.HTML,
    ):
        raise FaultError("not in the head", getattr(head, "tag", "-"))
    if script.children or script.namespace is not turbohtml.Namespace.HTML:
        raise FaultError("not an empty script")
    script.decompose()
    if lenient:
        head.normalize()
    if old.encoding != new.encoding:
        raise FaultError("another encoding", f"{old.encoding} became {new.encoding}")
    # Equality does not look at the order of attributes, the serialisation not between texts.
    if not new.equals(old) or new.serialize() != old.serialize():
        raise FaultError("another tree")


def compare_html5lib(before: bytes, after: bytes) -> None:
    """The same with html5lib's parser and its quirks mode."""
    for scripting in (True, False):
        old, old_mode = _html5lib(before, scripting=scripting)
        new, new_mode = _html5lib(after, scripting=scripting)
        scripts = [
            (parent, script)
            for parent in new.iter()
            for script in parent
            if script.tag == _XHTML + "script" and script.get("src") == _SRC
        ]
        if len(scripts) != 1:
            raise FaultError("html5lib: not one script", f"{len(scripts)} in the tree")
        parent, script = scripts[0]
        if parent.tag != _XHTML + "head":
            raise FaultError("html5lib: not in the head", str(parent.tag))
        _take_out(parent, script)
        if list(_nodes(old)) != list(_nodes(new)):
            raise FaultError("html5lib: another tree")
        if old_mode != new_mode:
            raise FaultError("html5lib: another mode", f"{old_mode} became {new_mode}")


def prescan(page: bytes) -> str | None:
    """The encoding that a browser finds in the first 1024 bytes, as html5lib looks for it."""
    found = EncodingParser(page[:_PRESCAN_BYTES]).getEncoding()
    return found.name if found is not None else None


def is_at_the_edge(page: bytes) -> bool:
    """Whether the only declaration lies so near to the 1024th byte that the tag pushes it out.

    A known limit, named in docs/fidelity.md: to see it coming a page's first kilobyte would have
    to be held. A declaration that is an element is heeded by browsers all the same.
    """
    return prescan(page) != prescan(page[: _PRESCAN_BYTES - len(TAG)])


def _latin_1(page: bytes) -> str:
    """Bytes as characters: the encoding plays no part. The mark is the decoder's to take away."""
    return page.removeprefix(UTF8_MARK).decode("latin-1")


def _parse(page: str | bytes, *, scripting: bool) -> turbohtml.Document:
    return turbohtml.parse(
        page, scripting=scripting, positions=False, allow_declarative_shadow_roots=False
    )


def _html5lib(page: bytes, *, scripting: bool) -> tuple[Element, str]:
    """The root of the tree, and the mode."""
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=True)
    parser.parse(_latin_1(page), scripting=scripting)
    return parser.tree.document._element, parser.compatMode


def _take_out(parent: Element, child: Element) -> None:
    """Remove an element but not the text behind it, which this kind of tree hangs on to it."""
    at = list(parent).index(child)
    text = child.tail or ""
    if at and text:
        parent[at - 1].tail = (parent[at - 1].tail or "") + text
    elif text:
        parent.text = (parent.text or "") + text
    parent.remove(child)


def _nodes(node: Element) -> Iterator[tuple[object, ...]]:
    """What a tree is made of, in its order; the last tuple of each element closes it."""
    yield node.tag, sorted(map(str, node.items())), node.text or ""
    for child in node:
        yield from _nodes(child)
    yield "end", node.tail or ""
