"""How long a visitor's connection may keep us waiting between answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class HeadTimer:
    """Calls back when a request's head has taken ``seconds``."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, seconds: float, on_slow: Callable[[], None]
    ) -> None:
        self._loop = loop
        self._seconds = seconds
        self._on_slow = on_slow
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Count from now on, if it does not count yet."""
        if self._timer is None:
            self._timer = self._loop.call_later(self._seconds, self._fire)

    def stop(self) -> None:
        """The head is here, or nobody waits for it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _fire(self) -> None:
        self._timer = None
        self._on_slow()


class IdleTimer:
    """Calls back when a connection was idle for ``seconds``.

    One timer does for all requests of a connection: it is set anew when it fires.
    """

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        seconds: float,
        is_idle: Callable[[], bool],
        on_idle: Callable[[], None],
    ) -> None:
        self._loop = loop
        self._seconds = seconds
        self._is_idle = is_idle
        self._on_idle = on_idle
        self._since = 0.0
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """It is idle from now on, until ``is_idle`` says that it is not."""
        self._since = self._loop.time()
        if self._timer is None:
            self._timer = self._loop.call_later(self._seconds, self._fire)

    def stop(self) -> None:
        """Nobody waits any more."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _fire(self) -> None:
        self._timer = None
        if not self._is_idle():
            return
        due = self._since + self._seconds
        if self._loop.time() < due:
            self._timer = self._loop.call_at(due, self._fire)
        else:
            self._on_idle()
