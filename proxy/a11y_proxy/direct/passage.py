"""One plain request's way to the portal, and the response's way back, by callbacks."""

from __future__ import annotations

import logging
from time import monotonic
from typing import TYPE_CHECKING

from starlette.types import ASGIApp, Receive, Scope, Send

from a11y.asgi import OUTCOME
from a11y.errors import A11yError
from a11y.html.inject import Parts
from a11y_proxy.answer_head import AnswerHead, early_hints
from a11y_proxy.cycle import reset
from a11y_proxy.error_page import send_error
from a11y_proxy.errors import (
    CLOSED,
    NO_ANSWER,
    STALLED,
    VISITOR_STALLED,
    ExchangeError,
    Reason,
    UpstreamError,
)
from a11y_proxy.header_rules import Headers
from a11y_proxy.hints import RESUMED
from a11y_proxy.trailers import passed_hints
from a11y_proxy.upstream import Line, ResponseHead, Resumed

if TYPE_CHECKING:
    from a11y.html import Injector
    from a11y_proxy.direct.answer import Answer
    from a11y_proxy.direct.entry import Entry
    from a11y_proxy.direct.plan import Plan
    from a11y_proxy.protocol import GatewayProtocol
    from a11y_proxy.record import Record

_log = logging.getLogger("uvicorn.error")


class Passage:
    """Does for a plain request what Cycle, Exchange and Guard do for any.

    It has no body. ``deadline`` and ``shortest``
    are for Deadlines; the rest that is public is what the protocol knows a request by.
    """

    __slots__ = (
        *("_answer", "_began", "_chunked", "_bodiless", "_entry", "_head", "_injector", "_left"),
        *("_line", "_plan", "_protocol", "_slow", "_target"),
        *("deadline", "disconnected", "keep_alive", "more_body", "record", "response_complete"),
        *("response_started", "scope", "shortest"),
    )

    def __init__(
        self,
        protocol: GatewayProtocol,
        entry: Entry,
        plan: Plan,
        scope: Scope,
    ) -> None:
        self._protocol = protocol
        self._entry = entry
        self._plan = plan
        self.record: Record | None = None
        self.scope = scope
        self.keep_alive = True
        self.more_body = True
        self.disconnected = False
        self.response_started = False
        self.response_complete = False
        self.shortest = plan.way.settings.shortest_wait
        self._line: Line | None = None
        self._answer: Answer | None = None
        self._injector: Injector | None = None
        self._head = b""
        self._left: int | None = None
        self._bodiless = False
        self._chunked = False

    def start(self, target: bytes, request_id: bytes) -> None:
        """Ask the portal."""
        protocol, plan = self._protocol, self._plan
        way = plan.way
        self._target = target
        head = plan.request_head(target, request_id)
        self._began = monotonic()
        self._line = way.upstream.begin(plan.method, head, self, protocol.visitor)
        self._slow = NO_ANSWER
        settings = way.settings
        self.deadline = (
            protocol.loop.time() + settings.connect_seconds + settings.first_byte_seconds
        )
        protocol.deadlines.add(self)

    def wake(self) -> None:
        """Nobody waits."""

    # What the portal's connection calls; see ``Taker``.

    def hint(self, headers: Headers) -> None:
        """See Taker."""
        if self._line is not None and (hints := passed_hints(self.scope, headers)):
            self._protocol.transport.write(early_hints(hints))

    def begin(self, head: ResponseHead, *, follows: bool) -> None:
        """See Taker."""
        if self._line is None:
            return
        record, plan = self.record, self._plan
        if record is not None:
            record.answered = monotonic()
        answer = self._answer = plan.way.answer(head, plan, self._target)
        self._slow = STALLED
        self.deadline = self._protocol.loop.time() + plan.way.settings.idle_seconds
        injector = self._injector = answer.injector()
        if injector is None:
            if answer.reason is not None:
                self._decided(answer.reason)
            self._set_head(answer.plain_head(keep_alive=self.keep_alive))
            if not follows and head.length != 0:
                self._write(())

    def feed(self, data: bytes | memoryview) -> None:
        """See Taker."""
        if self._line is not None:
            self._slow = STALLED
            self.deadline = self._protocol.loop.time() + self._plan.way.settings.idle_seconds
            self._take(data, last=False)

    def end(self, data: bytes | memoryview, trailers: Headers) -> None:
        """See Taker."""
        if self._line is not None:
            self._take(data, last=True)

    def fail(self, error: Exception) -> None:
        """See Taker."""
        line, self._line = self._line, None
        if line is None:
            return
        reason = error.reason if isinstance(error, ExchangeError) else CLOSED
        if self._answer is not None:
            self._break_off(reason)
        elif reason is CLOSED and line.used and not line.answered:
            # It closed a kept connection just when it was used again (RFC 9110 9.2.2): the methods
            # that go this way may be repeated.
            self._go_on(Resumed(None, self._began))
        else:
            self._go_on(Resumed(error, self._began))

    # What the protocol and Deadlines call.

    def gone(self) -> None:
        """The visitor has left."""
        line, self._line = self._line, None
        if line is not None:
            self._plan.way.proxy.counters["visitor-gone"] += 1
            self._leave(cut=False)
            line.abort()

    def expire(self) -> None:
        """See Watched: the portal or the visitor is too slow."""
        line, self._line = self._line, None
        if line is None:
            return
        line.abort()
        if self._answer is None:
            self._go_on(Resumed(UpstreamError(self._slow), self._began))
        else:
            self._break_off(self._slow)

    def may_write(self, *, now: bool) -> None:
        """The visitor has taken what was written, or is slow to."""
        line = self._line
        if line is None:
            return
        settings = self._plan.way.settings
        if now:
            self._slow = STALLED
            self.deadline = self._protocol.loop.time() + settings.idle_seconds
            line.resume()
        else:
            self._slow = VISITOR_STALLED
            self.deadline = self._protocol.loop.time() + settings.client_seconds
            line.pause()

    # The way back.

    def _take(self, data: bytes | memoryview, *, last: bool) -> None:
        injector = self._injector
        parts: Parts = (data,)
        if injector is not None:
            undecided = not injector.decided
            try:
                parts = injector.parts(data, final=last)
            except A11yError as error:
                _log.error("a page could not be passed on\n", exc_info=error)
                self._cut()
                return
            if undecided:
                if not injector.decided:
                    return
                self._begin_page(injector, parts, last=last)
        if last:
            self._end(parts)
        else:
            self._write(parts)

    def _begin_page(self, injector: Injector, parts: Parts, *, last: bool) -> None:
        answer = self._answer
        if answer is None or answer.verdict is None:
            return
        self._decided(injector.reason or "injected")
        if injector.injected:
            length = sum(map(len, parts)) if last else None
            head = answer.page_head(answer.verdict, length, keep_alive=self.keep_alive)
        else:
            head = answer.plain_head(keep_alive=self.keep_alive)
        self._set_head(head)

    def _decided(self, outcome: str) -> None:
        care = self._plan.way.care
        if care is not None:
            care.counters[outcome] += 1
            self.scope[OUTCOME] = outcome

    def _set_head(self, head: AnswerHead) -> None:
        self._head, self._left, self._bodiless, self._chunked, self.keep_alive = head

    def _write(self, parts: Parts, end: bytes = b"") -> None:
        size = 0
        for part in parts:
            size += len(part)
        out: list[bytes | bytearray | memoryview] = []
        if self._head:
            out.append(self._head)
            self._head = b""
            self.response_started = True
            if self.record is not None and self._answer is not None:
                self.record.status = self._answer.status
        if size and not self._bodiless:
            if self._chunked:
                out += (b"%x\r\n" % size, *parts, b"\r\n")
            else:
                out += parts
                if self._left is not None:
                    self._left -= size
            if self.record is not None:
                self.record.size += size
        if end:
            out.append(end)
        if out:
            self._protocol.transport.writelines(out)

    def _end(self, parts: Parts) -> None:
        # From here on it is the keep-alive timer that waits for a slow visitor.
        self._line = None
        self._write(parts, b"0\r\n\r\n" if self._chunked else b"")
        if self._left:
            _log.error("an answer of another length than it said: %d", self._left)
            self._cut()
            return
        protocol = self._protocol
        self.response_complete = True
        self._leave(cut=False)
        if not self.keep_alive:
            protocol.end(unread=False)
        protocol.on_response_complete()

    def _leave(self, *, cut: bool) -> None:
        self._protocol.deadlines.discard(self)
        self._protocol.passage = None
        if self.record is not None:
            self.record.cut = cut
            self._entry.leave(self._plan, self.record)

    def _cut(self) -> None:
        """End the visitor's connection in the midst of an answer."""
        line, self._line = self._line, None
        if line is not None:
            line.abort()
        self._leave(cut=True)
        self._protocol.transport.close()

    def _break_off(self, reason: Reason) -> None:
        """End an answer that can't be completed: an error before its start, else cut off."""
        self._plan.way.proxy.note(self.scope, reason, self._began)
        if not self.response_started:

            async def explain(scope: Scope, _: Receive, send: Send) -> None:
                await send_error(scope, send, reason, close=True)

            self._hand_over(explain)
            return
        self._leave(cut=True)
        if reason is VISITOR_STALLED:
            reset(self._protocol.transport)
        else:
            self._protocol.transport.close()

    def _go_on(self, resumed: Resumed) -> None:
        """Let the general way take over before anything was answered."""
        self.scope[RESUMED] = resumed
        self._hand_over(self._plan.way.app)

    def _hand_over(self, app: ASGIApp) -> None:
        protocol = self._protocol
        protocol.deadlines.discard(self)
        protocol.passage = None
        protocol.take_over(self, self._entry.resumed(self._plan, self.record, app))
