"""One page as a reader wants it: the content, and what is said about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from a11y.simple import facts
from a11y.simple.asides import Filter
from a11y.simple.containers import Found, content_of
from a11y.simple.leads import leads_of
from a11y.simple.text import texts_of
from a11y.simple.tree import clean, is_hidden, page_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# What opens in a program of its own.
_FILES = re.compile(
    r"\.(pdf|docx?|xlsx?|pptx?|wps|et|dps|ofd|zip|rar|7z|txt|rtf|csv|mp3|mp4|ceb)(?=$|[?#&])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Link:
    """A link's text and address as they stand in the page."""

    text: str
    address: str


@dataclass(frozen=True)
class Attachment(Link):
    """A file; ``kind`` is how its name ends, in capitals."""

    kind: str = ""


@dataclass(frozen=True)
class Article:
    """The content of one page. ``page`` and ``found`` are lxml's, for who shows it."""

    page: Any = field(repr=False)
    found: Found = field(repr=False)

    @cached_property
    def leaves_out(self) -> Filter:
        """Tells what within the content is no part of it."""
        root, is_known, weights = self.found
        return Filter(root, weights, is_known=is_known, parts=self.parts)

    @cached_property
    def parts(self) -> list[HtmlElement]:
        """The elements that hold the content: the opening where it stands apart, and the rest."""
        return [*leads_of(self.found.root, self.found.weights), self.found.root]

    @cached_property
    def texts(self) -> list[str]:
        """The content's text, a block for each paragraph, item or row, without the title."""
        found = [text for part in self.parts for text in texts_of(part, self.leaves_out)]
        return [text for text in found if not facts.CRUMBS.match(text)]

    @cached_property
    def prose(self) -> list[str]:
        """The text without what is said of pictures, for comparison with other libraries."""

        def leaves_out(element: HtmlElement) -> bool:
            return element.tag in {"figcaption", "caption", "img"} or self.leaves_out(element)

        return [text for part in self.parts for text in texts_of(part, leaves_out)]

    @cached_property
    def blocks(self) -> list[str]:
        """What is read aloud: the title, where the content has no heading, and the texts."""
        return [*facts.heading_of(self.page, self.found.root), *self.texts]

    @cached_property
    def metas(self) -> dict[str, str]:
        """The page's meta elements."""
        return facts.metas_of(self.page)

    @cached_property
    def title(self) -> str:
        """The title, empty where there is none."""
        return facts.title_of(self.page, self.found.root, self.metas)

    @cached_property
    def date(self) -> str:
        """The day of publication, YYYY-MM-DD or empty."""
        return facts.date_of(self.page, self.found.root, self.metas)

    @cached_property
    def source(self) -> str:
        """Who published it, or empty."""
        return facts.source_of(self.page, self.found.root, self.metas)

    @cached_property
    def crumbs(self) -> list[Link]:
        """The way to this page; an address may be empty."""
        return [Link(*one) for one in facts.crumbs_of(self.page)]

    @cached_property
    def neighbours(self) -> dict[str, Link]:
        """The ``previous`` and ``next`` article."""
        return {key: Link(*one) for key, one in facts.neighbours_of(self.page).items()}

    @cached_property
    def phones(self) -> list[str]:
        """Phone numbers in the content."""
        return facts.phones_of(self.texts)

    @cached_property
    def attachments(self) -> list[Attachment]:
        """The files that the page offers, those of its content first, each once."""
        found: dict[str, Attachment] = {}
        for place in (self.found.root, self.page):
            for link in place.iter("a"):
                address = link.get("href", "").strip()
                kind = _FILES.search(address)
                if kind and address not in found and not is_hidden(link):
                    text = clean(link.text_content()) or clean(link.get("title", ""))
                    name = text or unquote(address.rpartition("/")[2])
                    found[address] = Attachment(name, address, kind[1].upper())
        return list(found.values())


def article_of(markup: str) -> Article | None:
    """The article of a page; None where the page is empty. Raises ImportError without lxml."""
    page: HtmlElement | None = page_of(markup)
    return None if page is None else Article(page, content_of(page))
