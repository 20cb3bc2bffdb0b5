"""Whatever the portal does wrong: a status in plain words, or a cut connection; never a hang."""

from __future__ import annotations

import contextlib
import logging
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import html5lib
import pytest
from a11y_proxy.error_page import page
from a11y_proxy.errors import BAD_REQUEST, NO_ANSWER, Reason

from tests.proxy.wire import PATIENCE, Gateway, Portal, Script, Wire, gateway, portal

OK_CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
OK_NINE = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
OK_UNTIL_CLOSE = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n"


def sending(raw: bytes, *, stall: bool = False) -> Script:
    """A portal that answers each connection's first request with these bytes, then closes."""

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(raw)
        if stall:
            wire.read_to_end()

    return script


BEFORE_THE_ANSWER = {
    "closes at once": (b"", 502, "closed"),
    "closes in the head": (b"HTTP/1.1 200 OK\r\nX-A: b", 502, "closed"),
    "speaks no HTTP": (b"\x00\x01\x02 hello\r\n\r\n", 502, "garbage"),
    "speaks HTTP/0.9": (b"<html>hi", 502, "garbage"),
    "has a status below 100": (b"HTTP/1.1 099 X\r\nContent-Length: 2\r\n\r\nhi", 502, "garbage"),
    "has a status above 599": (b"HTTP/1.1 699 X\r\nContent-Length: 2\r\n\r\nhi", 502, "garbage"),
    "switches protocols": (b"HTTP/1.1 101 X\r\nUpgrade: x\r\n\r\n", 502, "garbage"),
    "has two lengths": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi!",
        502,
        "garbage",
    ),
    "has length and coding": (
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        502,
        "garbage",
    ),
    "has a negative length": (b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nhi", 502, "garbage"),
    "has another coding": (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
        502,
        "garbage",
    ),
    "has a field name with space": (b"HTTP/1.1 200 OK\r\nX A: b\r\n\r\n", 502, "garbage"),
    "has a NUL in a field": (b"HTTP/1.1 200 OK\r\nX-A: \x00\r\n\r\n", 502, "garbage"),
    "has an endless head": (b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 300_000, 502, "garbage"),
}


@pytest.mark.parametrize("fault", BEFORE_THE_ANSWER)
def test_a_portal_that(fault: str) -> None:
    raw, status, code = BEFORE_THE_ANSWER[fault]
    with portal(sending(raw)) as origin, gateway(origin.url) as proxy:
        response = proxy.get()
        assert (response.status, response.whole) == (status, True)
        assert proxy.app.counters == {code: 1}
        assert origin.connections == 1


IN_THE_ANSWER = {
    "ends before its length": b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
    "ends in a chunk": OK_CHUNKED + b"9\r\nabc",
    "ends without the last chunk": OK_CHUNKED + b"3\r\nabc\r\n",
}


@pytest.mark.parametrize("fault", IN_THE_ANSWER)
def test_an_answer_is_cut_where_the_portal(fault: str) -> None:
    with portal(sending(IN_THE_ANSWER[fault])) as origin, gateway(origin.url) as proxy:
        response = proxy.get()
        assert (response.status, response.body, response.whole) == (200, b"abc", False)
        assert proxy.app.counters == {"cut-short": 1}


@pytest.mark.parametrize("head", [OK_CHUNKED + b"3\r\n", OK_UNTIL_CLOSE, OK_NINE])
@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_an_answer_is_cut_where_the_portal_resets(head: bytes, version: bytes) -> None:
    seen = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(head + b"abc" + (b"\r\n" if b"chunked" in head else b""))
        assert seen.wait(PATIENCE)
        wire.reset()

    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        visitor.send(b"GET / HTTP/" + version + b"\r\nHost: a\r\n\r\n")
        visitor.head()
        visitor.read_until(b"abc")
        seen.set()
        try:
            rest = visitor.read_to_end()
        except ConnectionResetError:
            return
        # A regular end: only where the length or a missing last chunk tells.
        assert version == b"1.1" or head == OK_NINE
        assert b"0\r\n\r\n" not in rest


def test_more_than_the_length_is_never_another_answer() -> None:
    second = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged"
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    with portal(sending(raw + second, stall=True)) as origin, gateway(origin.url) as proxy:
        assert [proxy.get().body for _ in range(2)] == [b"ok", b"ok"]
        assert origin.connections == 2


def test_a_reset_after_the_whole_answer_does_no_harm() -> None:
    def script(wire: Wire) -> None:
        wire.head()
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        wire.reset()

    with portal(script) as origin, gateway(origin.url) as proxy:
        # The reset may overtake the answer on its way to us, but never half of it gets through.
        response = proxy.get()
        assert (response.status, response.body, response.whole) == (200, b"ok", True) or (
            response.status == 502
        )


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 OK\r\nX-A"])
def test_a_portal_that_does_not_answer_is_given_up(begun: bytes) -> None:
    with (
        portal(sending(begun, stall=True)) as origin,
        gateway(origin.url, first_byte_seconds=0.1) as proxy,
    ):
        assert proxy.get().status == 504
        assert proxy.app.counters == {"timeout": 1}


def test_a_portal_that_does_not_take_an_upload_is_given_up() -> None:
    over = threading.Event()

    def script(wire: Wire) -> None:
        assert over.wait(PATIENCE)

    with (
        portal(script) as origin,
        gateway(origin.url, first_byte_seconds=0.3) as proxy,
        proxy.connect() as visitor,
    ):
        visitor.send(proxy.request(b"POST", b"/", b"Content-Length: 100000000"))
        # The answer overtakes the upload, or is lost with the connection that the upload clogs.
        with contextlib.suppress(ConnectionError):
            visitor.send(b"x" * 100_000_000)
        with contextlib.suppress(ConnectionError):
            visitor.read_to_end()
        assert proxy.app.counters == {"timeout": 1}
        over.set()


def test_a_portal_that_stops_in_its_answer_is_given_up() -> None:
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"
    with (
        portal(sending(raw, stall=True)) as origin,
        gateway(origin.url, idle_seconds=0.1) as proxy,
    ):
        response = proxy.get()
        assert (response.status, response.body, response.whole) == (200, b"abc", False)
        assert proxy.app.counters == {"stalled": 1}


def test_a_visitor_who_stops_sending_is_given_up() -> None:
    with (
        portal(sending(b"", stall=True)) as origin,
        gateway(origin.url, client_seconds=0.1) as proxy,
    ):
        request = proxy.request(b"POST", b"/", b"Content-Length: 9") + b"abc"
        assert proxy.ask(request).status == 408
        assert proxy.app.counters == {"slow-request": 1}


def test_a_visitor_who_stops_reading_is_given_up() -> None:
    ended = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        try:
            wire.send(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 100_000_000)
        except OSError:
            ended.set()

    with (
        portal(script) as origin,
        gateway(origin.url, client_seconds=0.3) as proxy,
        proxy.connect() as visitor,
    ):
        visitor.send(proxy.request(b"GET", b"/"))
        assert ended.wait(PATIENCE)
        assert proxy.app.counters == {"visitor-stalled": 1}
        with pytest.raises(ConnectionResetError):
            visitor.read_to_end()


def test_a_port_where_nobody_listens_is_502() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with gateway(f"http://127.0.0.1:{port}") as proxy:
        assert proxy.get().status == 502
        assert proxy.app.counters == {"refused": 1}


def test_a_name_that_does_not_exist_is_502() -> None:
    with gateway("http://portal.invalid") as proxy:
        assert proxy.get().status == 502
        assert proxy.app.counters == {"dns": 1}


@contextmanager
def full_port() -> Iterator[int]:
    """A port whose queue is full: connections to it are neither taken nor refused."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(8)]
        try:
            for one in waiting:
                one.setblocking(False)
                one.connect_ex(address)
            yield address[1]
        finally:
            for one in waiting:
                one.close()


def test_a_connection_that_is_never_made_is_504() -> None:
    with full_port() as port, gateway(f"http://127.0.0.1:{port}", connect_seconds=0.2) as proxy:
        assert proxy.get().status == 504
        assert proxy.app.counters == {"connect-timeout": 1}


def test_a_busy_pool_is_504(origin: Portal) -> None:
    stalling = portal(sending(b"HTTP/1.1 200 OK\r\n\r\nabc", stall=True))
    with (
        stalling as busy,
        gateway(busy.url, connections=1, connect_seconds=1) as proxy,
        proxy.connect() as first,
    ):
        first.send(proxy.request(b"GET", b"/"))
        first.read_until(b"abc")
        assert proxy.get().status == 504
        assert busy.connections == 1


def test_people_get_a_page_and_programs_a_line(caplog: pytest.LogCaptureFixture) -> None:
    with portal(sending(b"")) as origin, gateway(origin.url) as proxy:
        human = proxy.get(b"/a?secret=1", b"Accept: text/html,application/xhtml+xml,*/*;q=0.8")
        program = proxy.get(b"/a?secret=1", b"Accept: application/json")
        only_head = proxy.ask(proxy.request(b"HEAD", b"/", b"Accept: text/html"))
    assert human.value(b"content-type") == b"text/html; charset=utf-8"
    assert human.value(b"cache-control") == b"no-store"
    assert "暂时打不开这个网页" in human.body.decode()
    assert program.value(b"content-type") == b"text/plain; charset=utf-8"
    assert program.body.decode().splitlines() == [
        "网站中断了连接。",
        "The portal closed the connection.",
    ]
    assert only_head.status == 502
    assert int(only_head.value(b"content-length") or 0) > 500
    messages = [record.getMessage() for record in caplog.records if record.name == "a11y_proxy"]
    assert messages[0] == "GET /a: closed: The portal closed the connection."


@pytest.mark.parametrize("reason", [NO_ANSWER, BAD_REQUEST], ids=["upstream", "request"])
def test_the_page_is_valid_large_and_without_script(reason: Reason) -> None:
    text = page(reason, retry=True).decode()
    html5lib.HTMLParser(strict=True).parse(text)
    assert '<html lang="zh-CN">' in text
    assert '<p lang="en">' in text
    assert "<script" not in text
    assert int(re.findall(r"font-size: (\d+)px", text)[0]) >= 18
    assert all(float(size) >= 1 for size in re.findall(r"font-size: ([\d.]+)em", text))


def test_what_a_page_shows_is_escaped() -> None:
    reason = Reason(code="<b>", status=502, zh="<script>", en="&")
    assert "<script" not in page(reason, retry=False).decode()


def test_a_fault_is_forgotten_with_the_next_request(
    origin: Portal, proxy: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.CRITICAL):
        origin.answer = b"garbage\r\n\r\n"
        assert proxy.get().status == 502
    origin.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    assert proxy.get().body == b"ok"
