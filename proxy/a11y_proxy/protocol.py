"""The server side of a connection: uvicorn's, with the limits and leniencies a gateway needs."""

from __future__ import annotations

import asyncio
import logging
import socket
import urllib.parse
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httptools
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from a11y_proxy.admission import Admission
from a11y_proxy.behind_head import BehindHead
from a11y_proxy.cycle import Cycle, reset
from a11y_proxy.deadlines import deadlines_of
from a11y_proxy.direct.entry import entry_of, passage_for
from a11y_proxy.error_page import page
from a11y_proxy.errors import (
    BAD_REQUEST,
    HEAD_TOO_LARGE,
    SLOW_HEAD,
    TOO_MANY,
    UNKNOWN_VERSION,
    Reason,
)
from a11y_proxy.forwarding import UNIX
from a11y_proxy.hints import (
    ABSOLUTE_FORM,
    EARLY_HINTS,
    ON_DISCONNECT,
    RAW_TARGET,
    TRUSTED_PEER,
    TUNNEL,
    VISITOR,
)
from a11y_proxy.settings import ProxySettings
from a11y_proxy.target import percent_encoded
from a11y_proxy.visitor import Visitor

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Scope

    from a11y_proxy.direct.passage import Passage
    from a11y_proxy.direct.plan import Plan
    from a11y_proxy.tunnel import Receiver

_SENT_BY_PROXIES = frozenset({b"forwarded", b"via", b"x-forwarded-for", b"x-real-ip"})

_EXTENSIONS: dict[str, Any] = {"http.response.trailers": {}}

# How long a refused visitor has to read why.
_LINGER_SECONDS = 5


_log = logging.getLogger("a11y_proxy")


class RefusedHeadError(Exception):
    """A request head is not taken; the parser ends with it and the connection is closed."""


class GatewayProtocol(HttpToolsProtocol):
    """What it does beyond uvicorn's.

    Raw bytes above 0x7f in a request line are percent-encoded, where uvicorn answers 400. A
    head that is too large gets 431, one that is too slow 408, one that claims HTTP/2 505, and a
    connection too many 503; ``admission`` counts them. What a trusted proxy says of the visitor is
    in the scope. An error of the parser is never written into another response. Trailers of a
    request are dropped: uvicorn takes them for fields of its head. A connection may become a
    tunnel (``attach``); only a request for a WebSocket is offered that.
    """

    cycle: Cycle | Passage  # type: ignore[assignment]
    pipeline: deque[Cycle]  # type: ignore[assignment]

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
        # Whether a whole head or a part of a body came in this data.
        self._came = False
        self._in_head = False
        self._head_bytes = 0
        self._data_bytes = 0
        self._head_timer: asyncio.TimerHandle | None = None
        self._refusal = BAD_REQUEST
        self._on_disconnect: Callable[[], None] | None = None
        self.visitor: Visitor | None = None
        self._idle_since = 0.0
        self._own_scope: dict[str, Any] = {}
        # The shorter way, the request that is on it, and the plan of the one before.
        self._entry = entry_of(self.app)
        self.passage: Passage | None = None
        self.plan: Plan | None = None
        self.deadlines = deadlines_of(self.loop)
        # What came behind a request for another protocol, and who gets it.
        self._beyond: bytearray | None = None
        self._receiver: Receiver | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A visitor is there: the first request has to come within ``head_seconds``."""
        super().connection_made(transport)
        peer = self._peer()
        self._trusted = self._settings.trust.trusts(peer)
        self._address = None if self._trusted or peer == UNIX else peer
        if not self._trusted and peer != UNIX:
            self.visitor = Visitor()
        # What is the same for all requests of the connection.
        self._own_scope = {
            "type": "http",
            "asgi": {"version": self.asgi_version, "spec_version": "2.3"},
            "scheme": self.scheme,
            "root_path": self.root_path,
            "server": self.server,
            "client": self.client,
            "extensions": _EXTENSIONS,
            ON_DISCONNECT: self._call_on_disconnect,
        }
        if self._admission.enter(self._address):
            self._start_head_timer()
        else:
            # At once: to wait until the visitor has read it would keep the connection.
            self._note(TOO_MANY)
            self.transport.write(self._refusal_page(TOO_MANY))
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The visitor has left."""
        self._stop_head_timer()
        self._unset_keepalive_if_required()
        self._admission.leave(self._address)
        self.connections.discard(self)
        cycle = self.cycle
        if cycle is not None:
            cycle.disconnected = not cycle.response_complete
            cycle.wake()
        self.flow.resume_writing()
        self.transport.close()
        self.parser = None  # type: ignore[assignment]
        if self._receiver is not None:
            self._receiver.lost(exc)
        if self.visitor is not None:
            self.visitor.leave()
        if self._on_disconnect is not None:
            self._on_disconnect()

    def eof_received(self) -> bool:  # type: ignore[override]
        """The visitor sends no more; through a tunnel the portal still may."""
        if self._receiver is None:
            return False
        self._receiver.ended()
        return self.transport.can_write_eof()

    def data_received(self, data: bytes) -> None:
        """Parse what came, after encoding what it holds of a request line."""
        if self._lingers:
            return
        if self._beyond is not None:
            self._pass_beyond(data)
            return
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
        if not self._lingers and not self.transport.is_closing():
            self._limit(len(data))

    def _limit(self, size: int) -> None:
        """Count ``size`` bytes that were parsed."""
        if self._in_head:
            self._head_bytes += size
            if self._head_timer is None:
                self._start_head_timer()
        elif self._came or not self.cycle.more_body or self.cycle.response_complete:
            self._head_bytes = 0
        else:
            # Trailers, or what stands behind a chunk's size: no part of the body, and endless.
            self._head_bytes += size
        if self._head_bytes > self._settings.head_bytes:
            self._refuse(HEAD_TOO_LARGE)

    def _parse(self, data: bytes) -> None:
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as upgrade:
            rest = data[upgrade.args[0] :]
            if TUNNEL in self.cycle.scope:
                self._beyond = bytearray(rest)
            else:
                self._stay(rest)
        except httptools.HttpParserError:
            self._refuse(self._refusal)

    def _stay(self, rest: bytes) -> None:
        """Go on in HTTP/1.1 behind a head that asks for another protocol, which we need not obey.

        The parser takes such a request for one without body, and reads nothing behind it. Java's
        client asks for h2c with every first request, with those that have a body, too.
        """
        framing = [
            b"%b: %b\r\n" % field
            for field in self.cycle.scope["headers"]
            if field[0] in (b"content-length", b"transfer-encoding")
        ]
        self.parser = httptools.HttpRequestParser(BehindHead(self) if framing else self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)
        if framing:
            self.cycle.more_body = True
            self._in_request_line = self._ended_in_this_data = False
            self._parse(b"POST / HTTP/1.1\r\n%b\r\n" % b"".join(framing))
        if rest and not self._lingers:
            self._parse(rest)

    def on_message_begin(self) -> None:
        """A request starts."""
        self.url = b""
        self.headers = []
        self.expect_100_continue = False
        if self._ended_in_this_data:
            # Behind another request we don't know how much of its line is here: leave it alone.
            self._in_request_line = False
        self._in_head = True
        self._head_bytes = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        """A field of the head; one behind the body is dropped (RFC 9110 6.5.1)."""
        if self._in_head:
            name = name.lower()
            if name == b"expect" and value.lower() == b"100-continue":
                self.expect_100_continue = True
            elif name in _SENT_BY_PROXIES and self.visitor is not None:
                # Nobody told us of this proxy. It may send requests of many visitors, so from here
                # on nothing is bound to this connection.
                self.visitor.leave()
                self.visitor = None
            self.headers.append((name, value))

    def on_headers_complete(self) -> None:
        """The head is here: give it to the application. Raises RefusedHeadError, to the parser."""
        parser = self.parser
        version = parser.get_http_version()
        self._check_head(version)
        self._in_head = False
        self._came = True
        if self._head_timer is not None:
            self._stop_head_timer()
        scope = self._scope(version)
        if parser.should_upgrade() and version == "1.1" and self._asks_for_websocket():
            scope[TUNNEL] = self
        # An upgraded connection carries no further request.
        waiting = self.cycle is not None and not self.cycle.response_complete
        if (
            not waiting
            and version == "1.1"
            and not (parser.should_upgrade() or self.expect_100_continue)
            and self._pass_directly(scope)
        ):
            return
        keep_alive = version == "1.1" and TUNNEL not in scope and parser.should_keep_alive()
        cycle = Cycle(self, self.app, scope, keep_alive=keep_alive)
        cycle.expects_continue = self.expect_100_continue
        scope[EARLY_HINTS] = cycle.early_hints
        self.cycle = cycle
        if waiting:
            self.flow.pause_reading()
            self.pipeline.appendleft(cycle)
        else:
            self._start(cycle)

    def _pass_directly(self, scope: Scope) -> bool:
        """Whether a request goes the shorter way, on which it is then."""
        passage = None if self._entry is None else passage_for(self, self._entry, scope)
        if passage is None:
            return False
        passage.keep_alive = self.parser.should_keep_alive()
        self.cycle = self.passage = passage
        self._on_disconnect = passage.gone
        return True

    def take_over(self, passage: Passage, app: ASGIApp) -> None:
        """Have ``app`` answer what a passage could not."""
        cycle = Cycle(self, app, passage.scope, keep_alive=passage.keep_alive)
        cycle.more_body = False
        cycle.wake()
        if self.cycle is passage:
            self.cycle = cycle
        self._start(cycle)

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

    def _scope(self, version: str) -> dict[str, Any]:
        url = self.url
        parsed = httptools.parse_url(url)
        raw_path = parsed.path
        path = raw_path.decode("ascii")
        if "%" in path:
            path = urllib.parse.unquote(path)
        root = self.root_path
        scope = self._own_scope.copy()
        scope["http_version"] = version
        scope["method"] = self.parser.get_method().decode("ascii")
        scope["path"] = root + path
        scope["raw_path"] = root.encode("ascii") + raw_path if root else raw_path
        scope["query_string"] = parsed.query or b""
        scope["headers"] = self.headers
        scope["state"] = self.app_state.copy()
        if not url.startswith(b"/"):
            scope[ABSOLUTE_FORM] = url
        elif b"#" not in url:
            scope[RAW_TARGET] = url
        if self.visitor is not None:
            scope[VISITOR] = self.visitor
        elif self._trusted:
            scope[TRUSTED_PEER] = True
            self._settings.trust.believe(scope)
        return scope

    def _asks_for_websocket(self) -> bool:
        return any(
            name == b"upgrade" and value.strip().lower() == b"websocket"
            for name, value in self.headers
        )

    def _start(self, cycle: Cycle) -> None:
        # One is enough: requests of a connection are answered one after the other.
        self._on_disconnect = None
        task = cycle.task = self.loop.create_task(cycle.run())
        self.tasks.add(task)

    def on_body(self, body: bytes) -> None:
        """A part of the request's body."""
        cycle = self.cycle
        self._came = True
        if not cycle.response_complete and isinstance(cycle, Cycle):
            cycle.body += body
            if len(cycle.body) > HIGH_WATER_LIMIT:
                self.flow.pause_reading()
            cycle.wake()

    def on_message_complete(self) -> None:
        """All of a request is here; what follows is the next request line."""
        cycle = self.cycle
        if not cycle.response_complete:
            cycle.more_body = False
            cycle.wake()
        self._in_request_line = True
        self._ended_in_this_data = True

    def on_response_complete(self) -> None:
        """An answer is out; what of it the visitor has not read yet must not wait for ever."""
        self.server_state.total_requests += 1
        self._on_disconnect = None
        if self.transport.is_closing() or self._lingers:
            if self.transport.get_write_buffer_size():
                self.loop.call_later(self._settings.client_seconds, self._drop_unread)
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start(self.pipeline.pop())
            return
        self._idle_since = self.loop.time()
        if self.timeout_keep_alive_task is None:
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def timeout_keep_alive_handler(self) -> None:
        """Close the connection if no further request has come for so long.

        One timer does for all requests of a connection: set anew when it fires.
        """
        self.timeout_keep_alive_task = None
        if self._in_head or not self.cycle.response_complete:
            return
        due = self._idle_since + self.timeout_keep_alive
        if self.loop.time() < due:
            self.timeout_keep_alive_task = self.loop.call_at(due, self.timeout_keep_alive_handler)
        elif self.transport.get_write_buffer_size():
            self._drop_unread()
        else:
            self.transport.close()

    def _drop_unread(self) -> None:
        """End a connection whose answer was not read: the system would keep it for minutes."""
        if self.parser is not None:
            reset(self.transport)

    def pause_writing(self) -> None:
        """The visitor is slow to take what was written."""
        super().pause_writing()
        if self.passage is not None:
            self.passage.may_write(now=False)
        elif self._receiver is not None:
            self._receiver.may_write(now=False)

    def resume_writing(self) -> None:
        """What was written is on its way."""
        super().resume_writing()
        if self.passage is not None:
            self.passage.may_write(now=True)
        elif self._receiver is not None:
            self._receiver.may_write(now=True)

    def attach(self, receiver: Receiver) -> None:
        """Give all that comes from here on to a tunnel; see ``TunnelEnd``."""
        self._receiver = receiver
        if self._beyond:
            receiver.received(bytes(self._beyond))
        self._beyond = bytearray()
        if self.transport.is_closing():
            receiver.lost(None)
        self.flow.resume_reading()

    def _pass_beyond(self, data: bytes) -> None:
        if self._receiver is not None:
            self._receiver.received(data)
        elif self._beyond is not None:
            self._beyond += data
            if len(self._beyond) > HIGH_WATER_LIMIT:
                self.flow.pause_reading()

    def _call_on_disconnect(self, callback: Callable[[], None]) -> None:
        if self.transport.is_closing() or self._lingers:
            callback()
        self._on_disconnect = callback

    def _peer(self) -> str | None:
        """The address of the other end, or "unix"; None where it has gone already."""
        connection = self.transport.get_extra_info("socket")
        if connection is not None and connection.family == getattr(socket, "AF_UNIX", None):
            return UNIX
        return self.client[0] if self.client else None

    def _refuse(self, reason: Reason) -> None:
        """Answer and close; behind a request that waits for its own answer, close after that."""
        self._note(reason)
        cycle = self.cycle
        idle = cycle is None or cycle.response_complete
        in_body = not idle and cycle.more_body
        if not idle and not in_body:
            cycle.keep_alive = False
            return
        if idle or not (cycle.response_started or self.pipeline):
            self.transport.write(self._refusal_page(reason))
        self._linger()

    def _note(self, reason: Reason) -> None:
        """Count a refusal and write a line; below warnings, since anybody could fill the log."""
        self._admission.counters[reason.code] += 1
        client = self.client[0] if self.client else None
        about = {"reason": reason.code, "status": reason.status, "client": client}
        _log.info("%s: %s", reason.code, reason.en, extra=about)

    def _refusal_page(self, reason: Reason) -> bytes:
        body = page(reason, retry=reason is TOO_MANY, contact=self._settings.contact)
        return STATUS_LINE[reason.status] + (
            b"content-type: text/html; charset=utf-8\r\ncontent-length: %d\r\n"
            b"cache-control: no-store\r\nconnection: close\r\n\r\n%b" % (len(body), body)
        )

    def end(self, *, unread: bool) -> None:
        """Close the connection behind an answer; ``unread``: the request is not over."""
        if unread:
            self._on_disconnect = None
            self._linger()
        else:
            self.transport.close()

    def _linger(self) -> None:
        """End our side, and drop what still comes for a moment: closing at once would reset.

        A reset overtakes what we have written (RFC 9112 9.6).
        """
        self._lingers = True
        self._stop_head_timer()
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.wake()
        if self._on_disconnect is not None:
            # Nothing of what the visitor still sends will come through.
            self._on_disconnect()
        self.flow.resume_reading()
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
