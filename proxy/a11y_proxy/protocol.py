"""The server side of a connection: uvicorn's, with the limits and leniencies a gateway needs."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from collections.abc import Callable
from typing import Any, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import (
    STATUS_LINE,
    HttpToolsProtocol,
    RequestResponseCycle,
)

from a11y_proxy.admission import Admission
from a11y_proxy.error_page import page, send_error
from a11y_proxy.errors import (
    BAD_REQUEST,
    HEAD_TOO_LARGE,
    SLOW_HEAD,
    TOO_MANY,
    UNKNOWN_VERSION,
    VISITOR_STALLED,
    BrokenResponseError,
    Reason,
)
from a11y_proxy.forwarding import UNIX
from a11y_proxy.hints import ON_DISCONNECT, RAW_TARGET
from a11y_proxy.settings import ProxySettings
from a11y_proxy.target import percent_encoded

# How long a refused visitor has to read why.
_LINGER_SECONDS = 2


class RefusedHeadError(Exception):
    """A request head is not taken; the parser ends with it and the connection is closed."""


class GatewayProtocol(HttpToolsProtocol):
    """What it does beyond uvicorn's.

    Raw bytes above 0x7f in a request line are percent-encoded, where uvicorn answers 400. A
    head that is too large gets 431, one that is too slow 408, one that claims HTTP/2 505, and a
    connection too many 503; ``admission`` counts them. What a trusted proxy says of the visitor is
    in the scope. HTTP/1.0 gets bodies that end with the connection, not chunks. An error of the
    parser is never written into another response.
    """

    def __init__(
        self, *arguments: Any, settings: ProxySettings, admission: Admission, **keywords: Any
    ) -> None:
        super().__init__(*arguments, **keywords)
        self._settings = settings
        self._admission = admission
        self._address: str | None = None
        self._trusted = False
        self._lingers = False
        self._in_request_line = True
        self._ended_in_this_data = False
        self._in_head = False
        self._head_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None
        self._refusal = BAD_REQUEST
        self._on_disconnect: Callable[[], None] | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A visitor is there: the first request has to come within ``head_seconds``."""
        super().connection_made(transport)
        peer = self._peer()
        self._trusted = self._settings.trust.trusts(peer)
        self._address = None if self._trusted or peer == UNIX else peer
        if self._admission.enter(self._address):
            self._start_head_timer()
        else:
            # At once: to wait until the visitor has read it would keep the connection.
            self._admission.counters[TOO_MANY.code] += 1
            self.transport.write(self._refusal_page(TOO_MANY))
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The visitor has left."""
        self._stop_head_timer()
        self._admission.leave(self._address)
        super().connection_lost(exc)
        if self._on_disconnect is not None:
            self._on_disconnect()

    def data_received(self, data: bytes) -> None:
        """Parse what came, after encoding what it holds of a request line."""
        if self._lingers:
            return
        if self._in_request_line:
            # Empty lines before a request line are allowed (RFC 9112 2.2).
            end = data.find(b"\n", len(data) - len(data.lstrip(b"\r\n")))
            if not data.isascii():
                line = data if end < 0 else data[:end]
                data = percent_encoded(line) + data[len(line) :]
            self._in_request_line = end < 0
        self._ended_in_this_data = False
        super().data_received(data)
        if self._in_head and not self.transport.is_closing():
            self._head_bytes += len(data)
            if self._head_bytes > self._settings.head_bytes:
                self._refuse(HEAD_TOO_LARGE)

    def on_message_begin(self) -> None:
        """A request starts."""
        super().on_message_begin()
        if self._ended_in_this_data:
            # Behind another request we don't know how much of its line is here: leave it alone.
            self._in_request_line = False
        self._in_head = True
        self._head_bytes = 0
        if self._head_timer is None:
            self._start_head_timer()

    def on_headers_complete(self) -> None:
        """The head is here: give it to the application. Raises RefusedHeadError, to the parser."""
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self._settings.head_bytes or len(self.headers) > self._settings.head_fields:
            self._refusal = HEAD_TOO_LARGE
            raise RefusedHeadError
        if self.parser.get_http_version() not in ("1.0", "1.1"):
            self._refusal = UNKNOWN_VERSION
            raise RefusedHeadError
        self._in_head = False
        self._stop_head_timer()
        super().on_headers_complete()
        scope = cast(dict[str, Any], self.scope)
        if self._trusted:
            self._settings.trust.believe(scope)
        scope[ON_DISCONNECT] = self._call_on_disconnect
        if self.url.startswith(b"/") and b"#" not in self.url:
            scope[RAW_TARGET] = self.url
        if self.parser.should_upgrade():
            # We upgrade to nothing; the parser reads no further request after such a one.
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """All of a request is here; what follows is the next request line."""
        super().on_message_complete()
        self._in_request_line = True
        self._ended_in_this_data = True

    def on_response_complete(self) -> None:
        """An answer is out; what of it the visitor has not read yet must not wait for ever."""
        super().on_response_complete()
        if self.transport.is_closing() and self.transport.get_write_buffer_size():
            self.loop.call_later(self._settings.client_seconds, self.transport.abort)

    def timeout_keep_alive_handler(self) -> None:
        """No further request came."""
        if self.transport.get_write_buffer_size():
            # Nor was the answer read.
            self.transport.abort()
        super().timeout_keep_alive_handler()

    def send_400_response(self, msg: str) -> None:
        """Refuse what the parser could not read."""
        self._refuse(self._refusal)

    def _call_on_disconnect(self, callback: Callable[[], None]) -> None:
        if self.transport.is_closing():
            callback()
        # One is enough: requests of a connection are answered one after the other.
        self._on_disconnect = callback

    def _unsupported_upgrade_warning(self) -> None:
        """Nothing: every client that tries HTTP/2 would write a line to the log."""

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        if cycle.scope["http_version"] == "1.0":
            app = _close_delimited(app, cycle)
        super()._start_asgi_task(cycle, _cut_off(app, cycle))

    def _peer(self) -> str | None:
        """The address of the other end, or "unix"; None where it has gone already."""
        connection = self.transport.get_extra_info("socket")
        if connection is not None and connection.family == getattr(socket, "AF_UNIX", None):
            return UNIX
        return self.client[0] if self.client else None

    def _refuse(self, reason: Reason) -> None:
        """Answer and close; behind a request that waits for its own answer, close after that."""
        self._admission.counters[reason.code] += 1
        cycle = self.cycle
        idle = cycle is None or cycle.response_complete
        in_body = not idle and cycle.more_body
        if not idle and not in_body:
            cycle.keep_alive = False
            return
        if idle or not (cycle.response_started or self.pipeline):
            self.transport.write(self._refusal_page(reason))
        self._linger()

    def _refusal_page(self, reason: Reason) -> bytes:
        body = page(reason, retry=reason is TOO_MANY, contact=self._settings.contact)
        return STATUS_LINE[reason.status] + (
            b"content-type: text/html; charset=utf-8\r\ncontent-length: %d\r\n"
            b"cache-control: no-store\r\nconnection: close\r\n\r\n%b" % (len(body), body)
        )

    def _linger(self) -> None:
        """End our side, and drop what still comes for a moment: closing at once would reset.

        A reset overtakes what we have written (RFC 9112 9.6).
        """
        self._lingers = True
        self._stop_head_timer()
        if self.transport.can_write_eof():
            self.transport.write_eof()
            self.loop.call_later(_LINGER_SECONDS, self.transport.abort)
        else:
            self.transport.close()

    def _start_head_timer(self) -> None:
        self._head_timer = self.loop.call_later(self._settings.head_seconds, self._on_slow_head)

    def _stop_head_timer(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _on_slow_head(self) -> None:
        self._head_timer = None
        if self._in_head:
            self._refuse(SLOW_HEAD)
        else:
            self.transport.close()


def _cut_off(app: ASGIApp, cycle: RequestResponseCycle) -> Any:
    """The application, with an answer that could not be completed made an error or cut off.

    uvicorn would end the connection as after any answer. A visitor who does not read would keep
    it for ever then, and an HTTP/1.0 client would take what it has for the whole.
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except BrokenResponseError as error:
            if not cycle.response_started:
                # Care mode was still looking for the place of its tag.
                await send_error(scope, send, error.reason, close=True)
                return
            if error.reason is VISITOR_STALLED or scope["http_version"] == "1.0":
                _reset(cycle.transport)
            raise

    return serve


def _reset(transport: asyncio.Transport) -> None:
    """End a connection with RST: even abort() ends it like a complete one otherwise."""
    connection = transport.get_extra_info("socket")
    if connection is not None:
        linger = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()


def _close_delimited(app: ASGIApp, cycle: RequestResponseCycle) -> ASGIApp:
    """The application for an HTTP/1.0 client, which knows no chunks (RFC 9112 7.1).

    uvicorn sends chunks to it all the same. https://github.com/encode/uvicorn/issues/1360
    """

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        until_close = False

        async def send_plainly(message: Message) -> None:
            nonlocal until_close
            if message["type"] == "http.response.start":
                names = {name.lower() for name, _ in message.get("headers", ())}
                until_close = b"content-length" not in names
                if until_close:
                    cycle.chunked_encoding = False
            elif until_close:
                # What uvicorn compares with a Content-Length that does not exist.
                cycle.expected_content_length = len(message.get("body", b""))
            await send(message)

        await app(scope, receive, send_plainly)

    return serve
