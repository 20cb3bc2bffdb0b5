"""Bytes that two readers could read in two ways, from a raw visitor to a portal that records.

Whatever is sent, the portal gets the requests that stand in the table and no other; it reads them
with the strictest of eyes. What is refused ends the connection, so that nothing behind it is read
as a request.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pytest

from tests.proxy.wire import OK, Gateway, Portal, Wire, gateway, portal

HOST = b"Host: a.example"
CHUNKED = b"Transfer-Encoding: chunked"
FIVE = b"Content-Length: 5"
END = b"0\r\n\r\n"

# What a smuggler would have the portal read as a request of its own.
SECOND = b"GET /second HTTP/1.1\r\nHost: a.example\r\n\r\n"


class Asked(NamedTuple):
    """A request as the portal got it."""

    method: bytes
    target: bytes
    body: bytes = b""


@dataclass
class Record:
    """All that the portal got: whole requests, their fields, and what was no whole request."""

    asked: list[Asked] = field(default_factory=list)
    heads: list[bytes] = field(default_factory=list)
    broken: list[bytes] = field(default_factory=list)


@dataclass
class Servers:
    portal: Portal
    proxy: Gateway
    record: Record


@pytest.fixture(scope="module")
def _running() -> Iterator[Servers]:
    record = Record()

    def script(wire: Wire) -> None:
        while head := wire.head():
            asked = strictly_read(head, wire)
            if asked is None:
                record.broken.append(head)
                return
            record.heads.append(head)
            record.asked.append(asked)
            wire.send(OK)

    with portal(script) as origin, gateway(origin.url) as proxy:
        yield Servers(origin, proxy, record)


@pytest.fixture
def servers(_running: Servers) -> Servers:
    record = _running.record
    record.asked.clear()
    record.heads.clear()
    record.broken.clear()
    _running.proxy.app.counters.clear()
    _running.proxy.refused.clear()
    return _running


_LINE = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?[\t\x20-\x7e\x80-\xff]*")


def strictly_read(head: bytes, wire: Wire) -> Asked | None:
    """A request by the letter of RFC 9112; None for what breaks it or is not complete."""
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    start = re.fullmatch(rb"([A-Z-]+) (/[\x21-\x7e]*) HTTP/1\.1", first)
    if start is None or not head.endswith(b"\r\n\r\n"):
        return None
    fields: dict[bytes, list[bytes]] = {}
    for line in lines:
        if not _LINE.fullmatch(line):
            return None
        name, _, value = line.partition(b":")
        fields.setdefault(name.lower(), []).append(value.strip())
    body = _strict_body(fields, wire)
    if body is None or len(fields[b"host"]) != 1:
        return None
    return Asked(start[1], start[2], body)


def _strict_body(fields: dict[bytes, list[bytes]], wire: Wire) -> bytes | None:
    lengths = fields.get(b"content-length", [])
    codings = fields.get(b"transfer-encoding", [])
    if len(lengths) + len(codings) > 1 or codings not in ([], [b"chunked"]):
        return None
    if lengths:
        body = wire.read_exactly(int(lengths[0])) if lengths[0].isdigit() else b""
        return body if len(body) == int(lengths[0]) else None
    return _strict_chunks(wire) if codings else b""


def _strict_chunks(wire: Wire) -> bytes | None:
    body = b""
    while re.fullmatch(rb"[0-9a-fA-F]+\r\n", line := wire.read_until(b"\r\n")):
        size = int(line, 16)
        chunk = wire.read_exactly(size + 2)
        if len(chunk) != size + 2 or not chunk.endswith(b"\r\n"):
            return None
        body += chunk[:-2]
        if size == 0:
            return body
    return None


def head(*lines: bytes) -> bytes:
    return b"\r\n".join(lines) + b"\r\n\r\n"


def get(*fields: bytes) -> bytes:
    return head(b"GET / HTTP/1.1", HOST, *fields)


def ask(line: bytes) -> bytes:
    return head(line, HOST)


def post(*fields: bytes, body: bytes = b"") -> bytes:
    return head(b"POST / HTTP/1.1", HOST, *fields) + body


def chunks(body: bytes) -> bytes:
    return post(CHUNKED, body=body)


# Name: what is sent, and the status of the refusal.
REFUSED: dict[str, tuple[bytes, int]] = {
    # Transfer-Encoding beside Content-Length: every order, every disguise
    "length, coding": (post(FIVE, CHUNKED, body=END), 400),
    "coding, length": (post(CHUNKED, FIVE, body=END), 400),
    "small letters": (post(b"content-length: 5", b"transfer-encoding: chunked", body=END), 400),
    "capitals": (post(b"CONTENT-LENGTH: 5", b"TRANSFER-ENCODING: CHUNKED", body=END), 400),
    "mixed": (post(FIVE, b"tRANSFER-eNCODING: cHUNKED", body=END), 400),
    "length 0, coding": (post(b"Content-Length: 0", CHUNKED, body=END), 400),
    "xchunked": (post(FIVE, b"Transfer-Encoding: xchunked", body=END), 400),
    "chunked, identity": (post(b"Transfer-Encoding: chunked, identity", body=END), 400),
    "identity, chunked": (post(b"Transfer-Encoding: identity, chunked", body=END), 501),
    "identity": (post(FIVE, b"Transfer-Encoding: identity", body=b"abcde"), 400),
    "chunked, chunked": (post(b"Transfer-Encoding: chunked, chunked", body=END), 400),
    "two codings": (post(CHUNKED, CHUNKED, body=END), 400),
    "chunked, then cow": (post(CHUNKED, b"Transfer-Encoding: cow", body=END), 400),
    "cow, then chunked": (post(b"Transfer-Encoding: cow", CHUNKED, body=END), 400),
    "an empty member": (post(b"Transfer-Encoding: ,chunked", body=END), 501),
    "an empty member behind": (post(b"Transfer-Encoding: chunked,", body=END), 400),
    "a parameter": (post(b"Transfer-Encoding: chunked;q=1", body=END), 400),
    "quotes": (post(b'Transfer-Encoding: "chunked"', body=END), 400),
    "junk behind": (post(b"Transfer-Encoding: chunked x", body=END), 400),
    "a tab behind": (post(b"Transfer-Encoding: chunked\t", body=END), 400),
    "a vertical tab": (post(b"Transfer-Encoding: \x0bchunked", body=END), 400),
    "a form feed": (post(b"Transfer-Encoding: chunked\x0c", body=END), 400),
    "a NUL": (post(b"Transfer-Encoding: chunked\0", body=END), 400),
    "a no-break space": (post(b"Transfer-Encoding: \xa0chunked", body=END), 400),
    "nothing": (post(b"Transfer-Encoding: ", body=END), 400),
    "nothing, length": (post(b"Transfer-Encoding: ", FIVE, body=END), 400),
    "a folded coding": (post(b"Transfer-Encoding:\r\n chunked", body=END), 400),
    "a coding in a fold": (post(b"X: a\r\n Transfer-Encoding: chunked", FIVE, body=END), 400),
    "a space before the name": (post(b" Transfer-Encoding: chunked", body=END), 400),
    "a space before the colon": (post(b"Transfer-Encoding : chunked", body=END), 400),
    "a tab before the colon": (post(b"Transfer-Encoding\t: chunked", body=END), 400),
    "a NUL in the name": (post(b"Transfer-Encoding\0: chunked", body=END), 400),
    "a CR before it": (post(b"X: a\rTransfer-Encoding: chunked", FIVE, body=END), 400),
    "a LF before it": (post(b"X: a\nTransfer-Encoding: chunked", FIVE, body=END), 400),
    "a CR LF LF": (post(b"X: a\r\n\nTransfer-Encoding: chunked", FIVE, body=END), 400),
    "chunks in HTTP/1.0": (head(b"POST / HTTP/1.0", HOST, CHUNKED) + END, 400),
    "kept chunks in HTTP/1.0": (
        head(b"POST / HTTP/1.0", HOST, b"Connection: keep-alive", CHUNKED) + END,
        400,
    ),
    # Content-Length
    "two equal lengths": (post(FIVE, FIVE, body=b"abcde"), 400),
    "two lengths": (post(FIVE, b"content-length: 6", body=b"abcdef"), 400),
    "a list": (post(b"Content-Length: 5, 5", body=b"abcde"), 400),
    "a list with nothing": (post(b"Content-Length: 5,", body=b"abcde"), 400),
    "two numbers": (post(b"Content-Length: 5 5", body=b"abcde"), 400),
    "plus": (post(b"Content-Length: +5", body=b"abcde"), 400),
    "minus": (post(b"Content-Length: -5", body=b"abcde"), 400),
    "minus zero": (post(b"Content-Length: -0"), 400),
    "hexadecimal": (post(b"Content-Length: 0x5", body=b"abcde"), 400),
    "a fraction": (post(b"Content-Length: 5.0", body=b"abcde"), 400),
    "an exponent": (post(b"Content-Length: 5e0", body=b"abcde"), 400),
    "an underscore": (post(b"Content-Length: 1_0", body=b"abcde"), 400),
    "a quoted length": (post(b'Content-Length: "5"', body=b"abcde"), 400),
    "no digits": (post(b"Content-Length: ", body=b"abcde"), 400),
    "wide digits": (post("Content-Length: \uff15".encode(), body=b"abcde"), 400),
    "Arabic digits": (post("Content-Length: \u0665".encode(), body=b"abcde"), 400),
    "past 64 bits": (post(b"Content-Length: 18446744073709551621", body=b"abcde"), 400),
    "past 63 bits": (post(b"Content-Length: 9223372036854775808", body=b"abcde"), 400),
    "past the limit": (post(b"Content-Length: 99999999999"), 413),
    "a space behind": (post(b"Content-Length : 5", body=b"abcde"), 400),
    # chunks
    "a chunk of 0x5": (chunks(b"0x5\r\nabcde\r\n" + END), 400),
    "a chunk of +5": (chunks(b"+5\r\nabcde\r\n" + END), 400),
    "a chunk of -5": (chunks(b"-5\r\nabcde\r\n" + END), 400),
    "a chunk of 5_0": (chunks(b"5_0\r\nabcde\r\n" + END), 400),
    "a chunk of nothing": (chunks(b"\r\nabcde\r\n" + END), 400),
    "a chunk past 64 bits": (chunks(b"10000000000000005\r\nabcde\r\n" + END), 400),
    "a space before a size": (chunks(b" 5\r\nabcde\r\n" + END), 400),
    "a space behind a size": (chunks(b"5 \r\nabcde\r\n" + END), 400),
    "a tab behind a size": (chunks(b"5\t\r\nabcde\r\n" + END), 400),
    "a LF behind a size": (chunks(b"5\nabcde\r\n" + END), 400),
    "a CR behind a size": (chunks(b"5\rabcde\r\n" + END), 400),
    "a LF in an extension": (chunks(b"5;\nxx\r\nabcde\r\n" + END), 400),
    "a CR in an extension": (chunks(b"5;a\rb\r\nabcde\r\n" + END), 400),
    "a NUL in an extension": (chunks(b"5;a\0b\r\nabcde\r\n" + END), 400),
    "no line end behind a chunk": (chunks(b"5\r\nabcde" + END), 400),
    "a LF behind a chunk": (chunks(b"5\r\nabcde\n" + END), 400),
    "a CR behind a chunk": (chunks(b"5\r\nabcde\r" + END), 400),
    "more than the size": (chunks(b"5\r\nabcdef\r\n" + END), 400),
    "less than the size": (chunks(b"5\r\nabcd\r\n" + END), 400),
    "LF at the end": (chunks(b"5\r\nabcde\r\n0\n\n"), 400),
    "a length in the trailers": (chunks(b"0\r\nContent-Length: 50\r\n\r\n"), 400),
    "a coding in the trailers": (chunks(b"0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400),
    "a trailer without colon": (chunks(b"0\r\nfoo\r\n\r\n"), 400),
    "a folded trailer": (chunks(b"0\r\nX: a\r\n b\r\n\r\n"), 400),
    # Host
    "two hosts": (get(b"Host: b.example"), 400),
    "two equal hosts": (get(HOST), 400),
    "no host": (head(b"GET / HTTP/1.1"), 400),
    "an empty host": (head(b"GET / HTTP/1.1", b"Host: "), 400),
    "a list of hosts": (head(b"GET / HTTP/1.1", b"Host: a, b"), 400),
    "a host with a space": (head(b"GET / HTTP/1.1", b"Host: a b"), 400),
    "a host with a path": (head(b"GET / HTTP/1.1", b"Host: a/b"), 400),
    "a host with a user": (head(b"GET / HTTP/1.1", b"Host: u@b"), 400),
    "a host with a scheme": (head(b"GET / HTTP/1.1", b"Host: http://b"), 400),
    "a host with a query": (head(b"GET / HTTP/1.1", b"Host: a?b"), 400),
    "a host with a fragment": (head(b"GET / HTTP/1.1", b"Host: a#b"), 400),
    "a host with an escape": (head(b"GET / HTTP/1.1", b"Host: a%00b"), 400),
    "a host in GBK": (head(b"GET / HTTP/1.1", b"Host: \xc4\xe3"), 400),
    "a port that is none": (head(b"GET / HTTP/1.1", b"Host: a:99999999"), 400),
    "a negative port": (head(b"GET / HTTP/1.1", b"Host: a:-1"), 400),
    "a folded host": (head(b"GET / HTTP/1.1", b"Host:\r\n b"), 400),
    # request lines
    "another host in the target": (ask(b"GET http://b.example/x HTTP/1.1"), 400),
    "another port in the target": (ask(b"GET http://a.example:81/x HTTP/1.1"), 400),
    "a user in the target": (ask(b"GET http://u@a.example/x HTTP/1.1"), 400),
    "a user that looks like us": (ask(b"GET http://a.example@b.example/x HTTP/1.1"), 400),
    "a backslash in the target": (ask(b"GET http://a.example\\@b.example/x HTTP/1.1"), 400),
    "a file": (ask(b"GET file:///etc/passwd HTTP/1.1"), 400),
    "gopher": (ask(b"GET gopher://a.example/_x HTTP/1.1"), 400),
    "an authority": (ask(b"GET a.example:80 HTTP/1.1"), 400),
    "a tunnel": (ask(b"CONNECT b.example:443 HTTP/1.1"), 400),
    "a tunnel to a path": (ask(b"CONNECT / HTTP/1.1"), 405),
    "a star": (ask(b"OPTIONS * HTTP/1.1"), 400),
    "a star to get": (ask(b"GET * HTTP/1.1"), 400),
    "two backslashes": (ask(b"GET \\\\b.example/x HTTP/1.1"), 400),
    "a space in the target": (ask(b"GET /a b HTTP/1.1"), 400),
    "a whole request in the target": (ask(b"GET / HTTP/1.1 GET /x HTTP/1.1"), 400),
    "a tab in the target": (ask(b"GET /a\tb HTTP/1.1"), 400),
    "a NUL in the target": (ask(b"GET /a\0b HTTP/1.1"), 400),
    "a CR in the target": (ask(b"GET /a\rb HTTP/1.1"), 400),
    "a DEL in the target": (ask(b"GET /a\x7fb HTTP/1.1"), 400),
    "a space behind the version": (ask(b"GET / HTTP/1.1 "), 400),
    "tabs for spaces": (ask(b"GET\t/\tHTTP/1.1"), 400),
    "HTTP/0.9": (b"GET /\r\n", 400),
    "HTTP/0.9 with an empty line": (b"GET /\r\n\r\n", 505),
    "HTTP/1.2": (ask(b"GET / HTTP/1.2"), 400),
    "HTTP/1.10": (ask(b"GET / HTTP/1.10"), 400),
    "HTTP/2.0": (ask(b"GET / HTTP/2.0"), 505),
    "HTTP/3.0": (ask(b"GET / HTTP/3.0"), 400),
    "http/1.1": (ask(b"GET / http/1.1"), 400),
    "HTTP/2's preface": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "RTSP": (ask(b"DESCRIBE / RTSP/1.0"), 405),
    "Icecast": (ask(b"SOURCE / ICE/1.0"), 405),
    "small letters in a method": (ask(b"get / HTTP/1.1"), 400),
    "a method of nobody": (ask(b"BREW / HTTP/1.1"), 400),
    "a method with more": (ask(b"GETX / HTTP/1.1"), 400),
    "a method with a sign": (ask(b"G@T / HTTP/1.1"), 400),
    "TRACE": (ask(b"TRACE / HTTP/1.1"), 405),
    "PURGE": (ask(b"PURGE / HTTP/1.1"), 405),
    "a space before it": (b" " + get(), 400),
    "a NUL before it": (b"\0" + get(), 400),
    "TLS": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
    # lines and names
    "lines without CR": (b"GET / HTTP/1.1\nHost: a\n\n", 400),
    "a head that ends without CR": (b"GET / HTTP/1.1\r\nHost: a\r\n\n", 400),
    "a folded line": (get(b"X: a\r\n b"), 400),
    "a first line that is folded": (b"GET / HTTP/1.1\r\n X: a\r\nHost: a\r\n\r\n", 400),
    "a NUL in a value": (get(b"X: a\0b"), 400),
    "an escape in a value": (get(b"X: a\x1bb"), 400),
    "a DEL in a value": (get(b"X: a\x7fb"), 400),
    "a NUL in a name": (get(b"X\0: a"), 400),
    "a space in a name": (get(b"X Y: a"), 400),
    "a name in UTF-8": (get("X-\u5b57: a".encode()), 400),
    "no name": (get(b": a"), 400),
    "no colon": (get(b"X"), 400),
    # what Connection must not take away
    "Connection: cookie": (get(b"Connection: cookie", b"Cookie: a=1"), 400),
    "Connection: Authorization": (get(b"Connection: close, Authorization"), 400),
    "Connection: X-Forwarded-For": (get(b"Connection: X-Forwarded-For"), 400),
    "Connection: Content-Length": (post(b"Connection: Content-Length", FIVE, body=b"abcde"), 400),
    "Connection: Host": (get(b"Connection: Host"), 400),
    # sizes
    "a large field": (get(b"X: " + b"a" * 70_000), 431),
    "a large name": (get(b"X" * 70_000 + b": a"), 431),
    "many fields": (get(*[b"X: a"] * 300), 431),
    "a long target": (ask(b"GET /" + b"a" * 70_000 + b" HTTP/1.1"), 431),
    # other protocols
    "a body before a WebSocket": (
        post(b"Connection: Upgrade", b"Upgrade: websocket", FIVE, body=b"abcde"),
        400,
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_counted_and_the_end(servers: Servers, name: str) -> None:
    request, status = REFUSED[name]
    with servers.proxy.connect() as visitor:
        visitor.send(request + SECOND)
        response = visitor.response()
        assert response.status == status
        assert response.whole
        assert visitor.is_over()
    assert servers.record.asked == []
    counted = servers.proxy.app.counters + servers.proxy.refused
    assert sum(counted.values()) > 0


ROOT = Asked(b"GET", b"/")
FORM = Asked(b"POST", b"/", b"abcde")
EMPTY = Asked(b"POST", b"/")

# Name: what is sent, and the requests that the portal gets.
PASSED: dict[str, tuple[bytes, list[Asked]]] = {
    "a length": (post(FIVE, body=b"abcde"), [FORM]),
    "a length of nothing": (post(b"Content-Length: 0"), [EMPTY]),
    "no length": (post(), [EMPTY]),
    "a length with a tab": (post(b"Content-Length:\t5", body=b"abcde"), [FORM]),
    "a length with zeros": (post(b"Content-Length: 0005", body=b"abcde"), [FORM]),
    "a body of GET": (get(FIVE) + b"abcde", [Asked(b"GET", b"/", b"abcde")]),
    "chunks": (chunks(b"2\r\nab\r\n3\r\ncde\r\n" + END), [FORM]),
    "chunks in capitals": (
        post(b"TRANSFER-ENCODING:CHUNKED", body=b"5\r\nabcde\r\n" + END),
        [FORM],
    ),
    "many zeros": (chunks(b"0" * 30 + b"5\r\nabcde\r\n000\r\n\r\n"), [FORM]),
    "extensions": (chunks(b'5;a="b;c"\r\nabcde\r\n0;x\r\n\r\n'), [FORM]),
    "a trailer": (chunks(b"5\r\nabcde\r\n0\r\nX-T: 1\r\n\r\n"), [FORM]),
    "a host in the trailers": (chunks(b"5\r\nabcde\r\n0\r\nHost: b\r\n\r\n"), [FORM]),
    "a name with underscores": (post(b"Transfer_Encoding: chunked", FIVE, body=b"abcde"), [FORM]),
    "a length with underscores": (post(b"Content_Length: 50", FIVE, body=b"abcde"), [FORM]),
    "Connection: Transfer-Encoding": (
        post(b"Connection: Transfer-Encoding", CHUNKED, body=b"5\r\nabcde\r\n" + END),
        [FORM],
    ),
    "TE": (get(b"TE: trailers, chunked;q=0"), [ROOT]),
    "an expectation": (post(b"Expect: 100-continue", FIVE, body=b"abcde"), [FORM]),
    "an expectation of nobody": (post(b"Expect: 200-ok", FIVE, body=b"abcde"), [FORM]),
    "an expectation of a GET": (get(b"Expect: 100-continue"), [ROOT]),
    "h2c": (
        get(b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AA"),
        [ROOT],
    ),
    "h2c with a length": (
        post(b"Connection: Upgrade", b"Upgrade: h2c", FIVE, body=b"abcde"),
        [FORM],
    ),
    "h2c with chunks": (
        post(b"Connection: Upgrade", b"Upgrade: h2c", CHUNKED, body=b"5\r\nabcde\r\n" + END),
        [FORM],
    ),
    "an upgrade to nothing": (get(b"Upgrade: TLS/1.3"), [ROOT]),
    "an absolute target": (ask(b"GET http://a.example/x?y HTTP/1.1"), [Asked(b"GET", b"/x?y")]),
    "an absolute target in capitals": (
        ask(b"GET HTTPS://A.EXAMPLE/x HTTP/1.1"),
        [Asked(b"GET", b"/x")],
    ),
    "//host": (ask(b"GET //b.example/x HTTP/1.1"), [Asked(b"GET", b"//b.example/x")]),
    "/\\host": (ask(b"GET /\\b.example/x HTTP/1.1"), [Asked(b"GET", b"/\\b.example/x")]),
    "/@host": (ask(b"GET /@b.example/x HTTP/1.1"), [Asked(b"GET", b"/@b.example/x")]),
    "an escaped line end": (
        ask(b"GET /%0d%0aHost:%20b HTTP/1.1"),
        [Asked(b"GET", b"/%0d%0aHost:%20b")],
    ),
    "a fragment": (ask(b"GET /a?b#//b.example HTTP/1.1"), [Asked(b"GET", b"/a?b")]),
    "GBK": (
        ask(b"GET /\xc4\xe3?\xba\xc3=\xff HTTP/1.1"),
        [Asked(b"GET", b"/%C4%E3?%BA%C3=%FF")],
    ),
    "two spaces": (ask(b"GET  / HTTP/1.1"), [ROOT]),
    "empty lines before it": (b"\r\n\r\n" + get(), [ROOT]),
    "a LF before it": (b"\n" + get(), [ROOT]),
    "HTTP/1.0 that is kept": (
        head(b"GET / HTTP/1.0", HOST, b"Connection: keep-alive"),
        [ROOT],
    ),
    "an override": (get(b"X-HTTP-Method-Override: DELETE"), [ROOT]),
    "all at once": (
        get()
        + post(FIVE, body=b"abcde")
        + chunks(b"5\r\nabcde\r\n" + END)
        + ask(b"PUT /p HTTP/1.1"),
        [ROOT, FORM, FORM, Asked(b"PUT", b"/p")],
    ),
}


# Behind these the connection ends although they were answered.
LAST = {"HTTP/1.0 that is kept"}


@pytest.mark.parametrize("torn", [False, True], ids=["whole", "torn"])
@pytest.mark.parametrize("name", PASSED)
def test_it_passes_as_what_it_is(servers: Servers, name: str, *, torn: bool) -> None:
    request, expected = PASSED[name]
    expected = expected if name in LAST else [*expected, Asked(b"GET", b"/second")]
    with servers.proxy.connect() as visitor:
        for start in range(0, len(request + SECOND), 7 if torn else 100_000):
            visitor.send((request + SECOND)[start : start + (7 if torn else 100_000)])
        assert [visitor.response().body for _ in expected] == [b"ok"] * len(expected)
    assert servers.record.asked == expected
    assert servers.record.broken == []


@pytest.mark.parametrize(
    "fields",
    [
        [b"X_Forwarded_For: 6.6.6.6", b"X-Forwarded_Host: evil", b"x_real_ip: 6.6.6.6"],
        [b"X-Forwarded-For: 6.6.6.6", b"x-forwarded-whatever: evil", b"FORWARDED: for=6.6.6.6"],
        [b"Transfer_Encoding: evil", b"Content_Length: 6.6.6.6", b"Proxy: evil"],
        [b"Connection: X-Private", b"X-Private: evil"],
        [b"Proxy-Connection: evil", b"Keep-Alive: evil", b"HTTP2-Settings: evil", b"TE: evil"],
    ],
)
def test_no_field_passes_for_one_of_ours(servers: Servers, fields: list[bytes]) -> None:
    assert servers.proxy.ask(get(*fields)).status == 200
    (sent,) = servers.record.heads
    assert b"evil" not in sent
    assert b"6.6.6.6" not in sent


def test_a_trailer_is_no_field(servers: Servers) -> None:
    request = chunks(b"5\r\nabcde\r\n0\r\nAuthorization: evil\r\nX-Forwarded-For: evil\r\n\r\n")
    assert servers.proxy.ask(request).status == 200
    assert b"evil" not in servers.record.heads[0]


@pytest.mark.parametrize("around", [b"0\r\nX: %b", b"5;%b"])
def test_what_stands_around_chunks_has_an_end(servers: Servers, around: bytes) -> None:
    with servers.proxy.connect() as visitor:
        visitor.send(chunks(b"3\r\nabc\r\n"))
        before, _, _ = around.partition(b"%b")
        visitor.send(before)
        for _ in range(40):
            visitor.send(b"a" * 10_000)
        assert visitor.response().status == 431
    assert servers.record.asked == []
    assert servers.proxy.refused == {"head-too-large": 1}


def test_nothing_behind_a_last_request_is_read(servers: Servers) -> None:
    with servers.proxy.connect() as visitor:
        visitor.send(get(b"Connection: close") + SECOND)
        assert visitor.response().body == b"ok"
        assert visitor.is_over()
    assert servers.record.asked == [ROOT]


def test_what_is_refused_behind_a_request_does_not_harm_its_answer(servers: Servers) -> None:
    with servers.proxy.connect() as visitor:
        visitor.send(get() + REFUSED["length, coding"][0] + SECOND)
        assert visitor.response().body == b"ok"
        assert visitor.is_over()
    assert servers.record.asked == [ROOT]


def test_only_empty_lines_are_no_request(servers: Servers) -> None:
    with servers.proxy.connect() as visitor:
        visitor.send(b"\r\n")
        visitor.send(b"\r\n\r\n")
        visitor.send(get())
        assert visitor.response().body == b"ok"
