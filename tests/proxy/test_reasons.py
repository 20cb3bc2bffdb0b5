"""Every reason that the proxy has for not passing on the portal's answer, each by a real fault."""

from __future__ import annotations

import contextlib
import logging
import re
import socket
import ssl
from collections import Counter
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from a11y_proxy import errors
from a11y_proxy.errors import Reason

from tests.proxy.test_faults import full_port, sending
from tests.proxy.wire import OK, Gateway, Response, Wire, gateway, portal

CERTIFICATE = Path(__file__).with_name("localhost.pem")
REASONS = {value.code: value for value in vars(errors).values() if isinstance(value, Reason)}

# Answers that had begun are cut off; the first of these is told to nobody, who reads nothing.
CUT = {"visitor-stalled", "stalled", "cut-short", "coding"}
# Reached where there are several sites, in test_sites.
ELSEWHERE = {"unknown-host"}

HTML = b"Accept: text/html,*/*;q=0.8"


class Seen(NamedTuple):
    response: Response
    counted: Counter[str]


def asked(proxy: Gateway, request: bytes | None = None) -> Seen:
    response = proxy.ask(request) if request else proxy.get(b"/a?secret=1", HTML)
    return Seen(response, proxy.app.counters + proxy.refused)


def of_address(url: str, **options: Any) -> Seen:
    with gateway(url, **options) as proxy:
        return asked(proxy)


def of_answer(answer: bytes, *, stall: bool = False, **options: Any) -> Seen:
    with portal(sending(answer, stall=stall)) as origin, gateway(origin.url, **options) as proxy:
        return asked(proxy)


def of_request(request: bytes, **options: Any) -> Seen:
    with portal() as origin, gateway(origin.url, **options) as proxy:
        return asked(proxy, request.replace(b"\n", b"\r\n"))


def refused() -> Seen:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    return of_address(f"http://127.0.0.1:{port}")


def bad_certificate() -> Seen:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with portal(tls=context) as origin:
        return of_address(f"https://localhost:{origin.port}")


def no_tls() -> Seen:
    def script(wire: Wire) -> None:
        wire.read_exactly(5)
        wire.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with portal(script) as origin:
        return of_address(f"https://127.0.0.1:{origin.port}")


def no_connection() -> Seen:
    with full_port() as port:
        return of_address(f"http://127.0.0.1:{port}", connect_seconds=0.2)


def slow_request() -> Seen:
    silent = portal(sending(b"", stall=True))
    with silent as origin, gateway(origin.url, client_seconds=0.2) as proxy:
        return asked(proxy, proxy.request(b"POST", b"/", b"Content-Length: 9") + b"abc")


def slow_head() -> Seen:
    return of_request(b"GET / HTTP/1.1\nHost: a\n", head_seconds=0.2)


def too_many() -> Seen:
    with (
        portal() as origin,
        gateway(origin.url, visitor_connections=1) as proxy,
        proxy.connect() as first,
    ):
        first.send(proxy.request(b"GET", b"/"))
        assert first.response().status == 200
        with proxy.connect() as second:
            return Seen(second.response(), proxy.app.counters + proxy.refused)


def unread() -> Seen:
    def script(wire: Wire) -> None:
        wire.head()
        with contextlib.suppress(OSError):
            wire.send(b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 50_000_000)
        over.append(True)

    over: list[bool] = []
    with (
        portal(script) as origin,
        gateway(origin.url, client_seconds=0.3) as proxy,
        proxy.connect() as visitor,
    ):
        visitor.send(proxy.request(b"GET", b"/"))
        while not proxy.app.counters:
            visitor.socket.recv(1, socket.MSG_PEEK)
        return Seen(Response(200, b"", b"", whole=False), proxy.app.counters + proxy.refused)


def head(answer: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + answer


SCENES: dict[str, Callable[[], Seen]] = {
    "dns": lambda: of_address("http://portal.invalid"),
    "refused": refused,
    # Broadcasting needs a permission that a TCP connection never has.
    "unreachable": lambda: of_address("http://255.255.255.255"),
    "certificate": bad_certificate,
    "tls": no_tls,
    "closed": lambda: of_answer(b""),
    "garbage": lambda: of_answer(b"\0\1\2 hello\r\n\r\n"),
    "coding": lambda: of_answer(
        head(b"Content-Type: text/html\r\nContent-Encoding: gzip\r\n\r\nno gzip, no gzip, no gzip"),
        rewrite=("links",),
    ),
    "connect-timeout": no_connection,
    "timeout": lambda: of_answer(b"", stall=True, first_byte_seconds=0.2, connect_seconds=0.2),
    "stalled": lambda: of_answer(head(b"\r\nabc"), stall=True, idle_seconds=0.2),
    "bad-request": lambda: of_request(b"GET / HTTP/1.1\nHost: a\nHost: b\n\n"),
    "method": lambda: of_request(b"TRACE / HTTP/1.1\nHost: a\n\n"),
    "slow-request": slow_request,
    "slow-head": slow_head,
    "head-too-large": lambda: of_request(b"GET / HTTP/1.1\nHost: a\nX: %b\n\n" % (b"a" * 70_000)),
    "version": lambda: of_request(b"GET / HTTP/2.0\nHost: a\n\n"),
    "too-many": too_many,
    "too-large": lambda: of_request(
        b"POST / HTTP/1.1\nHost: a\nContent-Length: 11\n\n", body_bytes=10
    ),
    "transfer-coding": lambda: of_request(
        b"POST / HTTP/1.1\nHost: a\nTransfer-Encoding: gzip, chunked\n\n0\n\n"
    ),
    "websocket": lambda: of_request(b"GET / HTTP/1.0\nHost: a\nUpgrade: websocket\n\n"),
    "visitor-stalled": unread,
    "cut-short": lambda: of_answer(head(b"Content-Length: 9\r\n\r\nabc")),
}


def test_the_table_is_complete() -> None:
    assert set(SCENES) | ELSEWHERE == set(REASONS)


@pytest.mark.parametrize("code", SCENES)
def test_it_has_its_status_its_words_its_count_and_its_line(
    code: str, caplog: pytest.LogCaptureFixture
) -> None:
    reason = REASONS[code]
    caplog.set_level(logging.INFO, "a11y_proxy")
    response, counted = SCENES[code]()
    assert counted[code] == 1
    if code in CUT:
        assert not response.whole
    else:
        assert (response.status, response.whole) == (reason.status, True)
        shown = unescape(response.body.decode())
        assert reason.zh in shown
        assert reason.en in shown
        assert response.value(b"cache-control") == b"no-store"
    (line,) = [line for line in caplog.records if getattr(line, "reason", None) == code]
    assert getattr(line, "status", None) == reason.status
    assert "secret" not in line.getMessage()


def test_reasons_have_codes_of_their_own_and_words_for_people() -> None:
    for code, reason in REASONS.items():
        assert code.isascii()
        assert code == code.lower()
        assert reason.zh.endswith("。")
        assert reason.en.endswith(".")
        assert not reason.zh.isascii()


def test_no_fault_stays_behind() -> None:
    answers = iter([b"", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na", OK])

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(next(answers))

    with portal(script) as origin, gateway(origin.url) as proxy:
        assert [proxy.get().status for _ in range(4)] == [502, 502, 200, 200]
        assert proxy.app.counters == {"closed": 1, "garbage": 1, "cut-short": 1}
        assert proxy.app.connections["busy"] == 0


def test_the_documentation_names_every_reason_with_its_status() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "proxy-security.md"
    table = page.read_text("utf-8").partition("| 代码 | 状态 |")[2].partition("\n\n")[0]
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (\d+|切断) \|", table, re.MULTILINE))
    told = {code: str(reason.status) for code, reason in REASONS.items()}
    always_cut = dict.fromkeys(CUT - {"coding"}, "切断")
    assert rows == told | always_cut
