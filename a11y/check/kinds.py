"""What kind of page an answer is, by evidence: how it was found, its type, what it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from a11y.check.access import asks_for_login, challenge_of
from a11y.check.exchange import Source
from a11y.check.markup import Element, Markup
from a11y.check.page import Page
from a11y.check.structure import is_file_as_page, is_sniffed, names_file
from a11y.html import Reason


class Kind(StrEnum):
    """The kinds. The first group is shown to people and shall have care mode."""

    HOME = "home"
    LIST = "list"
    ARTICLE = "article"
    FORM = "form"
    SEARCH = "search"
    LOGIN = "login"
    ERROR = "error"
    FRAMESET = "frameset"
    FRAME = "frame"
    IFRAME = "iframe"
    PDF_VIEWER = "pdf-viewer"
    PAGE = "page"

    FRAGMENT = "fragment"
    REDIRECT = "redirect"
    CHALLENGE = "challenge"
    DOWNLOAD = "download"
    DOCUMENT = "document"
    FEED = "feed"
    JSON = "json"
    SCRIPT = "script"
    STYLE = "style"
    IMAGE = "image"
    OTHER = "other"


SHOWN = frozenset(list(Kind)[: list(Kind).index(Kind.FRAGMENT)])

_SEARCH_NAMES = re.compile(
    r"^(?:q|s|wd|kw|key|keys|keyword|keywords|query|search|searchword|words?|qt|sw|gjc|gjz)$"
)
_SEARCH_ADDRESS = re.compile(r"search|sousuo|jiansuo|/so/|/ss[./]", re.IGNORECASE)
_FIELDS = frozenset(("", "text", "tel", "email", "number", "date", "url", "file", "radio"))
_PDF_SCRIPTS = re.compile(r"pdf(?:\.min)?\.m?js|pdfobject|viewer\.html\?file=", re.IGNORECASE)
_RESOURCES = frozenset((Source.SCRIPT, Source.STYLE, Source.IMAGE, Source.FEED))
# Fewer links than this do not make a list. Nor do they where most is prose; the notes around every
# page of a portal are some. Less prose than this is no article.
_LIST_LINKS = 5
_LIST_SHARE, _LIST_PROSE = 0.45, 900
_ARTICLE_PROSE = 200

_TYPES = (
    (re.compile(r"json$"), Kind.JSON),
    (re.compile(r"javascript$|ecmascript$"), Kind.SCRIPT),
    (re.compile(r"^text/css$"), Kind.STYLE),
    (re.compile(r"^image/"), Kind.IMAGE),
    (re.compile(r"^application/pdf$"), Kind.DOCUMENT),
    (re.compile(r"(?:rss|atom)\+xml$"), Kind.FEED),
)


def kind_of(page: Page) -> Kind:
    """The kind of an answer. What a visitor would be shown is never taken for something else."""
    return _kind_that_is_not_shown(page) or _kind_by_role(page) or _kind_by_content(page)


def search_field(markup: Markup) -> tuple[Element, str] | None:
    """A form with a field for words to search for, and that field's name."""
    for form, fields in forms(markup):
        for one in fields:
            kind = one.get("type").strip().lower()
            if kind == "search" or (kind in ("", "text") and _SEARCH_NAMES.match(_name(one))):
                return form, one.get("name")
    return None


def forms(markup: Markup) -> Iterator[tuple[Element, list[Element]]]:
    """Each form with the fields in it."""
    form: Element | None = None
    fields: list[Element] = []
    for element in markup.elements:
        if element.name in ("form", "/form"):
            if form is not None:
                yield form, fields
            form, fields = (element if element.name == "form" else None), []
        elif element.name in ("input", "select", "textarea"):
            fields.append(element)
    if form is not None:
        yield form, fields


def _kind_that_is_not_shown(page: Page) -> Kind | None:
    exchange = page.exchange
    if 300 <= exchange.status < 400 and exchange.value(b"location"):
        return Kind.REDIRECT
    if challenge_of(page):
        return Kind.CHALLENGE
    if _is_saved(page) or is_file_as_page(page):
        return Kind.DOWNLOAD
    if not page.is_html:
        return _kind_by_type(page)
    if page.verdict.reason is Reason.SCRIPT_REQUEST or exchange.source is Source.XHR:
        return Kind.FRAGMENT
    # A dead address of these answers with the site's error page, which nobody sees.
    return Kind.OTHER if exchange.source in _RESOURCES else None


def _is_saved(page: Page) -> bool:
    """Whether browsers save it instead of showing it (RFC 6266 section 4.2)."""
    dispositions = page.exchange.values(b"content-disposition")
    return any(value.partition(b";")[0].strip().lower() != b"inline" for value in dispositions)


def _kind_by_type(page: Page) -> Kind:
    exchange = page.exchange
    if is_sniffed(page):
        return Kind.PAGE
    kind = next((kind for sign, kind in _TYPES if sign.search(exchange.media_type)), None)
    if kind is not None:
        return kind
    if exchange.media_type in ("text/xml", "application/xml"):
        is_feed = re.search(rb"<(?:rss|feed|rdf:RDF)[\s>]", page.content[:2000]) is not None
        return Kind.FEED if is_feed else Kind.OTHER
    return Kind.DOWNLOAD if names_file(exchange.url) else Kind.OTHER


def _kind_by_role(page: Page) -> Kind | None:
    """The kind of a page by its place in the site."""
    source, status = page.exchange.source, page.exchange.status
    if next(page.markup.named("frameset"), None) is not None:
        return Kind.FRAMESET
    if source in (Source.FRAME, Source.IFRAME):
        return Kind(source.value)
    if status == 401 or asks_for_login(page):
        return Kind.LOGIN
    if source is Source.PROBE or status >= 400:
        return Kind.ERROR
    return {Source.START: Kind.HOME, Source.SEARCH: Kind.SEARCH}.get(source)


def _kind_by_content(page: Page) -> Kind:
    markup = page.markup
    if _has_pdf(markup):
        return Kind.PDF_VIEWER
    found = search_field(markup)
    if found is not None and _SEARCH_ADDRESS.search(page.exchange.url):
        return Kind.SEARCH
    if any(_is_form(fields) for _, fields in forms(markup)):
        return Kind.FORM
    most = min(_LIST_SHARE * markup.text_chars, _LIST_PROSE)
    if markup.headlines >= _LIST_LINKS and markup.prose_chars < most:
        return Kind.LIST
    return Kind.ARTICLE if markup.prose_chars >= _ARTICLE_PROSE else Kind.PAGE


def _is_form(fields: list[Element]) -> bool:
    """Whether there is more to fill in than words to search for."""
    filled = [one for one in fields if one.name != "input" or _type(one) in _FIELDS]
    return len(filled) >= 3 or any(one.name == "textarea" for one in fields)


def _has_pdf(markup: Markup) -> bool:
    for element in markup.named("embed", "object", "iframe", "script"):
        address = element.get("src") or element.get("data")
        if element.get("type").lower() == "application/pdf" or _PDF_SCRIPTS.search(address):
            return True
        if element.name != "script" and address.partition("?")[0].lower().endswith(".pdf"):
            return True
    return False


def _name(element: Element) -> str:
    return element.get("name").strip().lower()


def _type(element: Element) -> str:
    return element.get("type").strip().lower()
