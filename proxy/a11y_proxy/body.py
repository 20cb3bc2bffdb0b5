"""The body of a request, as it comes in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.types import Receive

from a11y_proxy.errors import TOO_LARGE, RequestError
from a11y_proxy.framing import Framing
from a11y_proxy.guard import Guard, VisitorGoneError


class RequestBody:
    """Reads a request's messages one at a time: for the portal, and then to see the visitor leave.

    ``error`` is why it ended half-way, ``complete`` whether nothing of it is still to come.
    """

    def __init__(self, receive: Receive, framing: Framing, limit: int, guard: Guard) -> None:
        self._receive = receive
        self._left = limit
        self._guard = guard
        self.complete = not framing.has_body
        self.error: RequestError | VisitorGoneError | None = None
        # Nobody but the portal's client reads the body; we look for the visitor afterwards.
        self._ended = None if self.complete else asyncio.Event()

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body, each part when the portal is ready for it.

        Raises RequestError past the limit, VisitorGoneError.
        """
        try:
            while not self.complete:
                chunk = await self._next()
                if chunk:
                    yield chunk
        except (RequestError, VisitorGoneError) as error:
            self.error = error
            raise
        finally:
            if self._ended is not None:
                self._ended.set()

    async def visitor_gone(self) -> None:
        """Return when the visitor has left after the body; ``chunks`` sees it before."""
        if self._ended is not None:
            await self._ended.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def _next(self) -> bytes:
        self._guard.request_waits()
        message = await self._receive()
        chunk: bytes = message.get("body", b"")
        self._guard.request_sent(len(chunk))
        if message["type"] == "http.disconnect":
            raise VisitorGoneError
        self.complete = not message.get("more_body", False)
        self._left -= len(chunk)
        if self._left < 0:
            raise RequestError(TOO_LARGE)
        return chunk
