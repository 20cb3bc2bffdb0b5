"""What ends an exchange from outside: somebody is too slow, or the visitor has left."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self

from starlette.types import Scope

from a11y_proxy.deadlines import deadlines_of
from a11y_proxy.errors import (
    NO_ANSWER,
    SLOW_REQUEST,
    STALLED,
    VISITOR_STALLED,
    Reason,
    RequestError,
    UpstreamError,
)
from a11y_proxy.hints import ON_DISCONNECT
from a11y_proxy.settings import ProxySettings

_Slow = tuple[type[UpstreamError] | type[RequestError], Reason]
_PORTAL_SILENT: _Slow = (UpstreamError, NO_ANSWER)
_PORTAL_STALLED: _Slow = (UpstreamError, STALLED)
_VISITOR_SILENT: _Slow = (RequestError, SLOW_REQUEST)
_VISITOR_STALLED: _Slow = (RequestError, VISITOR_STALLED)


class VisitorGoneError(Exception):
    """The visitor's connection closed: there is nobody to answer."""


class Guard:
    """Ends the block, wherever it waits, with the error that says why.

    UpstreamError where the portal is too slow, RequestError where the visitor is,
    VisitorGoneError. It cancels the block's task and takes that back, as asyncio.timeout does.
    """

    def __init__(self, settings: ProxySettings) -> None:
        self._settings = settings
        self._loop = asyncio.get_running_loop()
        self._deadlines = deadlines_of(self._loop)
        # No wait is shorter.
        self.shortest = settings.shortest_wait
        self.deadline = math.inf
        self._slow = _PORTAL_SILENT
        self._answering = False
        # How long we still wait for the visitor in all; what comes earns more.
        self._patience = settings.client_seconds
        self._asked = 0.0
        self._watch: asyncio.Task[None] | None = None
        self._error: Exception | None = None
        self._cancelled = False
        self._over = False

    async def __aenter__(self) -> Self:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("an exchange needs a task to run in")
        self._task = task
        self._cancelling = task.cancelling()
        settings = self._settings
        self.deadline = self._loop.time() + settings.connect_seconds + settings.first_byte_seconds
        self._deadlines.add(self)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over = True
        self._deadlines.discard(self)
        if self._watch is not None:
            self._watch.cancel()
        # More cancellations than ours: the server's own, which goes on.
        if self._cancelled and self._task.uncancel() <= self._cancelling and self._error:
            raise self._error from error

    def watch(self, scope: Scope, gone: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """End the block when the visitor leaves. Raises VisitorGoneError where that was before.

        Where the server doesn't tell, ``gone`` makes something to wait for.
        """
        tell = scope.get(ON_DISCONNECT)
        if tell is not None:
            tell(self._on_gone)
            if self._error is not None:
                raise self._error
        else:
            self._watch = asyncio.create_task(gone())
            self._watch.add_done_callback(self._on_watch_end)

    def request_waits(self) -> None:
        """The visitor owes the next part of the body."""
        if not self._answering:
            self._slow = _VISITOR_SILENT
            self._asked = self._loop.time()
            self.deadline = self._asked + self._patience

    def request_sent(self, size: int) -> None:
        """The portal has the next part of the request to take, or all of it to answer.

        The part has ``size`` bytes: a visitor who sends a byte now and then is too slow, too.
        """
        if not self._answering:
            now = self._loop.time()
            settings = self._settings
            left = self._patience - (now - self._asked) + size / settings.body_rate
            self._patience = min(settings.client_seconds, left)
            self._slow = _PORTAL_SILENT
            self.deadline = now + settings.first_byte_seconds

    def answer_waits(self) -> None:
        """The portal owes the next part of the answer."""
        self._slow = _PORTAL_STALLED
        self.deadline = self._loop.time() + self._settings.idle_seconds

    def answer_sent(self) -> None:
        """The visitor has the next part of the answer to take."""
        self._answering = True
        self._slow = _VISITOR_STALLED
        self.deadline = self._loop.time() + self._settings.client_seconds

    def expire(self) -> None:
        """It took too long; see ``Watched``."""
        kind, reason = self._slow
        self._end(kind(reason))

    def _on_gone(self) -> None:
        self._end(VisitorGoneError())

    def _on_watch_end(self, watch: asyncio.Task[None]) -> None:
        # A server whose receive() fails has lost the visitor, too.
        if not watch.cancelled() and (watch.exception() or True):
            self._on_gone()

    def _end(self, error: Exception) -> None:
        if not self._over and self._error is None:
            self._error = error
            # In the task itself, ``watch`` raises it.
            self._cancelled = asyncio.current_task() is not self._task
            if self._cancelled:
                self._task.cancel()
