"""The client, alone and through the proxy, with portals that say more or other than asked."""

from __future__ import annotations

import asyncio
import contextlib
import os
import ssl
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from a11y_proxy.app import ProxyApp
from a11y_proxy.errors import ExchangeError
from a11y_proxy.http1.client import Http1Upstream
from a11y_proxy.origin import Origin
from a11y_proxy.settings import ProxySettings
from a11y_proxy.upstream import UpstreamRequest

from a11y.errors import SettingsError
from tests.proxy.wire import OK, PATIENCE, Script, Wire, gateway, portal, value_in

CERTIFICATE = Path(__file__).with_name("localhost.pem")
CHUNKED_OK = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"


def answering(*answers: bytes) -> tuple[Script, list[bytes]]:
    """A portal whose every connection gets these answers, the last one again and again."""
    heads: list[bytes] = []

    def script(wire: Wire) -> None:
        left = list(answers)
        while head := wire.head():
            heads.append(head)
            wire.send(left[0])
            left[1:] and left.pop(0)

    return script, heads


# 1xx


def test_interim_answers_are_read_over() -> None:
    interim = b"HTTP/1.1 102 Processing\r\n\r\n" * 50 + b"HTTP/1.1 100 Continue\r\nX: y\r\n\r\n"
    script, _ = answering(interim + OK)
    with portal(script) as origin, gateway(origin.url) as proxy:
        assert proxy.get().body == b"ok"
        assert origin.connections == 1


def test_interim_answers_without_end_are_garbage() -> None:
    script, _ = answering(b"HTTP/1.1 102 Processing\r\n\r\n" * 1000 + OK)
    with portal(script) as origin, gateway(origin.url) as proxy:
        assert proxy.get().status == 502
        assert proxy.app.counters == {"garbage": 1}


HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nX-Secret: 1\r\n\r\n"


def test_early_hints_come_early_to_who_navigates() -> None:
    seen = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(HINTS)
        assert seen.wait(PATIENCE)
        wire.send(OK)

    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        visitor.send(proxy.request(b"GET", b"/", b"Sec-Fetch-Mode: navigate"))
        expected = b"HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n"
        assert visitor.head() == expected
        seen.set()
        assert visitor.head().startswith(b"HTTP/1.1 200 ")


def test_programs_get_no_early_hints() -> None:
    script, _ = answering(HINTS + OK)
    with portal(script) as origin, gateway(origin.url) as proxy:
        for request in (
            proxy.request(b"GET", b"/"),
            b"GET / HTTP/1.0\r\nHost: a\r\nSec-Fetch-Mode: navigate\r\n\r\n",
        ):
            with proxy.connect() as visitor:
                visitor.send(request)
                assert visitor.head().startswith(b"HTTP/1.1 200 ")


# Trailers


TRAILERS = b"X-Sum: 1\r\nX-GBK: \xc4\xe3\r\nSet-Cookie: a=1\r\nContent-Length: 9\r\n\r\n"


def test_trailers_pass_to_who_takes_them() -> None:
    script, heads = answering(CHUNKED_OK + TRAILERS)
    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        for _ in range(2):
            visitor.send(proxy.request(b"GET", b"/", b"TE: trailers"))
            visitor.head()
            assert visitor.read_until(b"\r\n\r\n") == (
                b"2\r\nok\r\n0\r\nx-sum: 1\r\nx-gbk: \xc4\xe3\r\n\r\n"
            )
        assert value_in(heads[0], b"te") == [b"trailers"]
        assert value_in(heads[0], b"connection") == [b"TE"]
        assert origin.connections == 1


@pytest.mark.parametrize("version", [b"1.0", b"1.1"])
def test_trailers_are_dropped_for_others(version: bytes) -> None:
    script, heads = answering(CHUNKED_OK + TRAILERS)
    te = b"TE: trailers\r\n" if version == b"1.0" else b""
    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        visitor.send(b"GET / HTTP/" + version + b"\r\nHost: a\r\n" + te + b"\r\n")
        response = visitor.response()
        assert (response.body, response.whole) == (b"ok", True)
        assert b"x-sum" not in response.head
        assert not value_in(heads[0], b"te")


def test_no_trailers_are_none() -> None:
    script, _ = answering(CHUNKED_OK + b"\r\n", OK)
    with portal(script) as origin, gateway(origin.url) as proxy, proxy.connect() as visitor:
        for _ in range(2):
            visitor.send(proxy.request(b"GET", b"/", b"TE: trailers"))
            assert visitor.response().body == b"ok"


def test_trailers_of_a_request_are_dropped() -> None:
    received: list[bytes] = []

    def script(wire: Wire) -> None:
        received.append(wire.head() + wire.read_until(b"0\r\n\r\n"))
        wire.send(OK)

    with portal(script) as origin, gateway(origin.url) as proxy:
        body = b"2\r\nab\r\n0\r\nX-Late: 1\r\nAuthorization: Basic eDp5\r\n\r\n"
        request = proxy.request(b"POST", b"/", b"Transfer-Encoding: chunked")
        assert proxy.ask(request + body).body == b"ok"
    assert received[0].endswith(b"\r\n\r\n2\r\nab\r\n0\r\n\r\n")
    assert b"late" not in received[0].lower()
    assert b"authorization" not in received[0].lower()


# Connections


@pytest.mark.parametrize(
    "answer",
    [
        OK + b"more",
        OK + OK,
        CHUNKED_OK + b"\r\n\r\n",
        b"HTTP/1.1 204 X\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 304 X\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
    ],
)
def test_a_connection_is_not_used_again_after(answer: bytes) -> None:
    script, heads = answering(answer)
    with portal(script) as origin, gateway(origin.url) as proxy:
        statuses = [proxy.get().status for _ in range(3)]
        assert statuses == [int(answer.split(b" ")[1])] * 3
        assert origin.connections == len(heads) == 3


def test_what_comes_unasked_is_never_an_answer() -> None:
    said = threading.Event()
    ended = threading.Event()

    def script(wire: Wire) -> None:
        if wire.head().startswith(b"GET /first"):
            wire.send(OK)
            assert said.wait(PATIENCE)
            wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\npoison"[:-1])
            wire.read_to_end()
            ended.set()
        else:
            wire.send(OK)

    with portal(script) as origin, gateway(origin.url) as proxy:
        assert proxy.get(b"/first").body == b"ok"
        said.set()
        assert ended.wait(PATIENCE)
        assert proxy.get(b"/second").body == b"ok"


def test_identical_requests_share_few_connections() -> None:
    script, _ = answering(OK)
    with portal(script) as origin, gateway(origin.url, connections=2) as proxy:
        visitors = [proxy.connect() for _ in range(8)]
        for visitor in visitors:
            visitor.send(proxy.request(b"GET", b"/"))
        for visitor in visitors:
            assert visitor.response().body == b"ok"
            visitor.socket.close()
        assert origin.connections <= 2


# Without the proxy


@asynccontextmanager
async def client(url: str, **options: object) -> AsyncIterator[Http1Upstream]:
    settings = ProxySettings(**options)  # type: ignore[arg-type]
    upstream = Http1Upstream(Origin.parse(url), settings)
    try:
        yield upstream
    finally:
        await upstream.aclose()


def get(target: str = "/", method: str = "GET") -> UpstreamRequest:
    return UpstreamRequest(method, target.encode("ascii"), [(b"host", b"a")], None)


def test_who_waits_first_is_served_first() -> None:
    script, heads = answering(OK)

    async def ask(upstream: Http1Upstream, target: str) -> None:
        response = await upstream.send(get(target))
        while await response.read():
            pass

    async def run(url: str) -> None:
        async with client(url, connections=1) as upstream:
            targets = [f"/{number}" for number in range(20)]
            await asyncio.gather(*(ask(upstream, target) for target in targets))
            assert upstream.connections == 1
        assert [head.split(b" ")[1].decode() for head in heads] == targets

    with portal(script) as origin:
        asyncio.run(run(origin.url))


def test_who_gives_up_waiting_loses_nobodys_place() -> None:
    script, _ = answering(OK)

    async def run(url: str) -> None:
        async with client(url, connections=1) as upstream:
            first = await upstream.send(get())
            waiting = [asyncio.create_task(upstream.send(get())) for _ in range(3)]
            await asyncio.sleep(0)
            waiting[0].cancel()
            first.close()
            waiting[1].cancel()
            assert await (await waiting[2]).read() == b"ok"
            assert upstream.connections == 1

    with portal(script) as origin:
        asyncio.run(run(origin.url))


MISBEHAVIOUR = [
    *(b"", b"HTTP/1.1 200", b"garbage\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"),
    *(CHUNKED_OK[:-3], CHUNKED_OK + b"\r\n", b"HTTP/1.1 200 OK\r\n\r\nabc", OK, OK + b"x"),
    b"HTTP/1.1 101 X\r\nUpgrade: x\r\n\r\n",
]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="reads /proc")
def test_no_socket_is_left_whatever_happens() -> None:
    def script(wire: Wire) -> None:
        head = wire.head()
        if not head:
            return  # cancelled before the request was out
        target = head.split(b" ")[1]
        wire.send(MISBEHAVIOUR[int(target[2:])])
        if target[1:2] == b"s":
            wire.read_to_end()

    async def ask(upstream: Http1Upstream, target: str) -> None:
        with contextlib.suppress(ExchangeError, TimeoutError):
            async with asyncio.timeout(0.05):
                response = await upstream.send(get(target))
                try:
                    while await response.read():
                        pass
                finally:
                    response.close()

    async def run(url: str) -> None:
        async with client(url) as upstream:
            for kind in "cs":
                for number in range(len(MISBEHAVIOUR)):
                    await ask(upstream, f"/{kind}{number}")
        assert upstream.connections == 0

    def ours(port: int) -> int:
        lines = Path("/proc/self/net/tcp").read_text().splitlines()
        return sum(f":{port:04X} 01 " in f" {line} " for line in lines)

    with portal(script) as origin:
        before = len(os.listdir("/proc/self/fd"))
        asyncio.run(run(origin.url))
        assert ours(origin.port) == 0
    assert len(os.listdir("/proc/self/fd")) <= before


def test_cancelling_closes_the_connection() -> None:
    asked, left = threading.Event(), threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        asked.set()
        wire.read_to_end()
        left.set()

    async def run(url: str) -> None:
        async with client(url) as upstream:
            task = asyncio.create_task(upstream.send(get()))
            assert await asyncio.to_thread(asked.wait, PATIENCE)
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            assert upstream.connections == 0
            assert await asyncio.to_thread(left.wait, PATIENCE)

    with portal(script) as origin:
        asyncio.run(run(origin.url))


@pytest.mark.parametrize("value", [b"a\r\nX: y", b"a\rb", b"a\nb", b"a\0b"])
def test_a_field_that_would_be_two_is_never_sent(value: bytes) -> None:
    script, heads = answering(OK)

    async def run(url: str) -> None:
        async with client(url) as upstream:
            request = get()
            request.headers.append((b"x-a", value))
            with pytest.raises(ExchangeError, match="bad-request"):
                await upstream.send(request)

    with portal(script) as origin:
        asyncio.run(run(origin.url))
    assert heads == []


# TLS


@contextmanager
def picky_portal() -> Iterator[tuple[str, list[str | None]]]:
    """A portal that wants a certificate, and the names that it was asked by."""
    names: list[str | None] = []
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH, cafile=str(CERTIFICATE))
    context.load_cert_chain(CERTIFICATE)
    context.verify_mode = ssl.CERT_REQUIRED
    context.set_alpn_protocols(["h2", "http/1.1"])

    def note(_: ssl.SSLObject, name: str | None, __: ssl.SSLContext) -> None:
        names.append(name)

    context.sni_callback = note

    def script(wire: Wire) -> None:
        assert isinstance(wire.socket, ssl.SSLSocket)
        names.append(wire.socket.selected_alpn_protocol())
        wire.head()
        wire.send(OK)

    with portal(script, tls=context) as origin:
        yield f"https://localhost:{origin.port}", names


def test_a_portal_may_ask_who_we_are() -> None:
    with (
        picky_portal() as (url, names),
        gateway(url, ca_file=CERTIFICATE, cert_file=CERTIFICATE) as proxy,
    ):
        assert proxy.get().body == b"ok"
        assert names == ["localhost", "http/1.1"]


def test_without_a_certificate_it_is_502() -> None:
    with picky_portal() as (url, _), gateway(url, ca_file=CERTIFICATE) as proxy:
        assert proxy.get().status == 502
        assert set(proxy.app.counters) <= {"tls", "closed"}


def test_a_certificate_without_use_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("nothing")
    for path in (tmp_path / "none.pem", tmp_path / "empty.pem"):
        with pytest.raises(SettingsError, match="cert_file"):
            ProxyApp("https://www.example.gov.cn", ProxySettings(cert_file=path))
