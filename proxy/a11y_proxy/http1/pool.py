"""The connections to one portal: how many, which are free, who waits."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable

from a11y_proxy.errors import NO_CONNECTION, UpstreamError
from a11y_proxy.http1.connection import Connection
from a11y_proxy.visitor import Visitor

# Portals close idle connections after 5 s (Node.js) to 120 s (IIS). One that we close ourselves
# before can't be lost under a request.
_IDLE_SECONDS = 15.0


class Pool:
    """At most ``limit`` connections at a time; who waits for one waits at most ``seconds``.

    ``dial`` makes a connection. Those that speak for one visitor are kept in the visitor's hands,
    but counted here: where places are short, the longest idle of them makes room.
    """

    def __init__(
        self, dial: Callable[[Pool], Awaitable[Connection]], *, limit: int, seconds: float
    ) -> None:
        self._dial = dial
        self._limit = limit
        self._seconds = seconds
        self._open: set[Connection] = set()
        # Places that are given away for connections still to be made.
        self._promised = 0
        # The one used last is used next, so that the others grow old and go.
        self._idle: list[Connection] = []
        self._parked: OrderedDict[Connection, Visitor] = OrderedDict()
        # Each gets a free connection, or None for a place in which to make one.
        self._waiting: deque[asyncio.Future[Connection | None]] = deque()
        self._sweep: asyncio.TimerHandle | None = None
        self._closed = False

    @property
    def size(self) -> int:
        """How many connections are open or being made."""
        return len(self._open) + self._promised

    @property
    def states(self) -> dict[str, int]:
        """How many connections are in use, free, free for one visitor; how many wait for one."""
        idle, bound = len(self._idle), len(self._parked)
        in_use = self.size - idle - bound
        return {"busy": in_use, "idle": idle, "bound": bound, "waiting": len(self._waiting)}

    def take(self, visitor: Visitor | None) -> Connection | None:
        """A free connection, the visitor's own first; None: ``make`` one."""
        if visitor is not None and (bound := visitor.take(self)) is not None:
            assert isinstance(bound, Connection)  # noqa: S101 - we bind no other
            self._parked.pop(bound, None)
            return bound
        return self._idle.pop() if self._idle else None

    async def make(self, *, anew: bool = False) -> Connection:
        """A connection, when there is a place for one. ``anew``: not one that was used before.

        Raises UpstreamError.
        """
        try:
            async with asyncio.timeout(self._seconds):
                return await self._make(anew=anew)
        except TimeoutError:
            raise UpstreamError(NO_CONNECTION) from None

    def take_back(self, connection: Connection) -> None:
        """A connection has brought its response and can bring another one."""
        if self._closed:
            connection.abort()
        elif connection.private:
            self._park(connection)
        elif (waiting := self._next_waiting()) is not None:
            waiting.set_result(connection)
        else:
            connection.idle_since = asyncio.get_running_loop().time()
            self._idle.append(connection)
            self._sweep_later()

    def lose(self, connection: Connection) -> None:
        """A connection has ended, or will not carry another request."""
        self._open.discard(connection)
        if connection in self._idle:
            self._idle.remove(connection)
        owner = self._parked.pop(connection, None)
        if owner is not None:
            owner.forget(self, connection)
        self._pass_place_on()

    def close(self) -> None:
        """End all connections."""
        self._closed = True
        if self._sweep is not None:
            self._sweep.cancel()
        for connection in list(self._open):
            connection.abort()

    async def _make(self, *, anew: bool) -> Connection:
        if self.size < self._limit or self._make_room():
            self._promised += 1
        elif (given := await self._turn()) is not None:
            if not anew:
                return given
            # Its place is what is wanted.
            self._promised += 1
            given.abort()
        try:
            connection = await self._dial(self)
        except BaseException:
            self._promised -= 1
            self._pass_place_on()
            raise
        self._promised -= 1
        if connection.closing:
            self._pass_place_on()
        elif self._closed:
            connection.abort()
        else:
            self._open.add(connection)
        return connection

    async def _turn(self) -> Connection | None:
        """Wait behind those who wait already."""
        waiting: asyncio.Future[Connection | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            return await waiting
        except BaseException:
            if waiting.done() and not waiting.cancelled():
                # Cancelled in the moment when it was our turn.
                given = waiting.result()
                if given is not None:
                    self.take_back(given)
                else:
                    self._promised -= 1
                    self._pass_place_on()
            raise

    def _next_waiting(self) -> asyncio.Future[Connection | None] | None:
        while self._waiting:
            waiting = self._waiting.popleft()
            if not waiting.done():
                return waiting
        return None

    def _pass_place_on(self) -> None:
        if self._waiting and self.size < self._limit and (waiting := self._next_waiting()):
            self._promised += 1
            waiting.set_result(None)

    def _park(self, connection: Connection) -> None:
        """Leave a connection to its visitor until the next request."""
        if connection.owner is None:
            connection.close()
            return
        self._parked[connection] = connection.owner
        connection.owner.bind(self, connection)
        if self._waiting:
            self._make_room()

    def _make_room(self) -> bool:
        """End a connection that is free, but not for everybody; its visitor gets another one."""
        if not self._parked:
            return False
        connection = next(iter(self._parked))
        connection.abort()
        return True

    def _sweep_later(self) -> None:
        if self._sweep is None:
            loop = asyncio.get_running_loop()
            self._sweep = loop.call_later(_IDLE_SECONDS, self._end_old)

    def _end_old(self) -> None:
        """End what has been idle for too long."""
        self._sweep = None
        limit = asyncio.get_running_loop().time() - _IDLE_SECONDS
        for connection in [one for one in self._idle if one.idle_since <= limit]:
            connection.close()
        if self._idle:
            self._sweep_later()
