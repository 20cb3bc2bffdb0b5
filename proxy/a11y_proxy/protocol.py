"""The server side of a connection: uvicorn's, with the limits and leniencies a gateway needs."""

from __future__ import annotations

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from a11y_proxy.admission import Admission
from a11y_proxy.beyond import Beyond
from a11y_proxy.cycle import Cycle, reset
from a11y_proxy.deadlines import deadlines_of
from a11y_proxy.direct.entry import entry_of, passage_for
from a11y_proxy.errors import SLOW_HEAD, TOO_MANY, Reason
from a11y_proxy.forwarding import UNIX
from a11y_proxy.header_rules import Headers
from a11y_proxy.hints import EARLY_HINTS, ON_DISCONNECT, TUNNEL
from a11y_proxy.reader import Reader
from a11y_proxy.refusal import Refusals
from a11y_proxy.request_scope import RequestScopes
from a11y_proxy.settings import ProxySettings
from a11y_proxy.timers import HeadTimer, IdleTimer
from a11y_proxy.visitor import Visitor

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Scope

    from a11y_proxy.direct.passage import Passage
    from a11y_proxy.direct.plan import Plan
    from a11y_proxy.tunnel import Receiver

# How long a refused visitor has to read why.
_LINGER_SECONDS = 5


class GatewayProtocol(HttpToolsProtocol):
    """What it does beyond uvicorn's.

    A head that is too large gets 431, one that is too slow 408, one that claims HTTP/2 505, and a
    connection too many 503; ``refusals`` counts them. What a trusted proxy says of the visitor is
    in the scope. An error of the parser is never written into another response. A connection may
    become a tunnel (``attach``); only a request for a WebSocket is offered that. Plain requests
    don't go to the application but straight through: see ``direct``.
    """

    cycle: Cycle | Passage  # type: ignore[assignment]
    pipeline: deque[Cycle]  # type: ignore[assignment]

    # Set when the connection is made.
    _scopes: RequestScopes
    _beyond: Beyond

    def __init__(
        self,
        *arguments: Any,
        settings: ProxySettings,
        admission: Admission,
        refusals: Refusals,
        **keywords: Any,
    ) -> None:
        super().__init__(*arguments, **keywords)
        self.parser = None  # type: ignore[assignment]  # ours is the reader's
        self._settings = settings
        self._admission = admission
        self._refusals = refusals
        self._address: str | None = None
        self._lingers = False
        self._left = False
        self._reader = Reader(self, settings)
        self._on_disconnect: Callable[[], None] | None = None
        self._head_timer = HeadTimer(self.loop, settings.head_seconds, self._on_slow_head)
        self._idle_timer = IdleTimer(
            self.loop, self.timeout_keep_alive, self._is_idle, self._on_idle
        )
        self.visitor: Visitor | None = None
        # The shorter way, the request that is on it, and the plan of the one before.
        self._entry = entry_of(self.app)
        self.passage: Passage | None = None
        self.plan: Plan | None = None
        self.deadlines = deadlines_of(self.loop)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A visitor is there: the first request has to come within ``head_seconds``."""
        super().connection_made(transport)
        self._beyond = Beyond(transport, self.flow)
        peer = self._peer()
        trust = self._settings.trust if self._settings.trust.trusts(peer) else None
        self._address = None if trust is not None or peer == UNIX else peer
        if trust is None and peer != UNIX:
            self.visitor = Visitor()
        same = {
            "scheme": self.scheme,
            "root_path": self.root_path,
            "server": self.server,
            "client": self.client,
            "state": self.app_state,
            ON_DISCONNECT: self._call_on_disconnect,
        }
        self._scopes = RequestScopes(same, trust)
        if self._admission.enter(self._address):
            self._head_timer.start()
        else:
            # At once: to wait until the visitor has read it would keep the connection.
            self._refusals.note(TOO_MANY, self._understood(), answered=True)
            self.transport.write(self._refusals.page(TOO_MANY))
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """The visitor has left."""
        self._head_timer.stop()
        self._idle_timer.stop()
        self._admission.leave(self._address)
        self.connections.discard(self)
        cycle = self.cycle
        if cycle is not None:
            cycle.disconnected = not cycle.response_complete
            cycle.wake()
        self.flow.resume_writing()
        self.transport.close()
        self._left = True
        self._reader.end()
        self._beyond.lost(exc)
        if self.visitor is not None:
            self.visitor.leave()
        if self._on_disconnect is not None:
            self._on_disconnect()

    def eof_received(self) -> bool:  # type: ignore[override]
        """The visitor sends no more; through a tunnel the portal still may."""
        return self._beyond.ended()

    def data_received(self, data: bytes) -> None:
        """Read what came."""
        if self._beyond.opened:
            self._beyond.received(data)
        elif not (self._lingers or self.transport.is_closing()):
            self._reader.feed(data)

    # What the reader calls; see ``Requests``.

    @property
    def awaits_body(self) -> bool:
        """See Requests."""
        cycle = self.cycle
        # None before the first request, which empty lines may come before.
        return cycle is not None and cycle.more_body and not cycle.response_complete

    def head_incomplete(self) -> None:
        """See Requests."""
        if not self.transport.is_closing():
            self._head_timer.start()

    def sent_by_proxy(self) -> None:
        """See Requests."""
        if self.visitor is not None:
            # It may send requests of many visitors, so from here on nothing is bound to this
            # connection.
            self.visitor.leave()
            self.visitor = None

    def head_read(self, method: str, version: str, headers: Headers) -> bool:
        """See Requests."""
        reader = self._reader
        self._head_timer.stop()
        scope = self._scopes.scope(method, reader.url, version, headers, self.visitor)
        waiting = self.cycle is not None and not self.cycle.response_complete
        upgrades = reader.should_upgrade
        plain = version == "1.1" and not (waiting or upgrades or reader.expects_continue)
        if plain and self._pass_directly(scope):
            return False
        tunnels = upgrades and version == "1.1" and _asks_for_websocket(headers)
        if tunnels:
            scope[TUNNEL] = self
        # An upgraded connection carries no further request.
        keep_alive = version == "1.1" and not tunnels and reader.should_keep_alive
        cycle = Cycle(self, self.app, scope, keep_alive=keep_alive)
        cycle.expects_continue = reader.expects_continue
        scope[EARLY_HINTS] = cycle.early_hints
        self.cycle = cycle
        if waiting:
            self.flow.pause_reading()
            self.pipeline.appendleft(cycle)
        else:
            self._start(cycle)
        return tunnels

    def body_read(self, data: bytes) -> None:
        """See Requests."""
        cycle = self.cycle
        if not cycle.response_complete and isinstance(cycle, Cycle):
            cycle.body += data
            if len(cycle.body) > HIGH_WATER_LIMIT:
                self.flow.pause_reading()
            cycle.wake()

    def request_read(self) -> None:
        """See Requests."""
        cycle = self.cycle
        if not cycle.response_complete:
            cycle.more_body = False
            cycle.wake()

    def body_announced(self) -> None:
        """See Requests."""
        self.cycle.more_body = True

    def left_http(self, rest: bytes) -> None:
        """See Requests."""
        self._beyond.open(rest)

    def refuse(self, reason: Reason) -> None:
        """See Requests. Behind a request that waits for its own answer, close after that."""
        cycle = self.cycle
        idle = cycle is None or cycle.response_complete
        in_body = not idle and cycle.more_body
        waits = not idle and not in_body
        answers = idle or not (waits or cycle.response_started or self.pipeline)
        # Within a body it is the answer to the request that the body belongs to.
        self._refusals.note(reason, self._understood(), answered=answers)
        if waits:
            cycle.keep_alive = False
            return
        if answers:
            self.transport.write(self._refusals.page(reason))
        self._linger()

    # The requests' answers.

    def _pass_directly(self, scope: Scope) -> bool:
        """Whether a request goes the shorter way, on which it is then."""
        passage = None if self._entry is None else passage_for(self, self._entry, scope)
        if passage is None:
            return False
        passage.keep_alive = self._reader.should_keep_alive
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

    def _start(self, cycle: Cycle) -> None:
        # One is enough: requests of a connection are answered one after the other.
        self._on_disconnect = None
        task = cycle.task = self.loop.create_task(cycle.run())
        self.tasks.add(task)

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
        self._idle_timer.start()

    def _is_idle(self) -> bool:
        return not self._reader.in_head and self.cycle.response_complete

    def _on_idle(self) -> None:
        """No further request has come for long."""
        if self.transport.get_write_buffer_size():
            self._drop_unread()
        else:
            self.transport.close()

    def _drop_unread(self) -> None:
        """End a connection whose answer was not read: the system would keep it for minutes."""
        if not self._left:
            reset(self.transport)

    def pause_writing(self) -> None:
        """The visitor is slow to take what was written."""
        super().pause_writing()
        if self.passage is not None:
            self.passage.may_write(now=False)
        self._beyond.may_write(now=False)

    def resume_writing(self) -> None:
        """What was written is on its way."""
        super().resume_writing()
        if self.passage is not None:
            self.passage.may_write(now=True)
        self._beyond.may_write(now=True)

    def attach(self, receiver: Receiver) -> None:
        """Give all that comes from here on to a tunnel; see ``TunnelEnd``."""
        self._beyond.attach(receiver)

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

    def _understood(self) -> dict[str, Any]:
        """What is known of a request whose head may not be all here, as a scope has it."""
        known: dict[str, Any] = {"client": self.client}
        reader = self._reader
        if reader.in_head and reader.url:
            known |= {
                "method": reader.method,
                "path": "",
                "raw_path": reader.url.partition(b"?")[0],
            }
        return known

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
        self._reader.end()
        self._head_timer.stop()
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

    def _on_slow_head(self) -> None:
        if self._reader.in_head:
            self.refuse(SLOW_HEAD)
        else:
            self.transport.close()


def _asks_for_websocket(headers: Headers) -> bool:
    return any(
        name == b"upgrade" and value.strip().lower() == b"websocket" for name, value in headers
    )
