"""Two connections joined: what one receives, the other sends, byte for byte."""

from __future__ import annotations

import asyncio
from typing import Protocol

# How long the last bytes, with the reason for closing, may take to be read.
_LINGER_SECONDS = 10


class Receiver(Protocol):
    """Who is told what happens at one end of a tunnel."""

    def received(self, data: bytes) -> None:
        """Bytes have come."""

    def ended(self) -> None:
        """No more bytes will come; the other direction may go on."""

    def lost(self, error: Exception | None) -> None:
        """The connection is gone."""

    def may_write(self, *, now: bool) -> None:
        """The connection's buffer is full, or has room again."""


class TunnelEnd(Protocol):
    """A connection that was taken out of HTTP."""

    def attach(self, receiver: Receiver) -> None:
        """Tell ``receiver`` from now on, beginning with what has come already."""

    @property
    def transport(self) -> asyncio.Transport:
        """What to write to."""


class Tunnel:
    """Passes bytes both ways until both directions are at their end, or one side breaks off.

    Each side is read only as fast as the other one takes. ``idle_seconds`` without a byte in
    either direction end it.
    """

    def __init__(self, visitor: TunnelEnd, portal: TunnelEnd, idle_seconds: float) -> None:
        self._loop = asyncio.get_running_loop()
        self._over: asyncio.Future[None] = self._loop.create_future()
        self._idle_seconds = idle_seconds
        self._active = self._loop.time()
        self.timed_out = False
        self.received = 0
        self.sent = 0
        self._ends = (visitor, portal)
        self._open = 2

    async def run(self) -> None:
        """Pass bytes until it is over. Cancelling it, as any end, closes both connections."""
        visitor, portal = self._ends
        timer = self._loop.call_later(self._idle_seconds, self._look)
        self._timer = timer
        try:
            # Attached later, a side would have nowhere to put what has come already.
            portal_side = _Direction(self, visitor.transport)
            visitor_side = _Direction(self, portal.transport)
            portal_side.source, visitor_side.source = portal.transport, visitor.transport
            portal_side.back, visitor_side.back = visitor_side, portal_side
            portal.attach(portal_side)
            visitor.attach(visitor_side)
            await self._over
            self.sent, self.received = portal_side.count, visitor_side.count
        finally:
            self._timer.cancel()
            self.close()

    def close(self) -> None:
        """Close both connections; what is not taken then within a while is dropped."""
        for end in self._ends:
            transport = end.transport
            if self.timed_out:
                transport.abort()
            else:
                transport.close()
                self._loop.call_later(_LINGER_SECONDS, transport.abort)

    def touch(self) -> None:
        """Something has passed."""
        self._active = self._loop.time()

    def direction_ended(self) -> None:
        """One direction is done."""
        self._open -= 1
        if not self._open:
            self.end()

    def end(self) -> None:
        """It is over."""
        if not self._over.done():
            self._over.set_result(None)

    def _look(self) -> None:
        due = self._active + self._idle_seconds
        if self._loop.time() >= due:
            self.timed_out = True
            self.end()
        else:
            self._timer = self._loop.call_at(due, self._look)


class _Direction:
    """From one side's ``source`` to the other side's transport."""

    source: asyncio.Transport
    back: _Direction

    def __init__(self, tunnel: Tunnel, target: asyncio.Transport) -> None:
        self._tunnel = tunnel
        self._target = target
        self._ended = False
        self.count = 0

    def received(self, data: bytes) -> None:
        """See Receiver."""
        self._tunnel.touch()
        self.count += len(data)
        if not self._target.is_closing():
            self._target.write(data)

    def ended(self) -> None:
        """See Receiver."""
        if self._ended:
            return
        self._ended = True
        if self._target.can_write_eof() and not self._target.is_closing():
            self._target.write_eof()
            self._tunnel.direction_ended()
        else:
            # TLS has no half-closed connections.
            self._tunnel.end()

    def lost(self, error: Exception | None) -> None:
        """See Receiver."""
        if error is not None:
            self._target.abort()
        self._tunnel.end()

    def may_write(self, *, now: bool) -> None:
        """See Receiver: this side's connection is what the other direction writes to."""
        self._tunnel.touch()
        reader = self.back.source
        if reader.is_closing():
            return
        if now:
            reader.resume_reading()
        else:
            reader.pause_reading()
