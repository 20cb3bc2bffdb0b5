"""One connection to the portal: a request out, its response in, then the next."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, cast

from a11y_proxy.errors import BAD_TLS, CLOSED, CUT_SHORT, GARBAGE, UpstreamError
from a11y_proxy.header_rules import Headers
from a11y_proxy.http1.body import Body, body_of
from a11y_proxy.http1.fields import HEAD_BYTES, MalformedError
from a11y_proxy.http1.head import (
    Head,
    end_of_head,
    has_length,
    may_be_head,
    parse_head,
    request_head,
)
from a11y_proxy.http1.identity import asks_who
from a11y_proxy.http1.response import Response
from a11y_proxy.http1.upload import Upload

if TYPE_CHECKING:
    from a11y_proxy.http1.pool import Pool
    from a11y_proxy.tunnel import Receiver
    from a11y_proxy.upstream import UpstreamRequest
    from a11y_proxy.visitor import Visitor

# A portal may say 103 a few times, and 102 every so often during a long report.
_MOST_INTERIM = 100


class Connection(asyncio.Protocol):
    """Belongs to its pool, which gets it back when a response is all here and it can be kept.

    ``used``: whether it has carried a request before. ``answered``: whether a byte of the response
    to the present one has come. ``private``: whether it speaks for one visitor, the ``owner``.
    """

    transport: asyncio.Transport

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._loop = asyncio.get_running_loop()
        self.used = False
        self.answered = False
        self.closing = False
        self.private = False
        self.owner: Visitor | None = None
        self.idle_since = 0.0
        self._request: UpstreamRequest | None = None
        self._waiter: asyncio.Future[Response] | None = None
        self._partial = bytearray()
        self._interim = 0
        self._response: Response | None = None
        self._body: Body | None = None
        self._head: Head | None = None
        self._upload: Upload | None = None
        self._paused = False
        self._receiver: Receiver | None = None

    async def ask(self, request: UpstreamRequest, extra: Headers) -> Response:
        """Send a request, with ``extra`` fields; return when the response's head is here.

        Raises UpstreamError, RequestError for fields that can't be sent, and what the request's
        body raises; the connection is closed then.
        """
        waiter: asyncio.Future[Response] = self._loop.create_future()
        self._waiter = waiter
        try:
            self._write(request, extra)
            return await waiter
        except BaseException:
            self.abort()
            raise

    def _write(self, request: UpstreamRequest, extra: Headers) -> None:
        head = request_head(request, extra)
        self.answered = False
        if self.closing:
            # It ended while it waited for its turn.
            raise UpstreamError(CLOSED)
        self._request = request
        self._interim = 0
        self.transport.write(head)
        if request.body is not None:
            chunked = not has_length(request.headers)
            self._upload = Upload(request.body, self.transport, self._fail, chunked=chunked)

    def abort(self) -> None:
        """End the connection at once; who waits for the rest of a response learns of it."""
        response = self._response
        self._leave()
        self.transport.abort()
        if response is not None:
            response.fail(UpstreamError(CUT_SHORT))

    def close(self) -> None:
        """End the connection in peace: it carries nothing."""
        self._leave()
        self.transport.close()

    def pause(self) -> None:
        """Read no further: nobody takes what has come."""
        if not self._paused and not self.closing:
            self._paused = True
            self.transport.pause_reading()

    def resume(self) -> None:
        """Go on reading."""
        if self._paused:
            self._paused = False
            if not self.transport.is_closing():
                self.transport.resume_reading()

    def attach(self, receiver: Receiver) -> None:
        """Give all that comes to a tunnel; see ``TunnelEnd``."""
        self._receiver = receiver
        if self._partial:
            receiver.received(bytes(self._partial))
        if self.closing:
            receiver.lost(None)
        self.resume()

    # What the transport calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection stands."""
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Bytes have come: of a body, of a head, through a tunnel, or unasked."""
        if self._body is not None and self._response is not None:
            self._take_body(self._body, self._response, data)
        elif self._waiter is not None:
            self._take_head(data)
        elif self._receiver is not None:
            self._receiver.received(data)
        else:
            self.abort()

    def eof_received(self) -> bool:
        """The portal sends no more; through a tunnel the visitor still may."""
        if self._receiver is None:
            return False
        self._receiver.ended()
        return self.transport.can_write_eof()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection has ended."""
        response = self._response
        self._leave()
        if self._receiver is not None:
            self._receiver.lost(exc)
        elif self._waiter is not None:
            self._fail(UpstreamError(BAD_TLS if isinstance(exc, ssl.SSLError) else CLOSED))
        elif response is not None and self._head is not None:
            if exc is None and self._head.until_close:
                response.end([])
            else:
                response.fail(UpstreamError(CUT_SHORT))

    def pause_writing(self) -> None:
        """The portal is slow to take what was written."""
        if self._upload is not None:
            self._upload.pause()
        elif self._receiver is not None:
            self._receiver.may_write(now=False)

    def resume_writing(self) -> None:
        """What was written is on its way."""
        if self._upload is not None:
            self._upload.resume()
        elif self._receiver is not None:
            self._receiver.may_write(now=True)

    # The response.

    def _take_head(self, data: bytes) -> None:
        self.answered = True
        start = 0
        received: bytes | bytearray = data
        if self._partial:
            start = max(0, len(self._partial) - 3)
            self._partial += data
            received = self._partial
        try:
            while place := end_of_head(received, start):
                start = 0
                head = parse_head(bytes(received[: place[0]]), self._method)
                received = received[place[1] :]
                if not self._is_interim(head):
                    self._begin(head, bytes(received))
                    return
        except MalformedError:
            self._fail(UpstreamError(GARBAGE))
            return
        if len(received) > HEAD_BYTES or not may_be_head(received):
            self._fail(UpstreamError(GARBAGE))
        elif received is not self._partial:
            self._partial = bytearray(received)

    @property
    def _method(self) -> str:
        return self._request.method if self._request is not None else ""

    def _is_interim(self, head: Head) -> bool:
        """Whether another head follows this one. Raises MalformedError."""
        if head.status >= 200:
            return False
        request = self._request
        if head.status == 101:
            if request is None or not request.upgrades:
                raise MalformedError("101 that nobody asked for")
            return False
        self._interim += 1
        if self._interim > _MOST_INTERIM:
            raise MalformedError("interim responses without end")
        if head.status == 103 and request is not None and request.on_hints is not None:
            request.on_hints(head.headers)
        return True

    def _begin(self, head: Head, rest: bytes) -> None:
        """Hand the response over; ``rest`` is what came behind its head."""
        waiter, self._waiter = self._waiter, None
        response = Response(head, self)
        if waiter is not None and not waiter.done():
            waiter.set_result(response)
        self._partial = bytearray()
        if head.status == 101:
            # Not read before somebody takes it.
            self._partial += rest
            self.pause()
            return
        if not self.private and asks_who(head.status, head.headers):
            self.private = True
        self._head = head
        self._response = response
        body = self._body = body_of(head)
        if body.done:
            body.rest = rest
            self._finish(body, response)
        elif rest:
            self._take_body(body, response, rest)

    def _take_body(self, body: Body, response: Response, data: bytes) -> None:
        try:
            content = body.feed(data)
        except MalformedError:
            response.fail(UpstreamError(CUT_SHORT))
            self.abort()
            return
        if content:
            response.feed(content)
        if body.done:
            self._finish(body, response)

    def _finish(self, body: Body, response: Response) -> None:
        """The response is all here: keep the connection, or close it."""
        response.end(body.trailers)
        self._body = self._response = None
        upload, self._upload = self._upload, None
        if upload is not None and not upload.done:
            # What is missing of the request would be read as another one.
            upload.cancel()
            self.abort()
            return
        self._request = None
        if body.rest or self.closing or self._head is None or not self._head.keeps_alive:
            self.close()
            return
        self.resume()
        self.used = True
        self._pool.take_back(self)

    def _fail(self, error: Exception) -> None:
        """There will be no response, or no more of it."""
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_exception(error)
        elif self._response is not None:
            self._response.fail(UpstreamError(CLOSED))
        self.abort()

    def _leave(self) -> None:
        """Carry no more requests."""
        if self.closing:
            return
        self.closing = True
        self._body = self._response = None
        if self._upload is not None:
            self._upload.cancel()
        self._pool.lose(self)
