"""What header fields and addresses mean for a site that goes through the reverse proxy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from a11y.check.finding import Finding
from a11y.check.page import Page

_ADDRESSED = ("href", "src", "action", "background", "data")
_CONNECTION_LOGINS = re.compile(rb"^\s*(?:ntlm|negotiate)\b", re.IGNORECASE)


def find(page: Page) -> Iterator[Finding]:
    """What the proxy has to look after."""
    yield from _cookies(page)
    exchange = page.exchange
    if strict := exchange.value(b"strict-transport-security"):
        yield Finding.quoting("proxy.hsts", b"strict-transport-security: " + strict)
    for value in exchange.values(b"www-authenticate"):
        if _CONNECTION_LOGINS.match(value):
            yield Finding.quoting("proxy.ntlm", b"www-authenticate: " + value)
    yield from _links(page)


def _cookies(page: Page) -> Iterator[Finding]:
    for value in page.exchange.values(b"set-cookie"):
        name = value.partition(b"=")[0]
        attributes = [part.strip().lower() for part in value.split(b";")[1:]]
        if any(part.startswith(b"domain=") for part in attributes):
            domain = next(part for part in attributes if part.startswith(b"domain="))
            yield Finding.quoting("proxy.cookie-domain", name + b"; " + domain)
        if b"secure" in attributes:
            yield Finding.quoting("proxy.cookie-secure", name + b"; secure")


def _links(page: Page) -> Iterator[Finding]:
    """Addresses that name the page's own host, over either scheme."""
    host = urlsplit(page.exchange.url).netloc.lower()
    starts = tuple(f"{scheme}//{host}" for scheme in ("http:", "https:", ""))
    found = [
        element.attributes[name]
        for element in page.markup.elements
        for name in _ADDRESSED
        if element.get(name).lower().startswith(starts)
    ]
    own = [url for url in found if urlsplit_host(url) == host]
    if own:
        yield Finding.quoting("proxy.absolute-links", f"{len(own)} × {own[0]}")


def urlsplit_host(url: str) -> str:
    """The host and port of an address as it stands; empty where it has none."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""
