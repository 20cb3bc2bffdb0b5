"""Both ends of the proxy as plain sockets: a portal that says what it is told, a raw visitor."""

from __future__ import annotations

import contextlib
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from a11y_proxy.app import ProxyApp, build_app
from a11y_proxy.server import uvicorn_options
from a11y_proxy.settings import ProxySettings

from a11y.settings import Settings
from tests.servers import serve_asgi

# Nothing here should ever take this long; it turns a hang into a failure.
PATIENCE = 20

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Wire:
    """One connection, read and written as bytes."""

    def __init__(self, connection: socket.socket) -> None:
        self.socket = connection
        connection.settimeout(PATIENCE)
        self._buffer = b""

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def read_until(self, mark: bytes) -> bytes:
        """Up to and with the mark; what there is, where the connection ends first."""
        while mark not in self._buffer and (more := self.socket.recv(65536)):
            self._buffer += more
        end = self._buffer.find(mark) + len(mark) if mark in self._buffer else len(self._buffer)
        taken, self._buffer = self._buffer[:end], self._buffer[end:]
        return taken

    def read_exactly(self, size: int) -> bytes:
        """So many bytes; fewer where the connection ends first."""
        while len(self._buffer) < size and (more := self.socket.recv(65536)):
            self._buffer += more
        taken, self._buffer = self._buffer[:size], self._buffer[size:]
        return taken

    def read_to_end(self) -> bytes:
        """Everything until the other side closes; ConnectionResetError where it resets."""
        while more := self.socket.recv(65536):
            self._buffer += more
        taken, self._buffer = self._buffer, b""
        return taken

    def head(self) -> bytes:
        """A message's head with its empty line; empty at the end of the connection."""
        return self.read_until(b"\r\n\r\n")

    def reset(self) -> None:
        """End the connection with RST."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def is_over(self) -> bool:
        """Whether the other side ends the connection, in whatever way."""
        try:
            return self._buffer == b"" and self.socket.recv(1) == b""
        except ConnectionResetError:
            return True


Script = Callable[[Wire], None]


@dataclass
class Portal:
    """A listening script, or one that gives ``answer`` and keeps the ``requests``' heads."""

    port: int
    answer: bytes = OK
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def host(self) -> bytes:
        return b"127.0.0.1:%d" % self.port


@contextlib.contextmanager
def portal(script: Script | None = None, *, tls: ssl.SSLContext | None = None) -> Iterator[Portal]:
    """A portal that runs the script on every connection, each in a thread.

    Without one it gives ``answer`` to every request without a body.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    running = Portal(listener.getsockname()[1])
    run = script or _answering(running)
    threads: list[threading.Thread] = []
    open_sockets: list[socket.socket] = []

    def serve(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            if tls is not None:
                with tls.wrap_socket(connection, server_side=True) as encrypted:
                    run(Wire(encrypted))
            else:
                run(Wire(connection))

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                running.connections += 1
                open_sockets.append(connection)
                threads.append(threading.Thread(target=serve, args=[connection], daemon=True))
                threads[-1].start()

    threads.append(threading.Thread(target=accept, daemon=True))
    threads[0].start()
    try:
        yield running
    finally:
        # Unlike close(), this wakes the thread that accepts.
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for connection in open_sockets:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in threads:
            thread.join(PATIENCE)


def _answering(running: Portal) -> Script:
    def answer(wire: Wire) -> None:
        while head := wire.head():
            running.requests.append(head)
            wire.send(running.answer)

    return answer


@dataclass(frozen=True)
class Gateway:
    """The proxy on a port of its own."""

    app: ProxyApp
    port: int
    # What the server refused before the application saw it.
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def host(self) -> bytes:
        return b"127.0.0.1:%d" % self.port

    def connect(self) -> Visitor:
        return Visitor(socket.create_connection(("127.0.0.1", self.port)))

    def ask(self, request: bytes) -> Response:
        """Send bytes on a connection of its own and read the response."""
        with self.connect() as visitor:
            visitor.send(request)
            return visitor.response(request.partition(b" ")[0])

    def get(self, target: bytes = b"/", *fields: bytes) -> Response:
        return self.ask(self.request(b"GET", target, *fields))

    def request(self, method: bytes, target: bytes, *fields: bytes) -> bytes:
        lines = [method + b" " + target + b" HTTP/1.1", b"Host: " + self.host, *fields]
        return b"\r\n".join(lines) + b"\r\n\r\n"


@contextlib.contextmanager
def care_gateway(upstream: str, **options: Any) -> Iterator[Gateway]:
    """The same with care mode in it, but without speech."""
    settings = ProxySettings(**options)
    app = build_app(upstream, Settings(speech="off"), **options)
    assert isinstance(app.app, ProxyApp)
    refused: Counter[str] = Counter()
    with serve_asgi(app, **uvicorn_options(settings, refused)) as url:
        yield Gateway(app.app, int(url.rpartition(":")[2]), refused)


@contextlib.contextmanager
def gateway(upstream: str, **options: Any) -> Iterator[Gateway]:
    """The proxy in front of an address, as the command runs it; options are ProxySettings'."""
    settings = ProxySettings(**options)
    app = ProxyApp(upstream, settings)
    refused: Counter[str] = Counter()
    with serve_asgi(app, **uvicorn_options(settings, refused)) as url:
        yield Gateway(app, int(url.rpartition(":")[2]), refused)


@contextlib.contextmanager
def serving(listener: socket.socket, app: ProxyApp, **options: Any) -> Iterator[None]:
    """The proxy on a socket of any kind; options are ProxySettings'."""
    config = uvicorn.Config(app, **uvicorn_options(ProxySettings(**options)))
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


@dataclass(frozen=True)
class Response:
    """A response as it came; ``whole`` is false where it ended before its framing said so."""

    status: int
    head: bytes
    body: bytes
    whole: bool

    @property
    def fields(self) -> list[tuple[bytes, bytes]]:
        lines = self.head.split(b"\r\n")[1:-2]
        return [(name, value) for name, _, value in (line.partition(b": ") for line in lines)]

    def values(self, name: bytes) -> list[bytes]:
        return [value for one, value in self.fields if one.lower() == name]

    def value(self, name: bytes) -> bytes | None:
        values = self.values(name)
        assert len(values) <= 1, values
        return values[0] if values else None


class Visitor(Wire):
    """A visitor's end of a connection to the proxy."""

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def response(self, method: bytes = b"GET") -> Response:
        """The next response, 1xx ones left out."""
        head = self.head()
        while head.startswith(b"HTTP/1.1 1"):
            head = self.head()
        if not head.endswith(b"\r\n\r\n"):
            return Response(0, head, b"", whole=False)
        status = int(head.split(b" ", 2)[1])
        framing = Response(status, head, b"", whole=True)
        if method == b"HEAD" or status in (204, 304):
            return framing
        try:
            body, whole = self._body(framing)
        except ConnectionResetError:
            body, whole = self._buffer, False
        return Response(status, head, body, whole)

    def _body(self, framing: Response) -> tuple[bytes, bool]:
        if framing.value(b"transfer-encoding") == b"chunked":
            return self._chunks()
        length = framing.value(b"content-length")
        if length is None:
            return self.read_to_end(), True
        body = self.read_exactly(int(length))
        return body, len(body) == int(length)

    def _chunks(self) -> tuple[bytes, bool]:
        body = b""
        while line := self.read_until(b"\r\n"):
            size = int(line, 16)
            chunk = self.read_exactly(size + 2)
            body += chunk[:size]
            if len(chunk) < size + 2 or size == 0:
                return body, size == 0 and chunk == b"\r\n"
        return body, False


def lines_of(head: bytes) -> list[bytes]:
    """A head's fields as they stand there."""
    return head.split(b"\r\n")[1:-2]


def value_in(head: bytes, name: bytes) -> list[bytes]:
    """All values of a field in a head."""
    lines = [line.partition(b": ") for line in lines_of(head)]
    return [value for one, _, value in lines if one.lower() == name]
