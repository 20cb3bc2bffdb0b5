"""No visitor takes more than a share: of connections, of bytes, of time."""

from __future__ import annotations

import select
import socket
import threading
import time

import pytest
from a11y_proxy.admission import Admission
from a11y_proxy.app import ProxyApp
from a11y_proxy.settings import ProxySettings

from tests.proxy.wire import OK, PATIENCE, Gateway, Portal, Wire, gateway, portal, serving


def get_on(visitor: Wire, proxy: Gateway) -> None:
    visitor.send(proxy.request(b"GET", b"/"))


@pytest.mark.parametrize("limit", ["visitor_connections", "address_connections"])
def test_a_connection_too_many_is_told_so(origin: Portal, limit: str) -> None:
    with gateway(origin.url, **{limit: 2}) as proxy:
        with proxy.connect() as first, proxy.connect() as second:
            for visitor in (first, second):
                get_on(visitor, proxy)
                assert visitor.response().status == 200
            with proxy.connect() as third:
                response = third.response()
                assert response.status == 503
                assert "现在访问的人太多" in response.body.decode()
                assert third.is_over()
            get_on(first, proxy)
            assert first.response().status == 200
        assert proxy.refused == {"too-many": 1}
        answers = (proxy.get().status for _ in range(1000))
        assert 200 in answers  # as soon as the server has seen the others leave


def test_a_trusted_proxy_speaks_for_many(origin: Portal) -> None:
    with (
        gateway(origin.url, address_connections=1, trusted_proxies=("127.0.0.1",)) as proxy,
        proxy.connect() as first,
        proxy.connect() as second,
    ):
        for visitor in (first, second):
            get_on(visitor, proxy)
            assert visitor.response().status == 200


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1.2.3.4", "1.2.3.4", True),
        ("1.2.3.4", "1.2.3.5", False),
        ("1.2.3.4", "::ffff:1.2.3.4", True),
        ("2001:db8::1", "2001:db8::2:3", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("?", "?", True),
    ],
)
def test_a_visitor_is_an_address_or_a_network_of_ipv6(one: str, other: str, *, same: bool) -> None:
    admission = Admission(ProxySettings(address_connections=1))
    assert admission.enter(one)
    assert admission.enter(other) is not same
    admission.leave(one)
    admission.leave(other)
    assert admission.enter(other)
    assert admission.connections == 1


def test_a_few_bytes_now_and_then_are_no_upload() -> None:
    stopped = threading.Event()

    def script(wire: Wire) -> None:
        wire.read_to_end()
        stopped.set()

    with (
        portal(script) as origin,
        gateway(origin.url, client_seconds=0.4, body_rate=10_000) as proxy,
        proxy.connect() as visitor,
    ):
        visitor.send(proxy.request(b"POST", b"/", b"Content-Length: 100000"))
        sent = 0
        while not stopped.is_set():
            visitor.send(b"x")  # never as slow as to be silent
            sent += 1
            stopped.wait(0.05)
        assert visitor.response().status == 408
        assert sent < 1000
        assert proxy.app.counters == {"slow-request": 1}


def test_an_upload_may_be_slow_where_it_goes_on() -> None:
    with (
        portal(read_body) as origin,
        gateway(origin.url, client_seconds=0.3, body_rate=100) as proxy,
        proxy.connect() as visitor,
    ):
        visitor.send(proxy.request(b"POST", b"/", b"Content-Length: 1000"))
        began = time.monotonic()
        sent = 0
        while sent < 1000:
            visitor.send(b"x" * 100)
            sent += 100
            if sent < 1000:
                threading.Event().wait(0.1)
        assert visitor.response().status == 200
        assert time.monotonic() - began > 0.6  # twice client_seconds: it was no question of them


def read_body(wire: Wire) -> None:
    wire.head()
    wire.read_exactly(1000)
    wire.send(OK)


def test_a_few_bytes_now_and_then_are_no_reader() -> None:
    def script(wire: Wire) -> None:
        wire.head()
        wire.send(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 50_000_000)

    with (
        portal(script) as origin,
        gateway(origin.url, client_seconds=0.4) as proxy,
        proxy.connect() as visitor,
    ):
        visitor.send(proxy.request(b"GET", b"/"))
        while not proxy.app.counters and visitor.socket.recv(1):
            threading.Event().wait(0.05)
        assert proxy.app.counters == {"visitor-stalled": 1}


def test_an_upload_that_is_refused_half_way_is_told_why(origin: Portal) -> None:
    with gateway(origin.url, body_bytes=1000) as proxy, proxy.connect() as visitor:
        visitor.send(proxy.request(b"POST", b"/", b"Content-Length: 3000000", b"Accept: text/html"))
        # All of it before a look at the answer, as browsers do; a reset would overtake that.
        visitor.send(b"x" * 3_000_000)
        response = visitor.response()
        assert (response.status, response.whole) == (413, True)
        assert "换一个小一些的文件" in response.body.decode()
        assert visitor.is_over()


def test_many_fields_are_too_many(origin: Portal) -> None:
    with gateway(origin.url, head_fields=3) as proxy:
        assert proxy.get(b"/", b"A: 1", b"B: 2").status == 200
        response = proxy.get(b"/", b"A: 1", b"B: 2", b"C: 3")
        assert response.status == 431
        assert "Cookie" in response.body.decode()


def test_a_large_head_is_answered_before_it_is_over() -> None:
    with portal() as origin, gateway(origin.url, head_bytes=1000) as proxy:
        with proxy.connect() as visitor:
            visitor.send(b"GET / HTTP/1.1\r\nHost: a\r\n")
            for _ in range(30):
                visitor.send(b"X: " + b"a" * 100 + b"\r\n")
            assert visitor.response().status == 431
            assert visitor.is_over()
        assert origin.requests == []
        assert proxy.refused == {"head-too-large": 1}


@pytest.mark.skipif(not hasattr(select, "poll"), reason="this system has no poll()")
@pytest.mark.parametrize("connection", [b"close", b"keep-alive"])
def test_the_end_of_an_answer_does_not_wait_for_ever(connection: bytes) -> None:
    # More than such sockets take (one packet of the loopback, 64 KB), and so little more that the
    # proxy has the whole answer off its hands.
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 110000\r\n\r\n" + b"x" * 110_000
    with socket.create_server(("127.0.0.1", 0)) as listener, portal() as origin:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        origin.answer = answer
        app = ProxyApp(origin.url)
        with (
            serving(listener, app, client_seconds=0.3, keep_alive_seconds=1),
            socket.socket() as visitor,
        ):
            visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            visitor.connect(listener.getsockname())
            visitor.send(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: %b\r\n\r\n" % connection)
            # Nothing is read; so only the end of the connection wakes us.
            ends = select.poll()
            ends.register(visitor, select.POLLHUP | select.POLLERR)
            assert ends.poll(PATIENCE * 1000)
        assert app.counters in ({}, {"visitor-stalled": 1})
