"""Mends one page by the rules that are about it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import soupsieve
from bs4 import BeautifulSoup, Tag

from a11y.fixes.edits import Edit, applied
from a11y.fixes.elements import Wanted, wanted_of
from a11y.fixes.head import without_refresh, zoomable
from a11y.fixes.problem import Problem, Trouble
from a11y.fixes.rule import Rule
from a11y.fixes.tag import edited, escaped
from a11y.fixes.template import Template
from a11y.fixes.tree import TooDeepError, offset_of, start_tag, tree_of
from a11y.html.tokens import INCOMPLETE, raw_text_end

# The id that the target of a skip link gets if it has none.
_SKIP_ID = "a11y-main"


@dataclass(frozen=True)
class Mended:
    """A page after the rules. ``page`` is the very same object if nothing changed.

    ``changes``: how many attributes, texts and links were changed, by the rule's name.
    """

    page: bytes
    changes: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def mend(
    page: bytes,
    codec: str,
    rules: Sequence[Rule],
    *,
    writes: str | None = None,
    sheet: str = "",
    seconds: float = 1.0,
    clock: Callable[[], float] = time.monotonic,
) -> Mended:
    """The page with every rule applied that can be.

    ``codec``: Python's name of the page's encoding, in which ASCII is ASCII; ``writes``: another
    one to write in. ``sheet``: the address of the style sheet for a skip link. After ``seconds``
    the page is left as it came.
    """
    try:
        tree = tree_of(page, codec)
    except TooDeepError:
        return Mended(page, problems=(Problem(Trouble.TOO_DEEP),))
    work = _Work(page, writes or codec, tree, sheet)
    deadline = clock() + seconds
    for rule in rules:
        if clock() > deadline:
            return Mended(page, problems=(Problem(Trouble.TOO_SLOW, rule.name),))
        if rule.select is not None:
            work.elements(rule, rule.select)
        else:
            work.whole(rule)
    return work.done()


class _Work:
    """What is to be changed on one page."""

    def __init__(self, page: bytes, codec: str, tree: BeautifulSoup, sheet: str) -> None:
        self._page = page
        self._codec = codec
        self._tree = tree
        self._sheet = sheet
        # By the offset of the start tag; a later rule has the last word.
        self._wanted: dict[int, tuple[Wanted, str]] = {}
        self._edits: list[tuple[Edit, str]] = []
        self._problems: list[Problem] = []
        self._has_skip = False

    def elements(self, rule: Rule, select: str) -> None:
        """A rule about elements."""
        found = soupsieve.select(select, self._tree, limit=rule.most + 1)
        if len(found) > rule.most:
            self._trouble(Trouble.TOO_MANY, rule, f"> {rule.most}")
            return
        if len(found) < rule.least:
            trouble = Trouble.TOO_FEW if found else Trouble.NO_MATCH
            self._trouble(trouble, rule, f"{len(found)} < {rule.least}" if found else "")
            if found:
                return
        for element in found:
            for wanted in wanted_of(rule, element):
                if isinstance(wanted, Problem):
                    self._problems.append(wanted)
                else:
                    self._want(rule, element, *wanted)

    def whole(self, rule: Rule) -> None:
        """A rule about the page."""
        if rule.language is not None and (html := self._only(rule, "html")) is not None:
            self._want(rule, html, "lang", rule.language)
            if html.has_attr("xml:lang"):
                self._want(rule, html, "xml:lang", rule.language)
        if rule.title is not None:
            self._title(rule, rule.title)
        if rule.skip_to is not None:
            self._skip(rule, rule.skip_to)
        if rule.zoom:
            for meta, content in zoomable(self._tree):
                self._want(rule, meta, "content", content)
        if not rule.refresh:
            for meta in without_refresh(self._tree):
                self._want(rule, meta, "http-equiv", None)

    def done(self) -> Mended:
        """The page with all of it."""
        changes: dict[str, int] = {}
        edits = []
        for edit, rule in self._edits:
            edits.append(edit)
            changes[rule] = changes.get(rule, 0) + 1
        for offset, (wanted, rule) in self._wanted.items():
            old = start_tag(self._page, offset)[0]
            try:
                new = edited(old, wanted, self._codec)
            except ValueError as error:
                self._problems.append(Problem(Trouble.UNSAFE, rule, str(error)))
                continue
            if new != old:
                edits.append(Edit(offset, offset + len(old), new))
                changes[rule] = changes.get(rule, 0) + 1
        page = applied(self._page, edits) if edits else self._page
        return Mended(page, changes, tuple(dict.fromkeys(self._problems)))

    def _want(self, rule: Rule, element: Tag, name: str, value: str | None) -> None:
        if name == "id" and value is not None:
            other = self._tree.find(id=value)
            if other is not None and other is not element:
                self._trouble(Trouble.ID_TAKEN, rule, value)
                return
        wanted, _ = self._wanted.setdefault(offset_of(element), ({}, rule.name))
        wanted[name] = value

    def _only(self, rule: Rule, name: str) -> Tag | None:
        """An element that a page has once and that may be left out."""
        found = self._tree.find(name)
        if not isinstance(found, Tag):
            self._trouble(Trouble.NO_TAG, rule, f"<{name}>")
            return None
        return found

    def _title(self, rule: Rule, template: Template) -> None:
        title = self._tree.find("title")
        text = template.value(title if isinstance(title, Tag) else self._tree)
        if text is None:
            self._trouble(Trouble.NO_VALUE, rule, "title")
            return
        content = escaped(text, self._codec)
        if isinstance(title, Tag):
            start = start_tag(self._page, offset_of(title)).end()
            end = raw_text_end(b"title", self._page, start, len(self._page))
            if end == INCOMPLETE:
                self._trouble(Trouble.NO_TAG, rule, "</title>")
                return
            end = self._page.rindex(b"</", start, end)
            if self._page[start:end] != content:
                self._edits.append((Edit(start, end, content), rule.name))
        elif (head := self._only(rule, "head")) is not None:
            at = start_tag(self._page, offset_of(head)).end()
            self._edits.append((Edit(at, at, b"<title>%b</title>" % content), rule.name))

    def _skip(self, rule: Rule, select: str) -> None:
        target = soupsieve.select_one(select, self._tree)
        if target is None:
            self._trouble(Trouble.NO_MATCH, rule, "skip_to")
            return
        if self._has_skip or (body := self._only(rule, "body")) is None:
            return
        if not (name := str(target.get("id") or "")):
            name = _SKIP_ID
            if self._tree.find(id=name) is not None:
                self._trouble(Trouble.ID_TAKEN, rule, name)
                return
            self._want(rule, target, "id", name)
        self._has_skip = True
        at = start_tag(self._page, offset_of(body)).end()
        sheet = f'<link rel="stylesheet" href="{self._sheet}">' if self._sheet else ""
        link = b'%b<a class="a11y-skip" href="#%b">%b</a>' % (
            sheet.encode("ascii"),
            escaped(name, self._codec),
            escaped(rule.skip_text, self._codec),
        )
        self._edits.append((Edit(at, at, link), rule.name))

    def _trouble(self, trouble: Trouble, rule: Rule, detail: str = "") -> None:
        self._problems.append(Problem(trouble, rule.name, detail))
