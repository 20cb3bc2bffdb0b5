"""What a visitor sends behind a request for another protocol, once that is granted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT, FlowControl

if TYPE_CHECKING:
    import asyncio

    from a11y_proxy.tunnel import Receiver


class Beyond:
    """Keeps the bytes until a tunnel takes them; ``flow`` holds the visitor up before it is much.

    ``opened``: from here on nothing on the connection is HTTP.
    """

    def __init__(self, transport: asyncio.Transport, flow: FlowControl) -> None:
        self._transport = transport
        self._flow = flow
        self._kept = bytearray()
        self._receiver: Receiver | None = None
        self.opened = False

    def open(self, data: bytes) -> None:
        """The request was the last of HTTP; these bytes came behind it."""
        self.opened = True
        self._kept += data

    def attach(self, receiver: Receiver) -> None:
        """Give all to a tunnel; see ``TunnelEnd``."""
        self.opened = True
        self._receiver = receiver
        if self._kept:
            receiver.received(bytes(self._kept))
        self._kept.clear()
        if self._transport.is_closing():
            receiver.lost(None)
        self._flow.resume_reading()

    def received(self, data: bytes) -> None:
        """Bytes have come."""
        if self._receiver is not None:
            self._receiver.received(data)
            return
        self._kept += data
        if len(self._kept) > HIGH_WATER_LIMIT:
            self._flow.pause_reading()

    def ended(self) -> bool:
        """The visitor sends no more; whether the connection stays open for what we send."""
        if self._receiver is None:
            return False
        self._receiver.ended()
        return self._transport.can_write_eof()

    def lost(self, error: Exception | None) -> None:
        """The visitor has left."""
        if self._receiver is not None:
            self._receiver.lost(error)

    def may_write(self, *, now: bool) -> None:
        """The visitor is slow to take what was written, or has taken it."""
        if self._receiver is not None:
            self._receiver.may_write(now=now)
