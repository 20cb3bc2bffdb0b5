"""The channel between the supervisor and a worker: JSON, a line a message, in both directions."""

from __future__ import annotations

import asyncio
import json
import socket
from typing import Any

Message = dict[str, Any]

# A configuration of many sites is large, and so is a snapshot; neither comes near this.
_LONGEST = 16 * 1024 * 1024


class Channel:
    """One end. ``receive`` gives None when the other end is gone."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    @classmethod
    async def on(cls, end: socket.socket) -> Channel:
        """The channel on one end of a pair of sockets."""
        return cls(*await asyncio.open_connection(sock=end, limit=_LONGEST))

    def send(self, message: Message) -> None:
        """Send a message; to nobody, where the other end is gone."""
        if not self._writer.is_closing():
            self._writer.write(json.dumps(message).encode("ascii") + b"\n")

    async def receive(self) -> Message | None:
        """The next message."""
        try:
            line = await self._reader.readline()
        except (OSError, ValueError):
            return None
        # A line without its end was cut off with the process that wrote it.
        message: Message | None = json.loads(line) if line.endswith(b"\n") else None
        return message

    async def close(self) -> None:
        """Send what is waiting, and close."""
        try:
            await self._writer.drain()
            self._writer.close()
            await self._writer.wait_closed()
        except OSError:
            pass
