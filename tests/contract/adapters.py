"""The ways to bring a case from an origin server to a browser, each over real sockets.

A new adapter is one more context manager that yields an Adapter, and one more name in ADAPTERS.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from a11y_proxy.app import build_app
from a11y_proxy.server import uvicorn_options
from a11y_proxy.settings import ProxySettings
from starlette.types import Receive, Scope, Send

from a11y import A11yMiddleware, A11yWSGIMiddleware, Settings
from a11y.care import Care
from a11y.html import Rules
from tests.contract.case import Answer, Case
from tests.proxy.wire import PATIENCE, Visitor, Wire, portal, value_in
from tests.servers import serve_asgi, serve_hypercorn, serve_werkzeug, serve_wsgi

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# Not the defaults, which the table has rows for.
SETTINGS = Settings(no_transform="leave", leave_paths=("/left/**",))


@dataclass
class Stage:
    """The case that is on, for an origin server; and what that has seen of it."""

    case: Case | None = None
    seen: list[tuple[bytes, bytes]] = field(default_factory=list)
    seen_body: bytes = b""
    # Between two pieces of a page an origin server waits for this.
    gate: threading.Event = field(default_factory=threading.Event)

    @property
    def now(self) -> Case:
        assert self.case is not None
        return self.case


@dataclass
class Adapter:
    """A running server on ``port`` that has the middleware in it."""

    port: int
    stage: Stage
    middleware: Care
    # A server that sorts the fields by name.
    sorts: bool = False

    @property
    def rules(self) -> Rules:
        return self.middleware.rules

    @property
    def counters(self) -> Counter[str]:
        return self.middleware.counters

    def versioned(self, value: bytes) -> bytes:
        """A field's value of the table, with today's version."""
        return value.replace(b"{VERSION}", self.rules.version.encode())

    def ask(self, case: Case) -> Answer:
        """Bring the case through and read all that comes."""
        with self.open(case) as visitor:
            self.stage.gate.set()
            response = visitor.response(case.method.encode())
        return Answer(
            response.status,
            response.fields,
            response.body,
            response.whole,
            self.stage.seen,
            self.stage.seen_body,
        )

    @contextlib.contextmanager
    def open(self, case: Case) -> Iterator[Visitor]:
        """Send the request; the page stops behind its first piece until ``stage.gate`` is set."""
        self.stage.case, self.stage.seen, self.stage.seen_body = case, [], b""
        self.stage.gate.clear()
        lines = [b"%b %b HTTP/1.1" % (case.method.encode(), case.target), b"Host: portal.example"]
        lines += [b"%b: %b" % (name, self.versioned(value)) for name, value in case.request]
        lines += [b"Connection: close"]
        if case.request_body:
            lines.append(b"Content-Length: %d" % len(case.request_body))
        try:
            with Visitor(socket.create_connection(("127.0.0.1", self.port))) as visitor:
                visitor.send(b"\r\n".join(lines) + b"\r\n\r\n" + case.request_body)
                yield visitor
        finally:
            self.stage.gate.set()


@contextlib.contextmanager
def asgi(serve: Callable[[Any], AbstractContextManager[str]]) -> Iterator[Adapter]:
    """The middleware around an ASGI application."""
    stage = Stage()

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "http"
        case = stage.now
        stage.seen = scope["headers"]
        more = True
        while more:
            message = await receive()
            stage.seen_body += message.get("body", b"")
            more = message.get("more_body", False)
        start = {"status": case.status, "headers": case.answer_headers}
        await send({"type": "http.response.start", **start})
        *pieces, last = case.pieces if case.method != "HEAD" else [b""]
        for piece in pieces:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await asyncio.to_thread(stage.gate.wait, PATIENCE)
        await send({"type": "http.response.body", "body": last})

    app = A11yMiddleware(application, SETTINGS)
    with serve(app) as url:
        yield Adapter(int(url.rpartition(":")[2]), stage, app)


@contextlib.contextmanager
def wsgi(
    serve: Callable[[WSGIApplication], AbstractContextManager[str]],
    form: Callable[[Stage, Callable[[bytes], object]], Iterable[bytes]],
    *,
    sorts: bool = False,
) -> Iterator[Adapter]:
    """The middleware around a WSGI application, whose content comes in a form of its own."""
    stage = Stage()

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        case = stage.now
        stage.seen = [
            (key.removeprefix("HTTP_").replace("_", "-").lower().encode(), value.encode("latin-1"))
            for key, value in environ.items()
            if key.startswith("HTTP_") or key == "CONTENT_TYPE"
        ]
        stage.seen_body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        fields = [(n.decode("latin-1"), v.decode("latin-1")) for n, v in case.answer_headers]
        status = f"{case.status} {HTTPStatus(case.status).phrase}"
        write = start_response(status, fields)
        return form(stage, write)

    app = A11yWSGIMiddleware(application, SETTINGS)
    with serve(app) as url:
        yield Adapter(int(url.rpartition(":")[2]), stage, app, sorts)


def _blocks(stage: Stage, _: Callable[[bytes], object]) -> Iterator[bytes]:
    """The stage's pieces, each when it is asked for."""
    case = stage.now
    for number, piece in enumerate(case.pieces if case.method != "HEAD" else []):
        if number:
            stage.gate.wait(PATIENCE)
        yield piece


def _written(stage: Stage, write: Callable[[bytes], object]) -> Iterable[bytes]:
    """The same through ``write()``."""
    for piece in _blocks(stage, write):
        write(piece)
    return []


@contextlib.contextmanager
def proxy() -> Iterator[Adapter]:
    """The reverse proxy in front of an origin server that is a bare socket."""
    stage = Stage()

    def answer(wire: Wire) -> None:
        while head := wire.head():
            case = stage.now
            stage.seen = [
                (name.lower(), value)
                for name, _, value in (line.partition(b": ") for line in head.split(b"\r\n")[1:-2])
            ]
            length = value_in(head, b"content-length")
            stage.seen_body = wire.read_exactly(int(length[0])) if length else b""
            _send(wire, case, stage)

    with portal(answer) as origin:
        app = build_app(origin.url, SETTINGS)
        with serve_asgi(app, **uvicorn_options(ProxySettings())) as url:
            yield Adapter(int(url.rpartition(":")[2]), stage, app)


def _send(wire: Wire, case: Case, stage: Stage) -> None:
    lines = [b"HTTP/1.1 %d Reason" % case.status]
    lines += [b"%b: %b" % field for field in case.answer_headers]
    if case.chunked:
        lines.append(b"transfer-encoding: chunked")
    wire.send(b"\r\n".join(lines) + b"\r\n\r\n")
    if case.method == "HEAD":
        return
    for number, piece in enumerate(case.pieces):
        if number:
            stage.gate.wait(PATIENCE)
        if not case.chunked:
            wire.send(piece)
        elif piece:
            wire.send(b"%x\r\n%b\r\n" % (len(piece), piece))
    if case.chunked:
        wire.send(b"0\r\n\r\n")


ADAPTERS: dict[str, Callable[[], AbstractContextManager[Adapter]]] = {
    "asgi": partial(asgi, partial(serve_asgi, log_level="critical")),
    "asgi-h11": partial(asgi, partial(serve_asgi, log_level="critical", http="h11")),
    "asgi-hypercorn": partial(asgi, serve_hypercorn),
    "wsgi-waitress": partial(wsgi, serve_wsgi, _blocks, sorts=True),
    "wsgi-werkzeug": partial(wsgi, serve_werkzeug, _blocks),
    "wsgi-write": partial(wsgi, serve_wsgi, _written, sorts=True),
    "proxy": proxy,
}
