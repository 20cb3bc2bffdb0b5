"""A response whose body is still coming in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from a11y_proxy.errors import UpstreamError
from a11y_proxy.header_rules import Headers
from a11y_proxy.http1.body import Content
from a11y_proxy.http1.response_head import Head

if TYPE_CHECKING:
    from a11y_proxy.http1.connection import Connection
    from a11y_proxy.tunnel import TunnelEnd

# With more than this unread, the connection is not read until all of it has been taken.
_UNREAD_BYTES = 128 * 1024


class Response:
    """See UpstreamResponse. The connection feeds it, and leaves it when the body is all here.

    ``begun`` is done when the head is here, with the error where there will be none.
    """

    __slots__ = (
        *("_chunks", "_connection", "_ended", "_error", "_on_hints", "_paused", "_size"),
        *("_waiter", "begun", "chunked", "headers", "status", "trailers"),
    )

    def __init__(
        self, connection: Connection, on_hints: Callable[[Headers], None] | None = None
    ) -> None:
        self.begun: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.status = 0
        self.headers: Headers = []
        self.chunked = False
        self.trailers: Headers = []
        self._on_hints = on_hints
        self._connection: Connection | None = connection
        self._chunks: list[Content] = []
        self._size = 0
        self._paused = False
        self._ended = False
        self._error: UpstreamError | None = None
        self._waiter: asyncio.Future[None] | None = None

    @property
    def complete(self) -> bool:
        """Whether all of the body has been read."""
        return self._ended and not self._chunks

    async def read(self) -> bytes:
        """The next bytes; see ``UpstreamResponse.read``."""
        chunks = self._chunks
        if not chunks:
            if self._error is None and not self._ended:
                self._waiter = asyncio.get_running_loop().create_future()
                try:
                    await self._waiter
                finally:
                    self._waiter = None
            if not chunks:
                if self._error is not None:
                    raise self._error
                return b""
        data = bytes(chunks[0]) if len(chunks) == 1 else b"".join(chunks)
        chunks.clear()
        self._size = 0
        if self._paused:
            self._paused = False
            if self._connection is not None:
                self._connection.resume()
        return data

    def close(self) -> None:
        """Give up what is unread."""
        if self._connection is not None:
            connection, self._connection = self._connection, None
            connection.abort()

    def tunnel_end(self) -> TunnelEnd:
        """The connection after a 101; see ``UpstreamResponse.tunnel_end``."""
        connection, self._connection = self._connection, None
        if connection is None:
            raise RuntimeError("a connection is taken once, after 101")
        return connection

    # What the connection calls; see ``Taker``.

    def hint(self, headers: Headers) -> None:
        """A 103 has come."""
        if self._on_hints is not None:
            self._on_hints(headers)

    def begin(self, head: Head, *, follows: bool) -> None:
        """The head is here."""
        self.status = head.status
        self.headers = head.headers
        self.chunked = head.chunked
        if not self.begun.done():
            self.begun.set_result(None)

    def feed(self, data: Content) -> None:
        """Bytes of the body."""
        self._chunks.append(data)
        self._size += len(data)
        if self._size > _UNREAD_BYTES and not self._paused and self._connection is not None:
            self._paused = True
            self._connection.pause()
        self._wake()

    def end(self, data: Content, trailers: Headers) -> None:
        """The last bytes of the body; its connection is somebody else's."""
        if data:
            self._chunks.append(data)
        self.trailers = trailers
        self._ended = True
        self._connection = None
        self._wake()

    def fail(self, error: Exception) -> None:
        """There will be no head, or no more of the body, though there should be."""
        self._connection = None
        if not self.begun.done():
            self.begun.set_exception(error)
        elif isinstance(error, UpstreamError):
            self._error = error
            self._wake()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
