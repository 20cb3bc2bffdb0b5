"""An answer that has been read: the verdict on it, its text, its markup."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urljoin, urlsplit

from a11y.check.exchange import Exchange
from a11y.check.markup import Markup
from a11y.check.plain import plain
from a11y.encoding import Encoding, encoding_of, text_of
from a11y.html import CodingError, Inject, Pass, Reason, Rules, decide, injector_for

_HTML_TYPES = frozenset(("text/html", "application/xhtml+xml"))
_HEAD_BYTES = 64 * 1024
# What a network brings at a time: what is broken later must not count as broken at once.
_PIECE = 16 * 1024


@dataclass(frozen=True)
class Verdict:
    """What the middleware does with an answer: insert the tag, or leave it for a reason.

    ``detail``: the directive that stands in the way, for the reasons of a security policy.
    ``breaks``: the coded content turns out to be broken when part of it is on its way.
    """

    reason: Reason | None
    inject: Inject | None = None
    detail: str = ""
    breaks: str = ""

    @property
    def injected(self) -> bool:
        """Whether the tag goes in."""
        return self.reason is None


def verdict_on(exchange: Exchange, rules: Rules) -> Verdict:
    """Run the very code of the middleware over the bytes of an answer."""
    if rules.leaves(path_of(exchange.url)):
        return Verdict(Reason.LEFT_PATH)
    decision = decide(
        exchange.method, exchange.request_headers, exchange.status, exchange.headers, rules
    )
    if isinstance(decision, Pass):
        return Verdict(decision.reason, detail=decision.detail)
    injector = injector_for(decision)
    try:
        for start in range(0, len(exchange.body), _PIECE):
            injector.feed(exchange.body[start : start + _PIECE])
        injector.finish()
    except CodingError as error:
        return Verdict(injector.reason, decision, breaks=str(error))
    return Verdict(injector.reason, decision)


@dataclass(frozen=True)
class Page:
    """One answer with everything that is derived from its bytes, each thing once."""

    exchange: Exchange
    rules: Rules

    @cached_property
    def verdict(self) -> Verdict:
        """What the middleware does with it."""
        return verdict_on(self.exchange, self.rules)

    @cached_property
    def content(self) -> bytes:
        """The beginning of its content without codings; empty where that can't be had."""
        fields = self.exchange.values(b"content-encoding")
        return plain(fields, self.exchange.body, self.rules.codings) or b""

    @cached_property
    def encoding(self) -> Encoding:
        """What is said of its encoding."""
        field = self.exchange.value(b"content-type").decode("latin-1")
        return encoding_of(field, self.content)

    @cached_property
    def text(self) -> str:
        """The content as text, in the encoding that it is really in."""
        return text_of(self.content, self.encoding)

    @cached_property
    def markup(self) -> Markup:
        """Its tags; none for what is not HTML."""
        return Markup.of(self.text) if self.is_html else Markup()

    @property
    def is_html(self) -> bool:
        """Whether its type is that of a page."""
        return self.exchange.media_type in _HTML_TYPES

    @property
    def looks_like_html(self) -> bool:
        """Whether its content is a page, whatever its type says."""
        head = self.content[:_HEAD_BYTES].lower()
        return b"<html" in head and (b"<body" in head or b"<head" in head or b"<frameset" in head)

    @property
    def address(self) -> str:
        """What relative addresses in it are relative to."""
        base = next((one.get("href") for one in self.markup.named("base") if one.get("href")), "")
        return joined(self.exchange.url, base)

    def is_own(self, url: str) -> bool:
        """Whether an address belongs to the page's own origin."""
        return origin_of(url) == origin_of(self.exchange.url)


def joined(base: str, reference: str) -> str:
    """The absolute address; the base itself where the reference is none."""
    try:
        return urljoin(base, reference.strip())
    except ValueError:
        return base


def path_of(url: str) -> bytes:
    """An address's path as it is sent."""
    return urlsplit(url).path.encode("utf-8", "surrogateescape") or b"/"


def origin_of(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "", "", None
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), port or {"http": 80, "https": 443}.get(scheme)
