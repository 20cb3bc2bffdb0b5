"""Where a page leads: what else there is to look at, and as what it was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from a11y.check.addresses import resolve
from a11y.check.exchange import Source
from a11y.check.kinds import search_field
from a11y.check.markup import Element
from a11y.check.page import Page
from a11y.check.structure import names_file
from a11y.encoding import codec_of

# A word that every portal has, to ask its search for.
_SEARCH_WORD = "服务"
# Addresses that do something are for people to open, not for us.
_ACTION = re.compile(
    r"log-?(?:out|off)|sign-?(?:out|off)|exit|quit|delete|remove|del\b|cancel|unsubscribe|tuichu"
    r"|zhuxiao|/out\.",
    re.IGNORECASE,
)
_REFRESH = re.compile(r"^\s*\d*[;,\s]*(?:url\s*=)?\s*[\"']?([^\"']+)", re.IGNORECASE)
_GOES_TO = re.compile(
    r"(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\()\s*[\"']([^\"']{1,500})[\"']"
)
_FETCHES = re.compile(
    r"(?:\.load|\$\.(?:get|post|getJSON)|fetch)\s*\(\s*[\"']([^\"'\s]{1,300})[\"']"
)
# A script that is all there is to a page may send the visitor on.
_SMALL_TEXT = 80
_REFERENCES = {
    "a": ("href", Source.LINK),
    "area": ("href", Source.LINK),
    "frame": ("src", Source.FRAME),
    "iframe": ("src", Source.IFRAME),
    "script": ("src", Source.SCRIPT),
    "img": ("src", Source.IMAGE),
}
_FEEDS = ("application/rss+xml", "application/atom+xml")


class Link(NamedTuple):
    """An address, and what a page says that it is."""

    url: str
    source: Source


def links_of(page: Page) -> Iterator[Link]:
    """What a page leads to, in its order; only what may be fetched without doing anything."""
    for reference, source in _references(page):
        url = resolve(page.address, reference, _form_encoding(page))
        if url is None or (source is Source.LINK and _ACTION.search(url)):
            continue
        if source is Source.LINK and names_file(url):
            source = Source.FILE  # noqa: PLW2901 - the address tells more than the element
        yield Link(url, source)
    if (search := _search(page)) is not None:
        yield Link(search, Source.SEARCH)


def redirect_of(page: Page) -> str | None:
    """Where an answer sends the browser at once, by its Location field."""
    location = page.exchange.value(b"location")
    if not 300 <= page.exchange.status < 400 or not location:
        return None
    return resolve(page.exchange.url, _as_text(location))


def _references(page: Page) -> Iterator[tuple[str, Source]]:
    for element in page.markup.elements:
        yield from _reference(element)
    bare = page.markup.text_chars < _SMALL_TEXT
    for script in page.markup.scripts:
        yield from ((found[1], Source.XHR) for found in _FETCHES.finditer(script))
        if bare:
            yield from ((found[1], Source.LINK) for found in _GOES_TO.finditer(script))


def _reference(element: Element) -> Iterator[tuple[str, Source]]:
    if element.name in _REFERENCES:
        attribute, source = _REFERENCES[element.name]
        if element.get(attribute) and "download" not in element.attributes:
            yield element.get(attribute), source
    elif element.name == "link" and "stylesheet" in element.get("rel").lower():
        yield element.get("href"), Source.STYLE
    elif element.name == "link" and element.get("type").lower() in _FEEDS:
        yield element.get("href"), Source.FEED
    elif element.name == "meta" and element.get("http-equiv").lower() == "refresh":
        yield from (
            (f[1].strip(), Source.LINK) for f in _REFRESH.finditer(element.get("content")[:2000])
        )
    if reference := element.get("hx-get") or element.get("data-hx-get"):
        yield reference, Source.XHR


def _search(page: Page) -> str | None:
    """The address that the page's search form asks for, if it asks by GET."""
    found = search_field(page.markup)
    if found is None or found[0].get("method").strip().lower() not in ("", "get"):
        return None
    form, name = found
    action = resolve(page.address, form.get("action") or page.exchange.url)
    if action is None:
        return None
    encoding = codec_of(form.get("accept-charset")) or _form_encoding(page)
    words = quote(_SEARCH_WORD, encoding=encoding, errors="replace")
    return f"{urlsplit(action)._replace(query='').geturl()}?{quote(name)}={words}"


def _form_encoding(page: Page) -> str:
    """The codec of what a browser sends from this page; UTF-8 where the page is in UTF-16."""
    codec = codec_of(page.encoding.declared or "utf-8") or "utf-8"
    return "utf-8" if codec.startswith("utf-16") else codec


def _as_text(field: bytes) -> str:
    """A Location field, which old servers write in any encoding."""
    try:
        return field.decode("utf-8")
    except UnicodeDecodeError:
        return field.decode("gb18030", "replace")
