"""One connection to the portal: a request out, its response in, then the next."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING, cast

from a11y_proxy.errors import BAD_TLS, CLOSED, CUT_SHORT, GARBAGE, UpstreamError
from a11y_proxy.header_rules import Headers
from a11y_proxy.http1.body import Body, Content, body_of
from a11y_proxy.http1.fields import HEAD_BYTES, MalformedError
from a11y_proxy.http1.head import has_length, request_head
from a11y_proxy.http1.identity import asks_who
from a11y_proxy.http1.response import Response
from a11y_proxy.http1.response_head import Head, end_of_head, known_head, may_be_head
from a11y_proxy.http1.upload import Upload

if TYPE_CHECKING:
    from a11y_proxy.http1.pool import Pool
    from a11y_proxy.tunnel import Receiver
    from a11y_proxy.upstream import Taker, UpstreamRequest
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
        self._method = ""
        self._upgrades = False
        self._partial = bytearray()
        self._interim = 0
        # Who gets the response: without ``_head`` its head, then what comes of the ``_body``.
        self._taker: Taker | None = None
        self._head: Head | None = None
        self._body: Body | None = None
        self._upload: Upload | None = None
        self._paused = False
        self._receiver: Receiver | None = None

    async def ask(self, request: UpstreamRequest, extra: Headers) -> Response:
        """Send a request, with ``extra`` fields; return when the response's head is here.

        Raises UpstreamError, RequestError for fields that can't be sent, and what the request's
        body raises; the connection is closed then.
        """
        response = Response(self, request.on_hints)
        try:
            self._write(request, extra, response)
            await response.begun
        except BaseException:
            self.abort()
            raise
        return response

    def begin(self, method: str, head: bytes, taker: Taker) -> None:
        """Send a request without a body, and tell ``taker`` what comes. Not while closing."""
        self._method = method
        self._upgrades = False
        self._taker = taker
        self._interim = 0
        self.answered = False
        self.transport.write(head)

    def _write(self, request: UpstreamRequest, extra: Headers, response: Response) -> None:
        head = request_head(request, extra)
        if self.closing:
            # It ended while it waited for its turn.
            self.answered = False
            raise UpstreamError(CLOSED)
        self.begin(request.method, head, response)
        self._upgrades = request.upgrades
        if request.body is not None:
            chunked = not has_length(request.headers)
            self._upload = Upload(request.body, self.transport, self._fail, chunked=chunked)

    def abort(self) -> None:
        """End the connection at once; who waits for the rest of a response learns of it."""
        taker = self._taker if self._body is not None else None
        self._leave()
        self.transport.abort()
        if taker is not None:
            taker.fail(UpstreamError(CUT_SHORT))

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
        if self._body is not None:
            self._take_body(self._body, data)
        elif self._taker is not None:
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
        taker, in_body = self._taker, self._body is not None
        self._leave()
        if self._receiver is not None:
            self._receiver.lost(exc)
        elif taker is not None and not in_body:
            self._fail(UpstreamError(BAD_TLS if isinstance(exc, ssl.SSLError) else CLOSED))
        elif taker is not None and self._head is not None:
            if exc is None and self._head.until_close:
                taker.end(b"", [])
            else:
                taker.fail(UpstreamError(CUT_SHORT))

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
        if self._partial:
            start = max(0, len(self._partial) - 3)
            self._partial += data
            data = bytes(self._partial)
        at = 0
        try:
            while place := end_of_head(data, at, start):
                head = known_head(data[at : place[0]], self._method)
                at = start = place[1]
                if not self._is_interim(head):
                    self._begin(head, data, at)
                    return
        except MalformedError:
            self._fail(UpstreamError(GARBAGE))
            return
        if len(data) - at > HEAD_BYTES or not may_be_head(data, at):
            self._fail(UpstreamError(GARBAGE))
        else:
            self._partial = bytearray(data[at:] if at else data)

    def _is_interim(self, head: Head) -> bool:
        """Whether another head follows this one. Raises MalformedError."""
        if head.status >= 200:
            return False
        if head.status == 101:
            if not self._upgrades:
                raise MalformedError("101 that nobody asked for")
            return False
        self._interim += 1
        if self._interim > _MOST_INTERIM:
            raise MalformedError("interim responses without end")
        if head.status == 103 and self._taker is not None:
            self._taker.hint(head.headers)
        return True

    def _begin(self, head: Head, data: bytes, at: int) -> None:
        """Hand the response over; from ``data[at]`` on is what came behind its head."""
        taker = self._taker
        if self._partial:
            self._partial = bytearray()
        if taker is None:
            return
        rest = len(data) > at
        if head.status == 101:
            # Not read before somebody takes it.
            self._taker = None
            self._partial += data[at:]
            taker.begin(head, follows=False)
            self.pause()
            return
        if head.status == 401 and not self.private and asks_who(head.status, head.headers):
            self.private = True
        self._head = head
        body = self._body = body_of(head)
        taker.begin(head, follows=rest and not body.done)
        if self._body is not body:
            return  # the taker wants none of it
        if body.done:
            body.rest = data[at:]
            self._finish(body, b"")
        elif rest:
            # Not copied: most of a page is sent on as it is here.
            self._take_body(body, memoryview(data)[at:])

    def _take_body(self, body: Body, data: Content) -> None:
        try:
            content = body.feed(data)
        except MalformedError:
            self.abort()
            return
        if body.done:
            self._finish(body, content)
        elif content and self._taker is not None:
            self._taker.feed(content)

    def _finish(self, body: Body, content: Content) -> None:
        """The response is all here: keep the connection, or close it; hand over the rest."""
        taker, head = self._taker, self._head
        self._body = self._taker = self._head = None
        upload, self._upload = self._upload, None
        if upload is not None and not upload.done:
            # What is missing of the request would be read as another one.
            upload.cancel()
            self.abort()
        elif body.rest or self.closing or head is None or not head.keeps_alive:
            self.close()
        else:
            self.resume()
            self.used = True
            self._pool.take_back(self)
        if taker is not None:
            taker.end(content, body.trailers)

    def _fail(self, error: Exception) -> None:
        """There will be no response, or no more of it."""
        taker, self._taker = self._taker, None
        in_body = self._body is not None
        self.abort()
        if taker is not None:
            taker.fail(UpstreamError(CLOSED) if in_body else error)

    def _leave(self) -> None:
        """Carry no more requests."""
        if self.closing:
            return
        self.closing = True
        if self._body is not None:
            self._body = self._taker = None
        if self._upload is not None:
            self._upload.cancel()
        self._pool.lose(self)
