"""One request and its answer on a visitor's connection: ASGI's receive and send."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import struct
from collections.abc import Awaitable, Generator
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Message, Scope

from a11y_proxy.answer_head import answer_head, early_hints, head_bytes
from a11y_proxy.error_page import send_error
from a11y_proxy.errors import VISITOR_STALLED, BrokenResponseError
from a11y_proxy.header_rules import Headers

if TYPE_CHECKING:
    from a11y_proxy.protocol import GatewayProtocol

_log = logging.getLogger("uvicorn.error")

_CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"
_FAILED = b"Internal Server Error"


class _Sent:
    """An awaitable that is done."""

    __slots__ = ()

    def __await__(self) -> Generator[Any, Any, None]:
        return
        yield


_SENT = _Sent()


class Cycle:
    """Does what uvicorn's RequestResponseCycle does, for a gateway.

    The head is written as it was given, once it is checked as a whole. HTTP/1.0 gets a body that
    ends with the connection, not chunks; an answer that can't be completed is cut or, before its
    start, made an error. Trailers go out behind chunks.
    """

    __slots__ = (
        *("_app", "_bodiless", "_chunked", "_content_ended", "_held", "_left", "_news"),
        *("_protocol", "_trailers", "_waiter", "body", "disconnected", "expects_continue"),
        *("keep_alive", "more_body", "response_complete", "response_started", "scope", "task"),
    )

    def __init__(
        self, protocol: GatewayProtocol, app: ASGIApp, scope: Scope, *, keep_alive: bool
    ) -> None:
        self._protocol = protocol
        self._app = app
        self.scope = scope
        self.keep_alive = keep_alive
        self.expects_continue = False
        self.body = bytearray()
        self.more_body = True
        self.disconnected = False
        self.response_started = False
        self.response_complete = False
        self.task: asyncio.Task[None] | None = None
        self._news = False
        self._held = b""
        self._bodiless = False
        self._chunked = False
        self._content_ended = False
        self._trailers = False
        # What is left of a body of known length; None where its end says where it ends.
        self._left: int | None = None
        self._waiter: asyncio.Future[None] | None = None

    async def run(self) -> None:
        """Have the application answer. Never raises, except to be cancelled."""
        try:
            await self._app(self.scope, self.receive, self.send)
        except BrokenResponseError as error:
            await self._break_off(error)
        except BaseException as error:
            _log.error("Exception in ASGI application\n", exc_info=error)
            await self._give_up()
            if not isinstance(error, Exception):
                raise
        else:
            if not self.response_complete and not self.disconnected:
                _log.error("ASGI callable returned without completing response.")
                await self._give_up()
        finally:
            if self.task is not None:
                self._protocol.tasks.discard(self.task)

    async def receive(self) -> Message:
        """The next part of the request's body, or that the visitor is gone."""
        protocol = self._protocol
        if self.expects_continue and not protocol.transport.is_closing():
            self.expects_continue = False
            protocol.transport.write(_CONTINUE)
        if not self.disconnected and not self.response_complete:
            protocol.flow.resume_reading()
            if not self._news:
                self._waiter = protocol.loop.create_future()
                await self._waiter
        self._news = False
        if self.disconnected or self.response_complete:
            return {"type": "http.disconnect"}
        message = {"type": "http.request", "body": bytes(self.body), "more_body": self.more_body}
        self.body = bytearray()
        return message

    def send(self, message: Message) -> Awaitable[None]:
        """Take a message of the application. Raises RuntimeError for one that is out of turn.

        Nothing waits unless the visitor is slow, so in most cases this makes no coroutine.
        """
        if self._protocol.flow.write_paused and not self.disconnected:
            return self._send_later(message)
        if not self.disconnected:
            self._send(message)
        return _SENT

    async def _send_later(self, message: Message) -> None:
        await self._protocol.flow.drain()
        if not self.disconnected:
            self._send(message)

    def _send(self, message: Message) -> None:
        kind = message["type"]
        if kind == "http.response.body" and self.response_started and not self._content_ended:
            self._body(message.get("body", b""), more=message.get("more_body", False))
        elif kind == "http.response.start" and not self.response_started:
            self._start(message)
        elif kind == "http.response.trailers" and self._content_ended:
            self._end_with(message.get("headers", []))
        else:
            raise RuntimeError(f"ASGI message {kind!r} out of turn")

    def wake(self) -> None:
        """Something has come for ``receive``."""
        self._news = True
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def early_hints(self, headers: Headers) -> None:
        """Write a 103 with these fields, if there is still something to hint at (RFC 8297)."""
        if not (self.response_started or self.disconnected or self.scope["http_version"] != "1.1"):
            self._protocol.transport.write(early_hints(headers))

    def _start(self, message: Message) -> None:
        scope = self.scope
        made = answer_head(
            message["status"],
            message.get("headers", ()),
            method=scope["method"],
            version=scope["http_version"],
            keep_alive=self.keep_alive,
        )
        self._held, self._left, bodiless, self._chunked, self.keep_alive = made
        self._bodiless = bodiless
        self._trailers = self._chunked and message.get("trailers", False)
        self.response_started = True
        self.expects_continue = False
        if bodiless:
            self._flush()
        else:
            # What of the body is here already goes out with it, in one piece.
            self._protocol.loop.call_soon(self._flush)

    def _flush(self) -> None:
        if self._held:
            held, self._held = self._held, b""
            if not self._protocol.transport.is_closing():
                self._protocol.transport.write(held)

    def _body(self, body: bytes, *, more: bool) -> None:
        parts = [self._held] if self._held else []
        self._held = b""
        if body and not self._bodiless:
            if self._chunked:
                parts += (b"%x\r\n" % len(body), body, b"\r\n")
            else:
                parts.append(body)
                self._count(len(body))
        if not more:
            if self._left:
                raise RuntimeError("Response content shorter than Content-Length")
            self._content_ended = True
            if self._chunked:
                parts.append(b"0\r\n" if self._trailers else b"0\r\n\r\n")
        if parts:
            self._protocol.transport.writelines(parts)
        if self._content_ended and not self._trailers:
            self._complete()

    def _count(self, size: int) -> None:
        if self._left is not None:
            self._left -= size
            if self._left < 0:
                raise RuntimeError("Response content longer than Content-Length")

    def _end_with(self, trailers: Headers) -> None:
        if self._trailers:
            self._trailers = False
            self._protocol.transport.write(head_bytes(b"", trailers, b""))
            self._complete()

    def _complete(self) -> None:
        self.response_complete = True
        self.wake()
        if not self.keep_alive:
            self._protocol.end(unread=self.more_body)
        self._protocol.on_response_complete()

    async def _break_off(self, error: BrokenResponseError) -> None:
        """End an answer that can't be completed: an error before its start, else cut off.

        A regular end would keep the connection of a visitor who does not read for ever, and an
        HTTP/1.0 client would take what it has for the whole.
        """
        self._flush()
        if not self.response_started:
            # Care mode was still looking for the place of its tag.
            await send_error(self.scope, self.send, error.reason, close=True)
        elif error.reason is VISITOR_STALLED or self.scope["http_version"] == "1.0":
            reset(self._protocol.transport)
        else:
            self._protocol.transport.close()

    async def _give_up(self) -> None:
        """Say that there was an error of ours, or cut off what was begun."""
        self._flush()
        if self.response_started or self.disconnected:
            self._protocol.transport.close()
            return
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", b"%d" % len(_FAILED)),
            (b"connection", b"close"),
        ]
        await self.send({"type": "http.response.start", "status": 500, "headers": headers})
        await self.send({"type": "http.response.body", "body": _FAILED})


def reset(transport: asyncio.Transport) -> None:
    """End a connection with RST: even abort() ends it like a complete one otherwise."""
    connection = transport.get_extra_info("socket")
    if connection is not None:
        linger = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    transport.abort()
