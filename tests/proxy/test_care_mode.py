"""Care mode in the proxy: one tag in every page, streams still stream, errors stay errors."""

from __future__ import annotations

import gzip
import re
import threading
import zlib

import pytest

from tests.proxy.wire import PATIENCE, Wire, care_gateway, portal

TAG = re.compile(rb'<script src="/_a11y/boot\.[0-9a-f]{8}\.js"></script>')
HTML = b"Accept: text/html,*/*;q=0.8"
PAGE = b"<!DOCTYPE html><html><head><title>\xc4\xe3\xba\xc3</title></head><body>x</body></html>"


@pytest.mark.parametrize("coding", [b"identity", b"gzip"])
@pytest.mark.parametrize("chunked", [False, True])
def test_a_page_gets_one_tag_and_keeps_its_bytes(coding: bytes, *, chunked: bool) -> None:
    body = gzip.compress(PAGE) if coding == b"gzip" else PAGE
    framing = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: %d" % len(body)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\nContent-Encoding: "
    sent = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body) if chunked else body
    with portal() as origin, care_gateway(origin.url) as proxy:
        origin.answer = head + coding + b"\r\n" + framing + b"\r\n\r\n" + sent
        response = proxy.get(b"/", HTML, b"Accept-Encoding: gzip, br")
        assert response.whole
        coded = response.value(b"content-encoding") == b"gzip"
        page = gzip.decompress(response.body) if coded else response.body
        (tag,) = TAG.findall(page)
        assert page.replace(tag, b"") == PAGE


def test_an_event_arrives_before_the_stream_ends() -> None:
    seen = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: one\n\n")
        assert seen.wait(PATIENCE)

    with portal(script) as origin, care_gateway(origin.url) as proxy, proxy.connect() as visitor:
        visitor.send(proxy.request(b"GET", b"/"))
        assert visitor.read_until(b"one\n\n").endswith(b"data: one\n\n")
        seen.set()


def test_a_page_arrives_as_far_as_the_portal_has_written_it() -> None:
    seen = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE[:-14])
        assert seen.wait(PATIENCE)
        wire.send(PAGE[-14:])

    with portal(script) as origin, care_gateway(origin.url) as proxy, proxy.connect() as visitor:
        visitor.send(proxy.request(b"GET", b"/", HTML))
        assert TAG.search(visitor.read_until(b"<body>x"))
        seen.set()
        assert visitor.read_until(b"0\r\n\r\n").endswith(b"</body></html>\r\n0\r\n\r\n")


def test_an_error_page_gets_the_tag_once() -> None:
    def script(wire: Wire) -> None:
        wire.head()

    with portal(script) as origin, care_gateway(origin.url) as proxy:
        response = proxy.get(b"/", HTML)
        assert response.status == 502
        assert response.whole
        assert len(TAG.findall(response.body)) == 1
        assert "暂时打不开这个网页" in response.body.decode()


@pytest.mark.parametrize(
    ("begun", "status"), [(b"<!DOCTYPE html><html><he", 502), (PAGE + b"y" * 100_000, 200)]
)
def test_a_page_that_breaks_off_is_never_shown_as_whole(begun: bytes, status: int) -> None:
    def script(wire: Wire) -> None:
        wire.head()
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 900000\r\n\r\n")
        wire.send(begun)

    with portal(script) as origin, care_gateway(origin.url) as proxy:
        response = proxy.get(b"/", HTML)
        assert response.status == status
        assert response.whole == (status == 502)


def test_our_own_pages_never_ask_the_portal() -> None:
    with portal() as origin, care_gateway(origin.url) as proxy:
        for path in (b"/_a11y/health", b"/_a11y/none", b"/%5Fa11y/health"):
            assert proxy.get(path).status in (200, 404)
        assert origin.connections == 0


@pytest.mark.parametrize(
    "coded",
    [
        b"this is no gzip",
        gzip.compress(PAGE)[:-12],
        gzip.compress(PAGE) + b"and what nobody asked for",
        gzip.compress(PAGE)[:20] + b"\xff" * 40,
    ],
    ids=["not coded", "truncated", "trailing", "garbled"],
)
def test_a_page_that_is_compressed_wrongly_is_never_shortened_by_us(coded: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n"
    with portal() as origin, care_gateway(origin.url) as proxy:
        origin.answer = head + b"Content-Length: %d\r\n\r\n" % len(coded) + coded
        response = proxy.get(b"/", HTML, b"Accept-Encoding: gzip")
        if not response.whole:
            return
        if response.body != coded:
            # With the tag: all that could be read of the page, and what stood behind it.
            undone = zlib.decompressobj(wbits=31)
            page = undone.decompress(response.body)
            assert TAG.sub(b"", page) == PAGE
            assert undone.unused_data == coded[len(gzip.compress(PAGE)) :]
