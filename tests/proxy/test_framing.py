"""Requests that two readers could read in two ways never reach the portal."""

from __future__ import annotations

import pytest

from tests.proxy.wire import Gateway, Portal, Wire, gateway, portal

HOST = b"Host: a.example"
CHUNKED = b"Transfer-Encoding: chunked"


def head(first: bytes, *fields: bytes) -> bytes:
    return b"\r\n".join([first, *fields]) + b"\r\n\r\n"


def post(*fields: bytes) -> bytes:
    return head(b"POST / HTTP/1.1", HOST, *fields)


REFUSED = {
    "length and coding": (post(b"Content-Length: 5", CHUNKED) + b"0\r\n\r\n", 400),
    "coding and length": (post(CHUNKED, b"Content-Length: 5") + b"0\r\n\r\n", 400),
    "two equal lengths": (post(b"Content-Length: 2", b"Content-Length: 2") + b"ab", 400),
    "two lengths": (post(b"Content-Length: 2", b"Content-Length: 3") + b"abc", 400),
    "a list of lengths": (post(b"Content-Length: 2, 2") + b"ab", 400),
    "a length with a sign": (post(b"Content-Length: +2") + b"ab", 400),
    "a negative length": (post(b"Content-Length: -2") + b"ab", 400),
    "a hexadecimal length": (post(b"Content-Length: 0x2") + b"ab", 400),
    "an empty length": (post(b"Content-Length: ") + b"ab", 400),
    "a length past all numbers": (post(b"Content-Length: " + b"9" * 25), 400),
    "a space before the colon": (post(b"Content-Length : 2") + b"ab", 400),
    "a coding with a space": (post(b"Transfer-Encoding : chunked") + b"0\r\n\r\n", 400),
    "an unknown coding": (post(b"Transfer-Encoding: xchunked") + b"0\r\n\r\n", 400),
    "a coding that we don't undo": (post(b"Transfer-Encoding: gzip, chunked") + b"0\r\n\r\n", 501),
    "chunks that don't end it": (post(b"Transfer-Encoding: chunked, gzip"), 400),
    "chunks in chunks": (post(b"Transfer-Encoding: chunked, chunked"), 400),
    "two codings": (post(CHUNKED, CHUNKED), 400),
    "identity": (post(b"Transfer-Encoding: identity", b"Content-Length: 2") + b"ab", 400),
    "a vertical tab": (post(b"Transfer-Encoding: \x0bchunked"), 400),
    "a folded coding": (post(b"Transfer-Encoding:\r\n chunked"), 400),
    "a folded line": (post(b"X-A: a\r\n b"), 400),
    "chunks in HTTP/1.0": (head(b"POST / HTTP/1.0", HOST, CHUNKED) + b"0\r\n\r\n", 400),
    "a chunk size that is none": (post(CHUNKED) + b"zz\r\n\r\n", 400),
    "a chunk size in C": (post(CHUNKED) + b"0x2\r\nab\r\n0\r\n\r\n", 400),
    "a chunk size past all numbers": (post(CHUNKED) + b"f" * 18 + b"\r\n\r\n", 400),
    "a chunk line without CR": (post(CHUNKED) + b"2\nab\r\n0\r\n\r\n", 400),
    "a chunk that is longer": (post(CHUNKED) + b"2\r\nabX0\r\n\r\n", 400),
    "two hosts": (head(b"GET / HTTP/1.1", HOST, HOST), 400),
    "no host": (head(b"GET / HTTP/1.1"), 400),
    "an empty host": (head(b"GET / HTTP/1.1", b"Host: "), 400),
    "a host with a path": (head(b"GET / HTTP/1.1", b"Host: a/b"), 400),
    "a host with a user": (head(b"GET / HTTP/1.1", b"Host: u@b"), 400),
    "lines without CR": (b"GET / HTTP/1.1\nHost: a\n\n", 400),
    "a CR alone": (post(b"X: a\rY: b"), 400),
    "a NUL": (post(b"X: a\0b"), 400),
    "a control character": (post(b"X: a\x01b"), 400),
    "a line without colon": (post(b"foo"), 400),
    "a line without name": (post(b": foo"), 400),
    "a name with a bracket": (post(b"a(b: foo"), 400),
    "a name in GBK": (post(b"\xc4\xe3: foo"), 400),
    "a space in the target": (head(b"GET /a b HTTP/1.1", HOST), 400),
    "a control character in the target": (head(b"GET /a\x01b HTTP/1.1", HOST), 400),
    "no slash": (head(b"GET a HTTP/1.1", HOST), 400),
    "another host without path": (head(b"GET http://b HTTP/1.1", HOST), 400),
    "a star": (head(b"OPTIONS * HTTP/1.1", HOST), 400),
    "a tunnel": (head(b"CONNECT b:443 HTTP/1.1", HOST), 400),
    "a tunnel to a path": (head(b"CONNECT /b HTTP/1.1", HOST), 405),
    "an echo of cookies": (head(b"TRACE / HTTP/1.1", HOST), 405),
    "a method of nobody": (head(b"BREW / HTTP/1.1", HOST), 400),
    "another protocol": (head(b"GET / HTTP/2.0", HOST), 505),
    "no protocol": (b"GET /\r\n\r\n", 505),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    "a field too large": (head(b"GET / HTTP/1.1", HOST, b"X: " + b"a" * 70_000), 431),
    "too many fields": (head(b"GET / HTTP/1.1", HOST, *[b"X: a"] * 12_000), 431),
    "a target too long": (head(b"GET /" + b"a" * 70_000 + b" HTTP/1.1", HOST), 431),
    "a websocket": (
        head(b"GET / HTTP/1.1", HOST, b"Connection: Upgrade", b"Upgrade: websocket"),
        400,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_and_ends_the_connection(origin: Portal, proxy: Gateway, name: str) -> None:
    request, status = REFUSED[name]
    with proxy.connect() as visitor:
        # What a smuggler would hope to have read as a second request.
        visitor.send(request + head(b"GET /smuggled HTTP/1.1", HOST))
        response = visitor.response()
        assert response.status == status
        assert visitor.is_over()
    assert origin.requests == []


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
