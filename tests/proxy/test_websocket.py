"""WebSockets through the proxy: a real client, a real server, and raw sockets for what is odd."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Origin, Subprotocol

from tests.proxy.wire import PATIENCE, Gateway, Wire, care_gateway, gateway, portal, value_in

Handler = Callable[[ServerConnection], None]

# RFC 6455 1.3 has this key and what has to be answered to it.
KEY = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
ACCEPT = b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
ASKING = (b"Connection: Upgrade", b"Upgrade: websocket", KEY, b"Sec-WebSocket-Version: 13")
ACCEPTED = (
    b"HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    + ACCEPT
    + b"\r\n\r\n"
)


@contextmanager
def through(
    handler: Handler, *, care: bool = False, subprotocol: str | None = None
) -> Iterator[Gateway]:
    """The proxy in front of a real WebSocket server."""
    spoken = [Subprotocol(subprotocol)] if subprotocol else None
    with serve(handler, "127.0.0.1", 0, subprotocols=spoken, max_size=None) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{server.socket.getsockname()[1]}"
        try:
            with (care_gateway if care else gateway)(url) as proxy:
                yield proxy
        finally:
            server.shutdown()
            thread.join(PATIENCE)


def dial(proxy: Gateway, target: str = "/", **options: Any) -> ClientConnection:
    client: ClientConnection = connect(f"ws://127.0.0.1:{proxy.port}{target}", **options)
    return client


def echo(server: ServerConnection) -> None:
    for message in server:
        server.send(message)


@pytest.mark.parametrize("care", [False, True])
@pytest.mark.parametrize("compression", ["deflate", None])
def test_messages_pass_both_ways(care: bool, compression: str | None) -> None:
    messages: list[str | bytes] = ["你好", b"\x00\xff" * 10, "x" * 3_000_000, ""]
    with (
        through(echo, care=care) as proxy,
        dial(proxy, compression=compression, max_size=None) as visitor,
    ):
        for message in messages:
            visitor.send(message)
            assert visitor.recv(PATIENCE) == message
        visitor.send(["in ", "three ", "parts"])
        assert visitor.recv(PATIENCE) == "in three parts"
        assert visitor.ping().wait(PATIENCE)
        assert (visitor.protocol.extensions != []) == (compression is not None)


def test_query_origin_and_subprotocol_arrive() -> None:
    seen: list[tuple[str, str | None, str | None]] = []

    def handler(server: ServerConnection) -> None:
        assert server.request is not None
        origin = server.request.headers["Origin"]
        seen.append((server.request.path, origin, server.subprotocol))

    with through(handler, subprotocol="chat") as proxy:
        own = f"http://127.0.0.1:{proxy.port}"
        protocols = [Subprotocol("other"), Subprotocol("chat")]
        with dial(proxy, "/a%2Fb?x=%C4&y", subprotocols=protocols, origin=Origin(own)) as visitor:
            assert visitor.subprotocol == "chat"
            with pytest.raises(ConnectionClosed):
                visitor.recv(PATIENCE)
    path, origin, subprotocol = seen[0]
    assert (path, subprotocol) == ("/a%2Fb?x=%C4&y", "chat")
    assert origin is not None
    assert origin != own


def test_close_codes_pass_both_ways() -> None:
    codes: list[int | None] = []
    over = threading.Event()

    def handler(server: ServerConnection) -> None:
        if server.recv(PATIENCE) == "you first":
            server.close(4001, "因为")
            return
        with contextlib.suppress(ConnectionClosed):
            server.recv(PATIENCE)
        codes.append(server.close_code)
        over.set()

    with through(handler) as proxy:
        with dial(proxy) as visitor:
            visitor.send("you first")
            with pytest.raises(ConnectionClosed) as closed:
                visitor.recv(PATIENCE)
            assert closed.value.rcvd is not None
            assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (4001, "因为")
        with dial(proxy) as visitor:
            visitor.send("me first")
            visitor.close(4002, "bye")
        assert over.wait(PATIENCE)
    assert codes == [4002]


def test_pings_of_the_server_reach_the_client() -> None:
    answered = threading.Event()

    def handler(server: ServerConnection) -> None:
        if server.ping().wait(PATIENCE):
            answered.set()

    with through(handler) as proxy, dial(proxy):
        assert answered.wait(PATIENCE)


def test_a_loss_on_one_side_is_one_on_the_other() -> None:
    lost = threading.Event()

    def handler(server: ServerConnection) -> None:
        if server.recv(PATIENCE) == "die":
            server.socket.shutdown(socket.SHUT_RDWR)
            return
        with contextlib.suppress(ConnectionClosed):
            server.recv(PATIENCE)
        lost.set()

    with through(handler) as proxy:
        with dial(proxy) as visitor:
            visitor.send("die")
            with pytest.raises(ConnectionClosed) as closed:
                visitor.recv(PATIENCE)
            assert closed.value.rcvd is None
        with dial(proxy) as visitor:
            visitor.send("live")
            visitor.socket.shutdown(socket.SHUT_RDWR)
        assert lost.wait(PATIENCE)


def test_a_refusal_passes_as_an_answer() -> None:
    def script(wire: Wire) -> None:
        while wire.head():
            wire.send(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\nX-Why: so\r\n\r\nno")

    with portal(script) as origin, gateway(origin.url) as proxy:
        with pytest.raises(InvalidStatus) as refused:
            dial(proxy)
        assert refused.value.response.status_code == 403
        response = proxy.get(b"/", *ASKING)
        assert (response.status, response.body) == (403, b"no")
        assert response.value(b"x-why") == b"so"


def test_first_frames_may_come_with_the_handshake() -> None:
    heads: list[bytes] = []

    def script(wire: Wire) -> None:
        heads.append(wire.head())
        wire.send(ACCEPTED + b"portal speaks")
        wire.send(b"heard: " + wire.read_exactly(14))

    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        visitor.send(proxy.request(b"GET", b"/", *ASKING) + b"visitor speaks")
        head = visitor.head()
        assert head.startswith(b"HTTP/1.1 101 Switching Protocols\r\n")
        assert value_in(head, b"connection") == [b"Upgrade"]
        assert value_in(head, b"upgrade") == [b"websocket"]
        assert b"content-length" not in head
        assert b"transfer-encoding" not in head
        assert visitor.read_to_end() == b"portal speaksheard: visitor speaks"
    assert value_in(heads[0], b"connection") == [b"Upgrade"]
    assert value_in(heads[0], b"upgrade") == [b"websocket"]


WRONG = {
    "no accept": b"HTTP/1.1 101 X\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    "another protocol": ACCEPTED.replace(b"Upgrade: websocket", b"Upgrade: h2c"),
    "another accept": ACCEPTED.replace(b"s3p", b"S3p"),
    "no upgrade": ACCEPTED.replace(b"Connection: Upgrade\r\n", b""),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_an_acceptance_that_is_none_is_502(wrong: str) -> None:
    def script(wire: Wire) -> None:
        wire.head()
        wire.send(WRONG[wrong])
        wire.read_to_end()

    with portal(script) as origin, gateway(origin.url) as proxy:
        assert proxy.get(b"/", *ASKING).status == 502
        assert proxy.app.counters == {"garbage": 1}


INCOMPLETE = {
    "no key": (b"GET", ASKING[:2]),
    "a short key": (b"GET", (*ASKING[:2], b"Sec-WebSocket-Key: YWJj")),
    "two keys": (b"GET", (*ASKING, KEY)),
    "another method": (b"PUT", ASKING),
}


@pytest.mark.parametrize("case", INCOMPLETE)
def test_a_handshake_that_is_none_is_400(case: str) -> None:
    method, fields = INCOMPLETE[case]
    with portal() as origin, gateway(origin.url) as proxy:
        assert proxy.ask(proxy.request(method, b"/", *fields)).status == 400
        assert origin.requests == []


def test_only_websockets_become_tunnels() -> None:
    with portal() as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        visitor.send(proxy.request(b"GET", b"/", b"Connection: Upgrade", b"Upgrade: something"))
        assert visitor.response().body == b"ok"
        assert b"upgrade" not in origin.requests[0].lower()


@pytest.mark.parametrize("slow", ["visitor", "portal"])
def test_a_slow_reader_slows_the_writer(slow: str) -> None:
    size, stuck = 50_000_000, threading.Event()

    def write(wire: Wire) -> None:
        wire.socket.settimeout(0.5)
        sent = 0
        while sent < size:
            try:
                sent += wire.socket.send(b"x" * min(65536, size - sent))
            except TimeoutError:
                stuck.set()
                wire.socket.settimeout(PATIENCE)

    def read(wire: Wire) -> None:
        assert stuck.wait(PATIENCE)
        left = size
        while left:
            left -= len(wire.read_exactly(min(left, 1024 * 1024)))

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(ACCEPTED)
        (write if slow == "visitor" else read)(wire)
        wire.send(b"done")

    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        visitor.send(proxy.request(b"GET", b"/", *ASKING))
        visitor.head()
        (read if slow == "visitor" else write)(visitor)
        assert visitor.read_exactly(4) == b"done"


def test_one_side_may_end_before_the_other() -> None:
    def script(wire: Wire) -> None:
        wire.head()
        wire.send(ACCEPTED)
        wire.send(b"got " + wire.read_to_end())

    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        visitor.send(proxy.request(b"GET", b"/", *ASKING))
        visitor.head()
        visitor.send(b"all")
        visitor.socket.shutdown(1)
        assert visitor.read_to_end() == b"got all"


def test_silence_ends_it() -> None:
    ended = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(ACCEPTED)
        wire.read_to_end()
        ended.set()

    with (
        portal(script) as origin,
        gateway(origin.url, tunnel_seconds=0.2) as proxy,
        proxy.connect() as visitor,
    ):
        visitor.send(proxy.request(b"GET", b"/", *ASKING))
        visitor.head()
        assert visitor.is_over()
        assert ended.wait(PATIENCE)


def test_the_end_of_the_server_ends_it_after_the_drain() -> None:
    ended = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(ACCEPTED)
        wire.send(wire.read_exactly(4))
        wire.read_to_end()
        ended.set()

    with portal(script) as origin, contextlib.ExitStack() as stack:
        with gateway(origin.url, drain_seconds=1) as proxy:
            visitor = stack.enter_context(proxy.connect())
            visitor.send(proxy.request(b"GET", b"/", *ASKING))
            visitor.head()
            visitor.send(b"ping")
            assert visitor.read_exactly(4) == b"ping"
        # The server is gone now, and took both ends along.
        assert visitor.is_over()
        assert ended.wait(PATIENCE)
