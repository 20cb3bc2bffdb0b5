"""The shorter way of plain requests: that it is taken, and that nobody can tell."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from a11y_proxy.access_fields import DEFAULT_FIELDS
from a11y_proxy.access_log import AccessLog
from a11y_proxy.app import ProxyApp
from a11y_proxy.configuration import Configuration, SiteSettings
from a11y_proxy.gateway import Gateway as Sites
from a11y_proxy.log_file import LogFile
from a11y_proxy.server import uvicorn_options
from a11y_proxy.settings import ProxySettings
from starlette.types import Receive, Scope, Send

from a11y import A11yMiddleware, Settings
from tests.proxy.wire import OK, PATIENCE, Gateway, Portal, Wire, portal, value_in
from tests.servers import serve_asgi

DATE = b"Date: Mon, 01 Jun 2026 08:00:00 GMT"
HTML = b"Content-Type: text/html; charset=gbk"
_TITLE = "<!DOCTYPE html>\r\n<html><head><meta charset=gbk><title>公告</title></head><body>"
PAGE = _TITLE.encode("gbk") + b"<p>\xc4\xe3\xba\xc3</p>\r\n" * 3000
ACCEPT = b"Accept: text/html,*/*;q=0.8"


class Watched(ProxyApp):
    """Counts the requests that come by ASGI."""

    asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self.asked += 1
        await super().__call__(scope, receive, send)


@contextlib.contextmanager
def watched(origin: Portal, *, direct: bool = True) -> Iterator[tuple[Watched, Gateway]]:
    """The proxy with care mode; without the shorter way it serves what hides the application."""
    proxy = Watched(origin.url)
    app = A11yMiddleware(proxy, Settings(speech="off", leave_paths=("/left/**",)))

    async def hidden(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)

    with serve_asgi(app if direct else hidden, **uvicorn_options(ProxySettings())) as url:
        yield proxy, Gateway(proxy, int(url.rpartition(":")[2]))


def answer(*fields: bytes, body: bytes = b"", status: bytes = b"200 OK") -> bytes:
    return b"\r\n".join([b"HTTP/1.1 " + status, DATE, *fields]) + b"\r\n\r\n" + body


def sized(*fields: bytes, body: bytes = PAGE, status: bytes = b"200 OK") -> bytes:
    return answer(*fields, b"Content-Length: %d" % len(body), body=body, status=status)


def chunked(*fields: bytes, body: bytes = PAGE) -> bytes:
    pieces = [body[at : at + 5000] for at in range(0, len(body), 5000)]
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces)
    return answer(*fields, b"Transfer-Encoding: chunked", body=chunks + b"0\r\n\r\n")


GZIPPED = gzip.compress(PAGE)
CODED = b"Content-Encoding: gzip"
ETAG = b'ETag: "abc"'
ANSWERS = {
    "page": sized(HTML, ETAG, b"Accept-Ranges: bytes"),
    "dated": sized(HTML, b"Last-Modified: Mon, 01 Jun 2026 08:00:00 GMT"),
    "chunks": chunked(HTML, b"Server: old"),
    "gzip": sized(HTML, CODED, body=GZIPPED),
    "gzip in chunks": chunked(HTML, CODED, body=GZIPPED),
    "broken gzip": sized(HTML, CODED, body=b"no gzip" * 9),
    "small": sized(HTML, body=b"<html><head></head>"),
    "fragment": sized(HTML, body=b"<li>a</li>"),
    "empty": sized(HTML, body=b""),
    "ours already": sized(HTML, body=PAGE.replace(b"<title>", b"<script src=/_a11y/boot.1.js>")),
    "image": sized(b"Content-Type: image/png", body=b"\x89PNG" * 30_000),
    "image in chunks": chunked(b"Content-Type: image/png", body=b"\x89PNG" * 30_000),
    "cookies": sized(HTML, b"Set-Cookie: a=1; Secure", b"Set-Cookie: b=2; Path=/"),
    "policy": sized(HTML, b"Content-Security-Policy: script-src 'nonce-a'; img-src *"),
    "upgrade": sized(HTML, b"Content-Security-Policy: upgrade-insecure-requests"),
    "not modified": answer(b'ETag: "abc"', status=b"304 Not Modified"),
    "nothing": answer(status=b"204 No Content"),
    "missing": sized(HTML, status=b"404 Not Found"),
    "elsewhere": sized(b"Location: /b?c=1", body=b"", status=b"302 Found"),
    "named": sized(HTML, b"Connection: X-Own", b"X-Own: 1", b"X-Other: \xc4\xe3"),
    "closing": sized(HTML, b"Connection: close"),
    "unsized": answer(HTML, b"Connection: close", body=PAGE),
}
PLAIN = {
    "program": (b"GET", b"/", ()),
    "browser": (b"GET", b"/a?b=%2F&c=%c4%e3", (ACCEPT, b"Accept-Encoding: gzip, br, foo")),
    "head": (b"HEAD", b"/", (ACCEPT,)),
    "gbk": (b"GET", b"/\xc4\xe3?\xba\xc3", ()),
    "validating": (b"GET", b"/", (ACCEPT, b'If-None-Match: W/"abc;a11y-00000000s"')),
    "script": (b"GET", b"/", (b"X-Requested-With: XMLHttpRequest",)),
    "fields": (b"GET", b"//x/../y;z", (b"Referer: http://a/", b"Cookie: a=1", b"X_Own: \xc4")),
}
NOT_PLAIN = {
    "post": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab",
    "body": b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab",
    "old": b"GET / HTTP/1.0\r\nHost: a\r\n\r\n",
    "absolute": b"GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n",
    "expects": b"GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
    "h2c": b"GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    "trailers": b"GET / HTTP/1.1\r\nHost: a\r\nTE: trailers\r\n\r\n",
    "ntlm": b"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: NTLM abc\r\n\r\n",
    "left": b"GET /left/a HTTP/1.1\r\nHost: a\r\n\r\n",
}


@pytest.mark.parametrize("name", PLAIN)
def test_plain_requests_are_not_asked_of_the_application(name: str) -> None:
    method, target, fields = PLAIN[name]
    with portal() as origin, watched(origin) as (proxy, gateway):
        for _ in range(3):
            assert gateway.ask(gateway.request(method, target, *fields)).status == 200
        assert len(origin.requests) == 3
        assert proxy.asked == 0


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_all_others_are(name: str) -> None:
    def script(wire: Wire) -> None:
        while head := wire.head():
            length = value_in(head, b"content-length")
            wire.read_exactly(int(length[0]) if length else 0)
            wire.send(OK)

    with portal(script) as origin, watched(origin) as (proxy, gateway):
        assert gateway.ask(NOT_PLAIN[name]).status == 200
        assert proxy.asked == 1


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Portal, Gateway, Gateway]]:
    with (
        portal(_script) as origin,
        watched(origin) as (_, direct),
        watched(origin, direct=False) as (_, general),
    ):
        yield origin, direct, general


_now: list[bytes] = [b""]
_heads: list[bytes] = []


def _script(wire: Wire) -> None:
    while head := wire.head():
        _heads.append(head)
        whole = _now[0]
        head_end = whole.find(b"\r\n\r\n") + 4
        wire.send(whole[:head_end] if head.startswith(b"HEAD ") else whole)
        if b"Connection: close" in whole:
            return


@pytest.mark.parametrize("request_name", PLAIN)
@pytest.mark.parametrize("answer_name", ANSWERS)
def test_both_ways_bring_the_same_bytes(
    both: tuple[Portal, Gateway, Gateway], request_name: str, answer_name: str
) -> None:
    _, *gateways = both
    method, target, fields = PLAIN[request_name]
    _now[0] = ANSWERS[answer_name]
    seen = []
    for gateway in gateways:
        # More than once: what is remembered must be the same, too.
        for _ in range(3):
            _heads.clear()
            got = gateway.ask(gateway.request(method, target, *fields, b"Connection: close"))
            port = b":%d" % gateway.port
            asked = b"".join(_heads).replace(port, b":port")
            seen.append((asked, got.head.replace(port, b":port"), got.body, got.whole))
    assert all(one == seen[-1] for one in seen)


def test_an_absolute_target_is_compared_with_the_host_every_time(
    both: tuple[Portal, Gateway, Gateway],
) -> None:
    _, direct, _ = both
    _now[0] = OK
    with direct.connect() as visitor:
        visitor.send(b"GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
        assert visitor.response().status == 200
        visitor.send(b"GET http://b/a HTTP/1.1\r\nHost: a\r\n\r\n")
        assert visitor.response().status == 400


def test_answers_over_one_connection_are_the_same_for_each_request(
    both: tuple[Portal, Gateway, Gateway],
) -> None:
    _, direct, general = both
    _now[0] = ANSWERS["page"]
    for gateway in (direct, general):
        with gateway.connect() as visitor:
            for index in range(6):
                fields = (ACCEPT, b"X-Odd: 1") if index % 2 else (ACCEPT,)
                visitor.send(gateway.request(b"GET", b"/%d" % index, *fields))
                got = visitor.response()
                assert got.whole
                assert got.body.count(b"<script src=") == 1
                assert _heads[-1].startswith(b"GET /%d HTTP/1.1\r\n" % index)
                assert value_in(_heads[-1], b"x-odd") == [b"1"] * (index % 2)


def test_pipelined_requests_are_answered_in_their_order() -> None:
    def script(wire: Wire) -> None:
        while head := wire.head():
            target = head.split(b" ")[1]
            wire.send(sized(b"Content-Type: text/plain", body=target))

    with portal(script) as origin, watched(origin) as (_, gateway), gateway.connect() as visitor:
        targets = [b"/%d" % number for number in range(8)]
        visitor.send(b"".join(gateway.request(b"GET", target) for target in targets))
        assert [visitor.response().body for _ in targets] == targets


def test_a_connection_that_ends_when_it_is_used_again_is_replaced_once() -> None:
    answers = [OK, b"", OK]
    heads: list[bytes] = []

    def script(wire: Wire) -> None:
        while head := wire.head():
            heads.append(head)
            now = answers.pop(0)
            if not now:
                return
            wire.send(now)

    with portal(script) as origin, watched(origin) as (proxy, gateway):
        assert gateway.get(b"/1").body == b"ok"
        assert gateway.get(b"/2").body == b"ok"
        assert [head.split(b" ")[1] for head in heads] == [b"/1", b"/2", b"/2"]
        assert proxy.asked == 1
        assert not proxy.counters


def test_an_answer_that_ends_too_early_is_not_whole_and_is_counted() -> None:
    cut = sized(HTML)[:-100]

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(cut)

    with portal(script) as origin, watched(origin) as (proxy, gateway):
        got = gateway.get(b"/", ACCEPT)
        assert (got.status, got.whole) == (200, False)
        assert proxy.counters == {"cut-short": 1}


def test_an_answer_that_ends_before_the_place_is_known_is_an_error_page() -> None:
    def script(wire: Wire) -> None:
        wire.head()
        wire.send(answer(HTML, b"Content-Length: 100", body=b"<!doctype html><html"))

    with portal(script) as origin, watched(origin) as (proxy, gateway):
        got = gateway.get(b"/", ACCEPT)
        assert (got.status, got.whole) == (502, True)
        assert proxy.counters == {"cut-short": 1}


@contextlib.contextmanager
def sites(origin: Portal, log: Path) -> Iterator[tuple[Sites, int]]:
    """A gateway of sites with an access log."""
    text = {"site": [{"host": "a.example", "upstream": origin.url, "speech": "off"}]}
    configuration = Configuration.of(text, "", log.parent)
    gateway = Sites(
        configuration.sites, access_log=AccessLog(LogFile(str(log)), DEFAULT_FIELDS, "json")
    )
    options = uvicorn_options(configuration.common, access_log=gateway.access_log)
    with serve_asgi(gateway, **options) as url:
        yield gateway, int(url.rpartition(":")[2])


def lines_of(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_every_request_has_a_name_and_a_line(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    with portal() as origin, sites(origin, log) as (gateway, port):
        origin.answer = sized(HTML)
        visitors = Gateway(ProxyApp(origin.url), port)
        for index in range(3):
            head = [b"GET /%d?q=1 HTTP/1.1" % index, b"Host: a.example", ACCEPT]
            head.append(b"X-Request-Id: forged")
            assert visitors.ask(b"\r\n".join(head) + b"\r\n\r\n").status == 200
        names = [value_in(head, b"x-request-id") for head in origin.requests]
        snapshot = gateway.snapshot()["sites"]["a.example"]
    lines = lines_of(log)
    assert [[str(line["request_id"]).encode()] for line in lines] == names
    assert len({line["request_id"] for line in lines}) == 3
    for index, line in enumerate(lines):
        assert line["path"] == f"/{index}"
        assert line["status"] == 200
        assert line["page"] == "injected"
        assert line["bytes"] == len(PAGE) + len(gateway.sites[0].app.rules.tag())
        assert "cut" not in line
    assert snapshot["requests"] == {"200": 3}
    assert snapshot["now"]["open"] == 0
    assert snapshot["pages"] == {"injected": 3}


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (b"GARBAGE\r\n\r\n", {"status": 400, "fault": "bad-request"}),
        (
            b"GET /a?secret=1 HTTP/1.1\r\nHost: a.example\r\n" + b"X: y\r\n" * 300 + b"\r\n",
            {"status": 431, "fault": "head-too-large", "method": "GET", "path": "/a"},
        ),
        (
            b"GET /b HTTP/2.0\r\nHost: a.example\r\n\r\n",
            {"status": 505, "fault": "version", "method": "GET", "path": "/b"},
        ),
    ],
)
def test_what_the_server_refuses_has_a_line_too(
    tmp_path: Path, request_: bytes, expected: dict[str, object]
) -> None:
    log = tmp_path / "access.log"
    with portal() as origin, sites(origin, log) as (_, port):
        got = Gateway(ProxyApp(origin.url), port).ask(request_)
        assert got.status == expected["status"]
    (line,) = lines_of(log)
    assert {name: line[name] for name in expected} == expected
    assert line["client"] == "127.0.0.1"
    assert line["bytes"] == len(got.body)
    assert set(line) <= {"time", "client", "bytes", "ms", "request_id", *expected}
    assert "secret" not in log.read_text()


def test_a_new_table_of_sites_counts_for_the_next_request_of_a_connection(tmp_path: Path) -> None:
    loops: list[asyncio.AbstractEventLoop] = []

    def sites_of(origin: Portal) -> Sequence[SiteSettings]:
        text = {"site": [{"host": "a.example", "upstream": origin.url, "speech": "off"}]}
        return Configuration.of(text, "", tmp_path).sites

    class Running(Sites):
        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            loops.append(asyncio.get_running_loop())
            await super().__call__(scope, receive, send)

    with portal() as old, portal() as new:
        new.answer = sized(b"Content-Type: text/plain", body=b"new")
        gateway = Running(sites_of(old))
        with serve_asgi(gateway, **uvicorn_options(ProxySettings())) as url:
            visitors = Gateway(ProxyApp(old.url), int(url.rpartition(":")[2]))
            with visitors.connect() as visitor:
                request = b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"
                for _ in range(2):
                    visitor.send(request)
                    assert visitor.response().body == b"ok"
                # The lifespan came by ASGI, on the loop that serves.
                changing = gateway.replace(sites_of(new))
                asyncio.run_coroutine_threadsafe(changing, loops[0]).result(PATIENCE)
                visitor.send(request)
                assert visitor.response().body == b"new"
