"""Reads requests off a visitor's connection: heads within limits, bodies, what is beyond HTTP."""

from __future__ import annotations

from typing import Protocol

import httptools

from a11y_proxy.behind_head import BehindHead
from a11y_proxy.errors import BAD_REQUEST, HEAD_TOO_LARGE, UNKNOWN_VERSION, Reason
from a11y_proxy.header_rules import Headers
from a11y_proxy.settings import ProxySettings
from a11y_proxy.target import percent_encoded

_SENT_BY_PROXIES = frozenset({b"forwarded", b"via", b"x-forwarded-for", b"x-real-ip"})
_FRAMING = (b"content-length", b"transfer-encoding")


class RefusedHeadError(Exception):
    """A request head is not taken; the parser ends with it and the connection is closed."""


class Requests(Protocol):
    """Who is told what is read."""

    @property
    def awaits_body(self) -> bool:
        """Whether the request that was read last has more of a body to come, and is answered."""

    def head_incomplete(self) -> None:
        """A part of a head is here."""

    def sent_by_proxy(self) -> None:
        """The other end is a proxy that nobody told us of."""

    def head_read(self, method: str, version: str, headers: Headers) -> bool:
        """A head is here; ``Reader`` tells the rest. Whether the connection may become a tunnel.

        Raises httptools.HttpParserError for a target that is none.
        """

    def body_read(self, data: bytes) -> None:
        """A part of the body."""

    def request_read(self) -> None:
        """All of the request is here."""

    def left_http(self, rest: bytes) -> None:
        """The request may make a tunnel of the connection; ``rest`` came behind it."""

    def body_announced(self) -> None:
        """The request before, taken for one without body, has one."""

    def refuse(self, reason: Reason) -> None:
        """What came can't be read."""


class Reader:
    """Wraps the parser of llhttp, which calls the methods ``on_...``.

    Raw bytes above 0x7f in a request line are percent-encoded, where the parser would end.
    Trailers are dropped. ``in_head``: a head has begun and is not all here. ``url`` and
    ``headers`` are those of the request that is read or was read last.
    """

    def __init__(self, requests: Requests, settings: ProxySettings) -> None:
        self._requests = requests
        self._settings = settings
        self._parser = _parser(self)
        self.url = b""
        self.headers: Headers = []
        self.expects_continue = False
        self.in_head = False
        self._in_request_line = True
        self._ended_in_this_data = False
        # Whether a whole head or a part of a body came in this data.
        self._came = False
        self._over = False
        self._leaves_http = False
        self._head_bytes = 0
        self._data_bytes = 0
        self._refusal = BAD_REQUEST

    @property
    def method(self) -> str:
        """The method of the request whose line is here."""
        return self._parser.get_method().decode("ascii")

    @property
    def should_upgrade(self) -> bool:
        """Whether the head asks for another protocol."""
        return bool(self._parser.should_upgrade())

    @property
    def should_keep_alive(self) -> bool:
        """Whether the visitor will send another request."""
        return bool(self._parser.should_keep_alive())

    def end(self) -> None:
        """Read no more."""
        self._over = True

    def feed(self, data: bytes) -> None:
        """Read what came, after encoding what it holds of a request line."""
        if self._in_request_line:
            # Empty lines before a request line are allowed (RFC 9112 2.2).
            end = data.find(b"\n", len(data) - len(data.lstrip(b"\r\n")))
            if not data.isascii():
                line = data if end < 0 else data[:end]
                data = percent_encoded(line) + data[len(line) :]
            self._in_request_line = end < 0
        self._ended_in_this_data = False
        self._data_bytes = len(data)
        self._came = False
        self._parse(data)
        if not self._over:
            self._limit(len(data))

    def _limit(self, size: int) -> None:
        """Count ``size`` bytes that were parsed."""
        if self.in_head:
            self._head_bytes += size
            self._requests.head_incomplete()
        elif self._came or not self._requests.awaits_body:
            self._head_bytes = 0
        else:
            # Trailers, or what stands behind a chunk's size: no part of the body, and endless.
            self._head_bytes += size
        if self._head_bytes > self._settings.head_bytes:
            self._requests.refuse(HEAD_TOO_LARGE)

    def _parse(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            rest = data[upgrade.args[0] :]
            if self._leaves_http:
                self._over = True
                self._requests.left_http(rest)
            else:
                self._stay(rest)
        except httptools.HttpParserError:
            self._requests.refuse(self._refusal)

    def _stay(self, rest: bytes) -> None:
        """Go on in HTTP/1.1 behind a head that asks for another protocol, which we need not obey.

        The parser takes such a request for one without body, and reads nothing behind it. Java's
        client asks for h2c with every first request, with those that have a body, too.
        """
        framing = [b"%b: %b\r\n" % field for field in self.headers if field[0] in _FRAMING]
        self._parser = _parser(BehindHead(self) if framing else self)
        if framing:
            self._requests.body_announced()
            self._in_request_line = self._ended_in_this_data = False
            self._parse(b"POST / HTTP/1.1\r\n%b\r\n" % b"".join(framing))
        if rest and not self._over:
            self._parse(rest)

    # What the parser calls.

    def on_message_begin(self) -> None:
        """A request starts."""
        self.url = b""
        self.headers = []
        self.expects_continue = False
        if self._ended_in_this_data:
            # Behind another request we don't know how much of its line is here: leave it alone.
            self._in_request_line = False
        self.in_head = True
        self._leaves_http = False
        self._head_bytes = 0

    def on_url(self, url: bytes) -> None:
        """A part of the target."""
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        """A field of the head; one behind the body is dropped (RFC 9110 6.5.1)."""
        if self.in_head:
            name = name.lower()
            if name == b"expect" and value.lower() == b"100-continue":
                self.expects_continue = True
            elif name in _SENT_BY_PROXIES:
                self._requests.sent_by_proxy()
            self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """The head is here. Raises RefusedHeadError, to the parser."""
        version = self._parser.get_http_version()
        self._check_head(version)
        self.in_head = False
        self._came = True
        self._leaves_http = self._requests.head_read(self.method, version, self.headers)

    def on_body(self, body: bytes) -> None:
        """A part of the request's body."""
        self._came = True
        self._requests.body_read(body)

    def on_message_complete(self) -> None:
        """All of a request is here; what follows is the next request line."""
        self._requests.request_read()
        self._in_request_line = True
        self._ended_in_this_data = True

    def _check_head(self, version: str) -> None:
        settings = self._settings
        if self._head_bytes + self._data_bytes > settings.head_bytes:
            size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
            if size > settings.head_bytes:
                self._refusal = HEAD_TOO_LARGE
                raise RefusedHeadError
        if len(self.headers) > settings.head_fields:
            self._refusal = HEAD_TOO_LARGE
            raise RefusedHeadError
        if version not in ("1.0", "1.1"):
            self._refusal = UNKNOWN_VERSION
            raise RefusedHeadError


def _parser(callbacks: Reader | BehindHead) -> httptools.HttpRequestParser:
    parser = httptools.HttpRequestParser(callbacks)
    # What follows a request that says "close" is dropped, not an error within its answer.
    parser.set_dangerous_leniencies(lenient_data_after_close=True)
    return parser
