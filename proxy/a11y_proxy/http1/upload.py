"""A request's body on its way out, beside the response that may come before its end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable


class Upload:
    """Writes the parts of a body, each when the transport takes it.

    ``on_error`` is called with what the body raises. ``done`` once all of it is written.
    """

    def __init__(
        self,
        body: AsyncIterator[bytes],
        transport: asyncio.Transport,
        on_error: Callable[[Exception], None],
        *,
        chunked: bool,
    ) -> None:
        self._body = body
        self._transport = transport
        self._on_error = on_error
        self._chunked = chunked
        self._room: asyncio.Future[None] | None = None
        self.done = False
        self._task = asyncio.get_running_loop().create_task(self._run())

    def pause(self) -> None:
        """Write no more until ``resume``."""
        if self._room is None:
            self._room = asyncio.get_running_loop().create_future()

    def resume(self) -> None:
        """Go on writing."""
        room, self._room = self._room, None
        if room is not None and not room.done():
            room.set_result(None)

    def cancel(self) -> None:
        """Read the body no further."""
        self._task.cancel()

    async def _run(self) -> None:
        try:
            async for part in self._body:
                await self._write(b"%x\r\n%b\r\n" % (len(part), part) if self._chunked else part)
            if self._chunked:
                await self._write(b"0\r\n\r\n")
            self.done = True
        except Exception as error:  # noqa: BLE001 - whoever waits for the answer gets it
            self._on_error(error)

    async def _write(self, data: bytes) -> None:
        if self._room is not None:
            await self._room
        # Written to a connection that is gone, it would be an error of its own.
        if not self._transport.is_closing():
            self._transport.write(data)
