"""Several sites behind one listener: who gets which request, and how it is noted."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.proxy.command import Command, running, site, wait_until
from tests.proxy.wire import Portal, Visitor, Wire, portal, value_in

PAGE = b"<!DOCTYPE html><html><head><title>t</title></head><body>x</body></html>"


def page(name: bytes) -> bytes:
    body = PAGE.replace(b"x", name)
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
    return head % len(body) + body


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Command, list[Portal]]]:
    with ExitStack() as stack:
        portals = [stack.enter_context(portal()) for _ in range(3)]
        for number, one in enumerate(portals):
            one.answer = page(b"portal %d" % number)
        tables = [
            site("a.cn", portals[0].url, 'prefix = "/_one"'),
            '[[site]]\nhost = ["*.b.cn", "[::1]"]\nname = "b"\nspeech = "off"\n'
            f'upstream = "{portals[1].url}"\n',
            site("x.b.cn", portals[2].url),
        ]
        command = stack.enter_context(
            running(
                tmp_path_factory.mktemp("sites"),
                "".join(tables),
                'trusted_proxies = ["127.0.0.2"]\n',
            )
        )
        yield command, portals


@pytest.fixture
def proxy(servers: tuple[Command, list[Portal]]) -> Command:
    return servers[0]


@pytest.mark.parametrize(
    ("host", "number"),
    [
        ("a.cn", 0),
        ("A.CN", 0),
        ("a.cn:8600", 0),
        ("a.cn.", 0),
        ("y.b.cn", 1),
        ("z.y.b.cn", 1),
        ("[::1]:80", 1),
        ("[0:0::1]", 1),
        ("x.b.cn", 2),
        ("z.x.b.cn", 1),
    ],
)
def test_a_request_goes_to_the_site_of_its_host(proxy: Command, host: str, number: int) -> None:
    response = proxy.get(host)
    assert response.status == 200
    assert b"portal %d" % number in response.body
    assert (b"/_one/boot." if number == 0 else b"/_a11y/boot.") in response.body


@pytest.mark.parametrize("host", ["b.cn", "cn", "ab.cn", "127.0.0.1", "a.cn@x", "*.b.cn.x", ""])
def test_an_unknown_host_gets_421_and_no_portal(
    servers: tuple[Command, list[Portal]], host: str
) -> None:
    proxy, portals = servers
    asked = [len(one.requests) for one in portals]
    before = len(proxy.lines(status=421))
    response = proxy.get(host, "/?a=1", "Accept: text/html")
    assert response.status == 421
    assert "没有您要找的网站" in response.body.decode()
    assert [len(one.requests) for one in portals] == asked
    wait_until(lambda: len(proxy.lines(status=421)) > before)
    line = proxy.lines(status=421)[-1]
    assert "site" not in line
    assert line["fault"] == "unknown-host"


def test_what_names_two_hosts_is_refused_by_the_site(proxy: Command) -> None:
    assert proxy.get("a.cn", "/", "Host: x.b.cn").status == 400


def test_health_is_told_to_who_asks_by_address(proxy: Command) -> None:
    assert proxy.get("127.0.0.1", "/_a11y/health/live").body == b"ok\n"
    assert proxy.get("127.0.0.1", "/_one/health/ready").body == b"ready\n"
    assert proxy.get("127.0.0.1", "/_two/health/ready").status == 421
    assert proxy.get("127.0.0.1", "/_a11y/health/else").status == 421
    assert proxy.get("a.cn", "/_one/health/ready").body == b"ready\n"
    assert proxy.admin("/health/live") == (200, "ok\n")
    assert proxy.admin("/health/ready") == (200, "ready\n")
    assert proxy.admin("/else")[0] == 404


def test_metrics_are_not_for_visitors(proxy: Command) -> None:
    for path in ("/metrics", "/_one/metrics"):
        assert b"a11y_proxy_requests" not in proxy.get("a.cn", path).body


def test_a_request_has_a_name_that_its_portal_gets(
    servers: tuple[Command, list[Portal]],
) -> None:
    proxy, portals = servers
    names = []
    for _ in range(2):
        proxy.get("a.cn", "/named", "X-Request-Id: mine", "X-Request-Id: other")
        (name,) = value_in(portals[0].requests[-1], b"X-Request-Id") or value_in(
            portals[0].requests[-1], b"x-request-id"
        )
        names.append(name.decode())
    assert len(set(names)) == 2
    wait_until(lambda: len(proxy.lines(path="/named")) == 2)
    assert [line["request_id"] for line in proxy.lines(path="/named")] == names


@pytest.mark.parametrize(("given", "kept"), [("from-edge.1", True), ("a b", False), ("", False)])
def test_a_trusted_proxy_may_name_a_request(proxy: Command, given: str, kept: bool) -> None:
    address = ("127.0.0.1", proxy.port)
    with Visitor(socket.create_connection(address, source_address=("127.0.0.2", 0))) as visitor:
        visitor.send(
            f"GET /edge{given[:1]} HTTP/1.1\r\nHost: a.cn\r\nX-Request-Id: {given}\r\n"
            "X-Forwarded-For: 192.0.2.7\r\n\r\n".encode()
        )
        assert visitor.response().status == 200
    wait_until(lambda: bool(proxy.lines(path=f"/edge{given[:1]}")))
    (line,) = proxy.lines(path=f"/edge{given[:1]}")
    assert line["client"] == "192.0.2.7"
    assert (line["request_id"] == given) is kept


def test_a_line_says_what_became_of_a_request_and_nothing_private(proxy: Command) -> None:
    proxy.get("a.cn", "/line?secret=1", "Cookie: secret=2", "Referer: http://secret/")
    wait_until(lambda: bool(proxy.lines(path="/line")))
    (line,) = proxy.lines(path="/line")
    assert list(line) == [
        *("time", "site", "client", "method", "path", "protocol", "status", "bytes", "ms"),
        *("upstream_ms", "page", "request_id"),
    ]
    assert line["site"] == "a.cn"
    assert line["client"] == "127.0.0.1"
    assert line["page"] == "injected"
    assert line["bytes"] > len(PAGE)
    assert 0 <= line["upstream_ms"] <= line["ms"]
    assert "secret" not in str(line)


def test_a_path_cannot_begin_a_line_of_its_own(proxy: Command) -> None:
    with proxy.visit() as visitor:
        visitor.send(b'GET /\xe2\x80\xa8{"time":1}%0A"\\ HTTP/1.1\r\nHost: a.cn\r\n\r\n')
        visitor.response()
    wait_until(lambda: bool(proxy.lines(path='/%E2%80%A8{"time":1}%0A"\\')))


def test_a_portal_that_fails_is_noted_with_the_reason(tmp_path: Path) -> None:
    def cut(wire: Wire) -> None:
        wire.head()
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")

    def garbage(wire: Wire) -> None:
        wire.head()
        wire.send(b"220 smtp.example ESMTP\r\n")

    with portal(cut) as one, portal(garbage) as other:
        tables = site("a.cn", one.url) + site("b.cn", other.url)
        with running(tmp_path, tables) as proxy:
            assert not proxy.get("a.cn").whole
            assert proxy.get("b.cn").status == 502
            wait_until(lambda: len(proxy.lines(protocol="HTTP/1.1")) == 2)
            (first,) = proxy.lines(site="a.cn", protocol="HTTP/1.1")
            (second,) = proxy.lines(site="b.cn", protocol="HTTP/1.1")
            assert (first["fault"], first["cut"], first["status"]) == ("cut-short", True, 200)
            assert (second["fault"], second["status"]) == ("garbage", 502)
            assert "cut" not in second
            for line in (first, second):
                (warning,) = proxy.lines(level="warning", request_id=line["request_id"])
                assert (warning["site"], warning["reason"]) == (line["site"], line["fault"])
            metrics = proxy.metrics()
            assert metrics['a11y_proxy_faults_total{reason="cut-short",site="a.cn"}'] == 1
            assert metrics['a11y_proxy_faults_total{reason="garbage",site="b.cn"}'] == 1
            assert metrics['a11y_proxy_responses_cut_total{site="a.cn"}'] == 1


def test_chosen_fields_as_text_in_a_file_that_is_moved_away(tmp_path: Path) -> None:
    log = tmp_path / "access.log"
    lines = (
        f'access_log = "{log}"\nlog_format = "text"\n'
        'access_log_fields = ["method", "path", "query", "user_agent", "referer", "status"]\n'
    )
    with portal() as origin, running(tmp_path, site("a.cn", origin.url), lines) as proxy:
        proxy.get("a.cn", "/a?b=c", 'User-Agent: A "b" \u00e9')
        wait_until(lambda: log.read_text("ascii") != "")
        assert log.read_text("ascii") == 'GET /a b=c "A \\"b\\" \\u00e9" - 200\n'
        assert log.stat().st_mode & 0o777 == 0o640
        moved = log.rename(tmp_path / "access.log.1")
        proxy.send(signal.SIGUSR1)
        wait_until(log.exists)
        proxy.get("a.cn", "/new")
        wait_until(lambda: "/new" in log.read_text("ascii"))
        assert "/new" not in moved.read_text("ascii")


def test_ready_may_depend_on_the_portals(tmp_path: Path) -> None:
    closed = threading.Event()

    def script(wire: Wire) -> None:
        if not closed.is_set():
            wire.head()
            wire.send(b"HTTP/1.1 204 No Content\r\n\r\n")

    with portal(script) as origin:
        table = site("a.cn", origin.url)
        with running(tmp_path, table, "ready_asks_upstreams = true\n") as proxy:
            assert proxy.admin("/health/ready") == (200, "ready\n")
            closed.set()
            wait_until(lambda: proxy.admin("/health/ready") == (503, "a.cn: closed\n"))
            assert proxy.admin("/health/live")[0] == 200


def test_https_for_visitors(tmp_path: Path) -> None:
    import ssl

    from tests.proxy.test_connections import CERTIFICATE

    with (
        portal() as origin,
        running(
            tmp_path, site("localhost", origin.url), f'certificate = "{CERTIFICATE}"\n'
        ) as proxy,
        proxy.visit() as visitor,
    ):
        context = ssl.create_default_context(cafile=CERTIFICATE)
        with context.wrap_socket(visitor.socket, server_hostname="localhost") as encrypted:
            wire = Wire(encrypted)
            wire.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            assert wire.read_to_end().endswith(b"ok")
        assert b"x-forwarded-proto: https" in origin.requests[0].lower()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it(tmp_path: Path, number: signal.Signals) -> None:
    with portal() as origin, running(tmp_path, site("a.cn", origin.url)) as proxy:
        assert proxy.get("a.cn").status == 200
        assert proxy.end(number) == 0


def test_a_portal_is_asked_directly_once_and_for_each_visitor_afresh(tmp_path: Path) -> None:
    """No proxy of the environment, no redirect followed, no cookie kept."""
    with portal() as origin, portal() as other:
        origin.answer = (
            b"HTTP/1.1 302 Found\r\nLocation: /next\r\nSet-Cookie: secret=1; Path=/\r\n"
            b"Content-Length: 0\r\n\r\n"
        )
        environment = dict.fromkeys(("http_proxy", "HTTP_PROXY", "ALL_PROXY"), other.url)
        with running(tmp_path, site("a.cn", origin.url), **environment, NO_PROXY="") as command:
            for _ in range(2):
                answer = command.get("a.cn")
                assert (answer.status, answer.value(b"location")) == (302, b"/next")
                assert answer.values(b"set-cookie") == [b"secret=1; Path=/"]
        assert other.requests == []
        assert len(origin.requests) == 2
        assert [value_in(request, b"cookie") for request in origin.requests] == [[], []]
