"""What of a request is passed, and how long and how large it may be. See test_smuggling, too."""

from __future__ import annotations

import pytest

from tests.proxy.wire import Gateway, Portal, Wire, gateway, portal

HOST = b"Host: a.example"
CHUNKED = b"Transfer-Encoding: chunked"


def head(first: bytes, *fields: bytes) -> bytes:
    return b"\r\n".join([first, *fields]) + b"\r\n\r\n"


@pytest.mark.parametrize(
    ("request_head", "sent"),
    [
        (head(b"POST / HTTP/1.1", HOST, b"Content-Length: 0"), b"content-length: 0\r\n"),
        (head(b"POST / HTTP/1.1", HOST), b"content-length: 0\r\n"),
        (head(b"GET /a#b HTTP/1.1", HOST), b"GET /a HTTP/1.1\r\n"),
        (head(b"GET / HTTP/1.0"), b"GET / HTTP/1.1\r\n"),
        (head(b"PROPFIND / HTTP/1.1", HOST), b"PROPFIND / HTTP/1.1\r\n"),
        (head(b"GET / HTTP/1.1", b"Host: [::1]:8600"), b"x-forwarded-host: [::1]:8600\r\n"),
        (
            head(b"GET / HTTP/1.1", HOST, b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c"),
            b"GET / HTTP/1.1\r\n",
        ),
    ],
)
def test_what_is_odd_but_clear_passes(
    origin: Portal, proxy: Gateway, request_head: bytes, sent: bytes
) -> None:
    assert proxy.ask(request_head).status == 200
    assert sent.lower() in origin.requests[0].lower()


def test_names_that_cgi_would_confuse_are_dropped(origin: Portal, proxy: Gateway) -> None:
    proxy.get(b"/", b"X_Forwarded_For: 6.6.6.6", b"X_Real_IP: 6.6.6.6", b"X_Own: 1")
    assert b"6.6.6.6" not in origin.requests[0]
    assert b"x_own: 1" in origin.requests[0]


def test_a_slow_head_is_ended() -> None:
    with portal() as origin, gateway(origin.url, head_seconds=0.2) as proxy:
        with proxy.connect() as visitor:
            visitor.send(b"GET / HTTP/1.1\r\nHost: a\r\nX-")
            assert visitor.response().status == 408
            assert visitor.is_over()
        with proxy.connect() as visitor:
            assert visitor.is_over()
        assert proxy.get().status == 200


def test_a_kept_connection_waits_longer_than_a_head_may() -> None:
    with (
        portal() as origin,
        gateway(origin.url, head_seconds=0.2) as proxy,
        proxy.connect() as visitor,
        proxy.connect() as slow,
    ):
        visitor.send(proxy.request(b"GET", b"/"))
        assert visitor.response().status == 200
        slow.send(b"GET")
        assert slow.response().status == 408
        visitor.send(proxy.request(b"GET", b"/"))
        assert visitor.response().status == 200


def test_garbage_behind_a_request_does_not_harm_its_answer(proxy: Gateway) -> None:
    with proxy.connect() as visitor:
        visitor.send(proxy.request(b"GET", b"/") + b"garbage\r\n\r\n")
        assert visitor.response().body == b"ok"
        assert visitor.is_over()


@pytest.mark.parametrize("framing", [b"Content-Length: 11", CHUNKED])
def test_a_body_past_the_limit_is_refused(framing: bytes) -> None:
    received: list[bytes] = []

    def script(wire: Wire) -> None:
        received.append(wire.read_to_end())

    with portal(script) as origin, gateway(origin.url, body_bytes=10) as proxy:
        body = b"b\r\n" + b"x" * 11 + b"\r\n"
        response = proxy.ask(proxy.request(b"POST", b"/", framing) + body)
        assert response.status == 413
        assert proxy.app.counters["too-large"] == 1
    assert not any(head.endswith(b"0\r\n\r\n") for head in received)
