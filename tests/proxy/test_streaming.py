"""Bodies pass in parts, both ways, as fast as the slower side takes them."""

from __future__ import annotations

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.proxy.command import wait_until
from tests.proxy.wire import OK, PATIENCE, Gateway, Portal, Visitor, Wire, gateway, portal

CHUNKED = b"Transfer-Encoding: chunked"


def test_an_event_arrives_before_the_stream_ends() -> None:
    seen = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: one\n\n")
        assert seen.wait(PATIENCE)
        wire.send(b"data: two\n\n")

    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        visitor.send(proxy.request(b"GET", b"/"))
        assert b"content-type: text/event-stream" in visitor.head()
        assert visitor.read_until(b"one\n\n\r\n") == b"b\r\ndata: one\n\n\r\n"
        seen.set()
        assert visitor.read_until(b"0\r\n\r\n") == b"b\r\ndata: two\n\n\r\n0\r\n\r\n"


@pytest.mark.parametrize("framing", [b"Content-Length: 6", CHUNKED])
def test_an_upload_arrives_in_parts_before_it_ends(framing: bytes) -> None:
    seen = threading.Event()
    bodies: list[bytes] = []
    heads: list[bytes] = []

    def script(wire: Wire) -> None:
        heads.append(wire.head())
        assert wire.read_until(b"abc").endswith(b"abc")
        seen.set()
        bodies.append(wire.read_until(b"def"))
        if framing == CHUNKED:
            bodies.append(wire.read_until(b"0\r\n\r\n"))
        wire.send(OK)

    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        visitor.send(proxy.request(b"POST", b"/", framing, b"Content-Type: text/x"))
        parts = (
            [b"3\r\nabc\r\n", b"3\r\ndef\r\n0\r\n\r\n"] if framing == CHUNKED else [b"abc", b"def"]
        )
        visitor.send(parts[0])
        assert seen.wait(PATIENCE)
        visitor.send(parts[1])
        assert visitor.response().body == b"ok"
    assert framing.lower() + b"\r\n" in heads[0].lower()
    assert heads[0].lower().count(b"content-type:") == 1
    assert b"".join(bodies).endswith(b"3\r\ndef\r\n0\r\n\r\n" if framing == CHUNKED else b"def")


def test_a_visitor_who_waits_for_100_gets_it() -> None:
    heads: list[bytes] = []

    def script(wire: Wire) -> None:
        heads.append(wire.head() + wire.read_exactly(3))
        wire.send(OK)

    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        fields = [b"Content-Length: 3", b"Expect: 100-continue"]
        visitor.send(proxy.request(b"POST", b"/", *fields))
        assert visitor.head() == b"HTTP/1.1 100 Continue\r\n\r\n"
        visitor.send(b"abc")
        assert visitor.response().body == b"ok"
    assert b"expect" not in heads[0].lower()
    assert heads[0].endswith(b"abc")


def test_a_refusal_does_not_ask_for_the_body(proxy: Gateway) -> None:
    fields = [b"Content-Length: 99999999999", b"Expect: 100-continue"]
    with proxy.connect() as visitor:
        visitor.send(proxy.request(b"POST", b"/", *fields))
        assert visitor.head().startswith(b"HTTP/1.1 413 ")


def test_an_early_reply_ends_the_upload() -> None:
    def script(wire: Wire) -> None:
        wire.head()
        wire.send(b"HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno")
        wire.read_to_end()

    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        visitor.send(proxy.request(b"POST", b"/", b"Content-Length: 1000000") + b"x" * 100_000)
        response = visitor.response()
        assert (response.status, response.body) == (403, b"no")
        # What else is sent is dropped; the connection goes on with the next request.
        visitor.send(b"x" * 900_000 + proxy.request(b"GET", b"/"))
        assert visitor.response().status == 403


@contextmanager
def waiting_portal(sent: bytes) -> Iterator[tuple[Portal, threading.Event, threading.Event]]:
    """A portal that reads a head, sends something and waits to be left, and events for both."""
    asked = threading.Event()
    left = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        asked.set()
        wire.send(sent)
        try:
            wire.read_to_end()
        finally:
            left.set()

    with portal(script) as origin:
        yield origin, asked, left


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
        b"HTTP/1.1 200 OK\r\n\r\nabc",
    ],
)
@pytest.mark.parametrize(("method", "upload"), [(b"GET", False), (b"PUT", False), (b"PUT", True)])
def test_when_the_visitor_leaves_the_portal_is_left(
    sent: bytes, method: bytes, *, upload: bool
) -> None:
    with waiting_portal(sent) as (origin, asked, left), gateway(origin.url) as proxy:
        with proxy.connect() as visitor:
            fields = [b"Content-Length: 9"] if upload else []
            visitor.send(proxy.request(method, b"/", *fields) + (b"abc" if upload else b""))
            assert asked.wait(PATIENCE)
            if sent.endswith(b"abc"):
                visitor.read_until(b"abc")
        assert left.wait(PATIENCE)
        # Not a fault: nobody is to blame.
        wait_until(lambda: proxy.app.counters["visitor-gone"] == 1)
        assert set(proxy.app.counters) <= {"visitor-gone", "requests"}


SIZE = 60 * 1024 * 1024
PART = b"x" * 65536

SERVE = """
import socket, sys
from a11y_proxy.app import ProxyApp
from a11y_proxy.server import GatewayServer, new_runner, uvicorn_options
from a11y_proxy.settings import ProxySettings
listener = socket.create_server(("127.0.0.1", 0))
settings = ProxySettings()
port = listener.getsockname()[1]
app = ProxyApp(sys.argv[1], settings)
server = GatewayServer(app, lambda: print(port, flush=True), **uvicorn_options(settings))
with new_runner() as runner:
    runner.run(server.serve([listener]))
"""


@contextmanager
def gateway_process(url: str) -> Iterator[tuple[Visitor, int]]:
    """A connection to a proxy in a process of its own, and the process's id."""
    command = [sys.executable, "-c", SERVE, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        port = int(process.stdout.readline())
        try:
            with Visitor(socket.create_connection(("127.0.0.1", port))) as visitor:
                yield visitor, process.pid
        finally:
            process.terminate()


def peak_bytes(pid: int) -> int:
    """The most memory that the process has had (VmHWM, proc(5))."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def send_all_once_stuck(wire: Wire, stuck: threading.Event) -> None:
    """Send SIZE bytes; set the event when nothing more goes for half a second, or all went."""
    wire.socket.settimeout(0.5)
    sent = 0
    while sent < SIZE:
        try:
            sent += wire.socket.send(PART[: SIZE - sent])
        except TimeoutError:
            stuck.set()
            wire.socket.settimeout(PATIENCE)
    stuck.set()


needs_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")


@needs_proc
def test_a_large_answer_waits_for_a_slow_visitor_in_bounded_memory() -> None:
    stuck = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % SIZE)
        send_all_once_stuck(wire, stuck)

    with portal(script) as origin, gateway_process(origin.url) as (visitor, pid):
        before = peak_bytes(pid)
        visitor.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        assert stuck.wait(PATIENCE)
        visitor.head()
        left = SIZE
        while left:
            left -= len(visitor.read_exactly(min(left, 1024 * 1024)))
        assert peak_bytes(pid) - before < 20 * 1024 * 1024


@needs_proc
def test_a_large_upload_waits_for_a_slow_portal_in_bounded_memory() -> None:
    stuck = threading.Event()
    received: list[int] = []

    def script(wire: Wire) -> None:
        wire.head()
        assert stuck.wait(PATIENCE)
        left = SIZE
        while left:
            left -= len(wire.read_exactly(min(left, 1024 * 1024)))
        received.append(SIZE)
        wire.send(OK)

    with portal(script) as origin, gateway_process(origin.url) as (visitor, pid):
        before = peak_bytes(pid)
        visitor.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % SIZE)
        send_all_once_stuck(visitor, stuck)
        assert visitor.response().body == b"ok"
        assert received == [SIZE]
        assert peak_bytes(pid) - before < 20 * 1024 * 1024
