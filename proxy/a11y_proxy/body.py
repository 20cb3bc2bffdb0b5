"""The body of a request, as it comes in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.types import Receive

from a11y_proxy.deadline import Deadline
from a11y_proxy.errors import SLOW_REQUEST, TOO_LARGE, RequestError
from a11y_proxy.framing import Framing


class VisitorGoneError(Exception):
    """The visitor's connection closed: there is nobody to answer."""


class RequestBody:
    """Reads a request's messages one at a time: for the portal, and then to see the visitor leave.

    ``error`` is why it ended half-way, ``complete`` whether nothing of it is still to come.
    """

    def __init__(self, receive: Receive, framing: Framing, limit: int, deadline: Deadline) -> None:
        self._receive = receive
        self._left = limit
        self._deadline = deadline
        self._ended = asyncio.Event()
        self.complete = not framing.has_body
        self.error: RequestError | VisitorGoneError | None = None
        if self.complete:
            self._ended.set()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body, each part when the portal is ready for it.

        Raises RequestError past the limit or after a long silence, VisitorGoneError.
        """
        try:
            while not self.complete:
                chunk = await self._next()
                self._deadline.request_sent()
                if chunk:
                    yield chunk
        except (RequestError, VisitorGoneError) as error:
            self.error = error
            raise
        finally:
            self._ended.set()

    async def visitor_gone(self) -> None:
        """Return when the visitor has left. Looks only after the body: before, ``chunks`` does."""
        await self._ended.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def _next(self) -> bytes:
        self._deadline.request_waits()
        try:
            async with asyncio.timeout(self._deadline.client_seconds):
                message = await self._receive()
        except TimeoutError:
            raise RequestError(SLOW_REQUEST) from None
        if message["type"] == "http.disconnect":
            raise VisitorGoneError
        self.complete = not message.get("more_body", False)
        chunk: bytes = message.get("body", b"")
        self._left -= len(chunk)
        if self._left < 0:
            raise RequestError(TOO_LARGE)
        return chunk
