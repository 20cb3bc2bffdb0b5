"""One timer for all the deadlines of an event loop."""

from __future__ import annotations

import asyncio
from typing import Protocol


class Watched(Protocol):
    """Something with a time, of the loop's clock, at which it is too late.

    The time may move, but is never nearer than ``shortest`` seconds when it does.
    """

    deadline: float
    shortest: float

    def expire(self) -> None:
        """It is too late."""


class Deadlines:
    """Looks at all that is watched when the first of them may be due.

    A timer for each request, set and cancelled, would cost more than all its header fields.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._watched: set[Watched] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0

    def add(self, one: Watched) -> None:
        """Watch."""
        self._watched.add(one)
        due = self._loop.time() + one.shortest
        if self._timer is None or due < self._due:
            if self._timer is not None:
                self._timer.cancel()
            self._set(due)

    def discard(self, one: Watched) -> None:
        """Watch no longer."""
        self._watched.discard(one)

    def _set(self, due: float) -> None:
        self._due = due
        self._timer = self._loop.call_at(due, self._look)

    def _look(self) -> None:
        self._timer = None
        now = self._loop.time()
        for one in [one for one in self._watched if one.deadline <= now]:
            self._watched.discard(one)
            one.expire()
        if self._watched:
            # Nothing that is watched, or will be, can be due before.
            nearest = min(min(one.deadline, now + one.shortest) for one in self._watched)
            # With very many of them, not for every one a look at all of them.
            least = min(one.shortest for one in self._watched) / 100
            self._set(max(nearest, now + least))


_of_loops: dict[asyncio.AbstractEventLoop, Deadlines] = {}


def deadlines_of(loop: asyncio.AbstractEventLoop) -> Deadlines:
    """The deadlines of a loop."""
    found = _of_loops.get(loop)
    if found is None:
        for other in [other for other in _of_loops if other.is_closed()]:
            del _of_loops[other]
        found = _of_loops[loop] = Deadlines(loop)
    return found
