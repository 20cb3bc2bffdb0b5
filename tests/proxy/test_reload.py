"""SIGHUP: the new configuration counts for new requests, and no request is lost on the way."""

from __future__ import annotations

import os
import shutil
import signal
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.proxy.command import ANYWHERE, Command, Slow, accept_key, running, site, wait_until
from tests.proxy.test_connections import CERTIFICATE
from tests.proxy.wire import OK, PATIENCE, Portal, Wire, portal

RELOADS = 12


def tables(command: Command, sites: str, process: str = "") -> str:
    return ANYWHERE % command.metrics_port + process + sites


def test_a_new_configuration_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    with portal() as one, portal() as other, running(tmp_path, site("a.cn", one.url)) as proxy:
        assert proxy.get("b.cn").status == 421
        proxy.reload(tables(proxy, site("a.cn", other.url) + site("b.cn", one.url)))
        assert proxy.get("b.cn").status == 200
        assert proxy.get("a.cn").status == 200
        assert (len(one.requests), len(other.requests)) == (1, 1)
        proxy.reload(tables(proxy, site("b.cn", one.url)))
        assert proxy.get("a.cn").status == 421
        assert 'a11y_proxy_pages_total{outcome="not-html",site="b.cn"}' in proxy.metrics()


def test_a_bad_configuration_is_named_in_the_log_and_not_used(tmp_path: Path) -> None:
    with portal() as one, running(tmp_path, site("a.cn", one.url)) as proxy:
        for bad in ("[", "[proxy]\nwrokers = 1\n", site("a.cn", "https://x", 'ca_file = "no"')):
            proxy.reload(bad, "refused")
            assert proxy.get("a.cn").status == 200
        said = [line["message"] for line in proxy.lines(level="error")]
        assert all("the old configuration stays" in line for line in said)
        assert "not valid TOML" in said[0]
        assert "did you mean workers?" in said[1]
        assert any("ca_file" in line for line in said)


def test_what_needs_a_restart_is_said(tmp_path: Path) -> None:
    with portal() as one, running(tmp_path, site("a.cn", one.url)) as proxy:
        process = 'workers = 2\naccess_log = "off"\nkeep_alive_seconds = 5\n'
        proxy.reload(tables(proxy, site("a.cn", one.url), process))
        (line,) = proxy.lines(message="configuration loaded")
        assert line["needs_restart"] == ["workers", "access_log", "keep_alive_seconds"]


def test_a_site_that_stays_the_same_keeps_its_connections(tmp_path: Path) -> None:
    with portal() as one, running(tmp_path, site("a.cn", one.url)) as proxy:
        proxy.get("a.cn")
        proxy.reload(tables(proxy, site("a.cn", one.url) + site("b.cn", one.url)))
        proxy.get("a.cn")
        assert one.connections == 1


def test_an_open_answer_ends_on_the_application_that_began_it(tmp_path: Path) -> None:
    slow = Slow()
    with (
        portal(slow) as one,
        portal() as other,
        running(tmp_path, site("a.cn", one.url)) as proxy,
        proxy.visit() as visitor,
    ):
        visitor.send(b"GET /events HTTP/1.1\r\nHost: a.cn\r\nConnection: close\r\n\r\n")
        visitor.head()
        proxy.reload(tables(proxy, site("a.cn", other.url)))
        assert proxy.get("a.cn").body == b"ok"
        assert proxy.metrics()['a11y_proxy_open_requests{site="a.cn"}'] == 1
        slow.go_on.set()
        assert b"def" in visitor.read_to_end()
        wait_until(lambda: proxy.metrics()['a11y_proxy_open_requests{site="a.cn"}'] == 0)
        # What the retired application counted is still there.
        assert proxy.metrics()['a11y_proxy_requests_total{site="a.cn",status="2xx"}'] == 2


def test_an_answer_that_takes_too_long_after_a_reload_is_cut_off(tmp_path: Path) -> None:
    with (
        portal(Slow()) as one,
        portal() as other,
        running(tmp_path, site("a.cn", one.url), "drain_seconds = 1\n") as proxy,
        proxy.visit() as visitor,
    ):
        visitor.send(b"GET /events HTTP/1.1\r\nHost: a.cn\r\nConnection: close\r\n\r\n")
        visitor.head()
        proxy.reload(tables(proxy, site("a.cn", other.url), "drain_seconds = 1\n"))
        assert b"0\r\n\r\n" not in visitor.read_to_end()  # not as if it were whole
        wait_until(
            lambda: bool(proxy.lines(message="1 requests of a.cn outlived the old configuration"))
        )


def test_a_renewed_certificate_is_used_though_no_setting_has_changed(tmp_path: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    authority = tmp_path / "ca.pem"
    shutil.copy(CERTIFICATE.with_name("other.pem"), authority)
    with portal(tls=context) as one:
        upstream = f"https://localhost:{one.port}"
        table = site("a.cn", upstream, 'ca_file = "ca.pem"')
        with running(tmp_path, table) as proxy:
            assert proxy.get("a.cn").status == 502
            shutil.copy(CERTIFICATE, authority)
            os.utime(authority, ns=(1, 1))  # another time than the copy's, in any case
            proxy.reload(tables(proxy, table))
            assert proxy.get("a.cn").status == 200


def test_a_websocket_lives_on_after_a_reload_until_it_takes_too_long(tmp_path: Path) -> None:
    def echo(wire: Wire) -> None:
        head = wire.head()
        wire.send(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Accept: %b\r\n\r\n" % accept_key(head)
        )
        while data := wire.read_exactly(5):
            wire.send(data)

    with (
        portal(echo) as one,
        running(tmp_path, site("a.cn", one.url), "drain_seconds = 2\n") as proxy,
        proxy.visit() as visitor,
    ):
        visitor.send(
            b"GET /socket HTTP/1.1\r\nHost: a.cn\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        assert visitor.head().startswith(b"HTTP/1.1 101 ")
        proxy.reload(tables(proxy, site("a.cn", one.url, "preserve_host = true")))
        visitor.send(b"hello")
        assert visitor.read_exactly(5) == b"hello"
        assert visitor.is_over()
        wait_until(lambda: bool(proxy.lines(path="/socket")))
        (line,) = proxy.lines(path="/socket")
        assert (line["status"], line["site"]) == (101, "a.cn")


@pytest.mark.parametrize("workers", [1, 2])
def test_no_request_fails_while_reloading(tmp_path: Path, workers: int) -> None:
    process = f"workers = {workers}\n"
    stop = threading.Event()
    with ExitStack() as stack:
        portals = [stack.enter_context(portal()) for _ in range(2)]
        proxy = stack.enter_context(running(tmp_path, site("a.cn", portals[0].url), process))
        pool = stack.enter_context(ThreadPoolExecutor(4))
        visits = [pool.submit(_visit_until, proxy, stop, kept) for kept in (True, True, False)]
        for number in range(RELOADS):
            proxy.reload(tables(proxy, site("a.cn", portals[(number + 1) % 2].url), process))
        stop.set()
        counts = [visit.result(PATIENCE) for visit in visits]
        assert all(count > RELOADS for count in counts)
        assert _asked(portals) == sum(counts)
        metrics = proxy.metrics()
        assert metrics['a11y_proxy_requests_total{site="a.cn",status="2xx"}'] == sum(counts)
        assert metrics['a11y_proxy_reloads_total{result="loaded"}'] == RELOADS
        assert proxy.end() == 0
        assert proxy.lines(level="error") == []
        assert proxy.lines(level="warning") == []


def _visit_until(proxy: Command, stop: threading.Event, kept: bool) -> int:
    """Ask for pages, on one connection or on one each, and count them; all must be good."""
    count = 0
    visitor = proxy.visit()
    while not stop.is_set():
        visitor.send(b"GET / HTTP/1.1\r\nHost: a.cn\r\n\r\n")
        assert visitor.response().body == b"ok"
        count += 1
        if not kept:
            visitor.socket.close()
            visitor = proxy.visit()
    visitor.socket.close()
    return count


def _asked(portals: list[Portal]) -> int:
    assert all(one.answer == OK for one in portals)
    return sum(len(one.requests) for one in portals)


def test_a_reload_that_comes_again_and_again_is_done_once_more_at_the_end(tmp_path: Path) -> None:
    with portal() as one, running(tmp_path, site("a.cn", one.url)) as proxy:
        proxy.config.write_text(tables(proxy, site("b.cn", one.url)), encoding="utf-8")
        for _ in range(20):
            proxy.send(signal.SIGHUP)
        wait_until(lambda: proxy.get("b.cn").status == 200)
        assert proxy.end() == 0
