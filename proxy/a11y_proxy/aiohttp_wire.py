"""Where aiohttp has to be told about bytes and connections: its extension points, used."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

import aiohttp
from aiohttp.client_proto import ResponseHandler

from a11y_proxy.errors import CLOSED, UpstreamError

if TYPE_CHECKING:
    from aiohttp.connector import Connection

# RFC 9110 9.2.2; without CONNECT and TRACE, which never get here.
_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})

# For each connection that has carried a request, the future that tells how it ended.
_ENDS: WeakKeyDictionary[ResponseHandler, asyncio.Future[None]] = WeakKeyDictionary()


class WireResponse(aiohttp.ClientResponse):
    """A response that knows how its connection ended, and ends it at once when it is given up."""

    end: asyncio.Future[None] | None = None

    def close(self) -> None:
        """Give up what is unread, and what of the request is unsent."""
        transport = self.connection.transport if self.connection is not None else None
        super().close()
        if transport is not None:
            transport.abort()

    def was_reset(self) -> bool:
        """Whether the connection broke off instead of being closed by the portal."""
        end = self.end
        if end is None or not end.done() or end.cancelled():
            return False
        return end.exception() is not None


class WireRequest(aiohttp.ClientRequest):
    """A request that sends its header bytes as they are and knows whether its connection is new."""

    reused = False
    _transport: asyncio.Transport | None = None

    async def send(self, conn: Connection) -> aiohttp.ClientResponse:
        """Write the request; aiohttp calls this with a connection from its pool."""
        protocol = conn.protocol
        if protocol is None:
            raise aiohttp.ServerDisconnectedError
        self._transport = protocol.transport
        end = _ENDS.get(protocol)
        self.reused = end is not None
        if end is None and (end := protocol.closed) is not None:
            end.add_done_callback(_retrieve)
            _ENDS[protocol] = end
        if "connection" in self.headers:
            protocol.force_close()
        if not all(map(str.isascii, self.headers.values())):
            _Latin1Head.put_before(protocol)
        response = cast(WireResponse, await super().send(conn))
        response.end = end
        return response

    def abort(self) -> None:
        """End the connection at once: a regular close would wait for what nobody takes."""
        if self._transport is not None:
            self._transport.abort()


class _Latin1Head:
    """Stands before a transport until a request's head is written, in Latin-1.

    aiohttp writes fields in UTF-8, but a byte above 0x7f, as in a GBK cookie, must stay that
    byte. https://github.com/aio-libs/aiohttp/issues/7943
    """

    def __init__(self, protocol: ResponseHandler, transport: asyncio.Transport) -> None:
        self._protocol = protocol
        self._transport = transport

    @classmethod
    def put_before(cls, protocol: ResponseHandler) -> None:
        """Have the next write of this connection recoded up to the end of the head."""
        if protocol.transport is not None:
            protocol.transport = cast(asyncio.Transport, cls(protocol, protocol.transport))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Write the head, and what follows it as it is."""
        self._protocol.transport = self._transport
        head, end, rest = data.partition(b"\r\n\r\n")
        self._transport.write(head.decode("utf-8").encode("latin-1") + end + rest)

    def writelines(self, chunks: list[bytes]) -> None:
        """Write the head and the first part of the body."""
        self.write(b"".join(chunks))


async def send_over_wire(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Send once more what a kept connection swallowed because the portal was closing it.

    Only a request that may be repeated (RFC 9110 9.2.2) and has no body, only after a connection
    that was kept open, only while nothing of a response had come. What is raised instead of
    aiohttp's exception also keeps aiohttp from its own, wider, retry.
    """
    repeated = False
    while True:
        try:
            return await _send(request, handler)
        except aiohttp.ClientConnectorError:
            raise
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
            if repeated or not _may_repeat(request, error):
                raise UpstreamError(CLOSED) from error
            repeated = True


async def _send(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    try:
        return await handler(request)
    except BaseException:
        if isinstance(request, WireRequest):
            request.abort()
        raise


def _may_repeat(request: aiohttp.ClientRequest, error: aiohttp.ClientError) -> bool:
    # aiohttp puts the unfinished response where its default message would be.
    begun = isinstance(error, aiohttp.ServerDisconnectedError) and not isinstance(
        error.message, str
    )
    return (
        isinstance(request, WireRequest)
        and request.reused
        and not begun
        and request.method in _IDEMPOTENT
        and not request.body
    )


def _retrieve(end: asyncio.Future[None]) -> None:
    """A broken connection is no news to the loop's exception handler."""
    if not end.cancelled():
        end.exception()
