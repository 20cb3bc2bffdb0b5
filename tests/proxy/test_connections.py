"""Connections to the portal: kept, used again, tried once more, encrypted."""

from __future__ import annotations

import asyncio
import ssl
import threading
from pathlib import Path

import pytest
from a11y_proxy.app import ProxyApp
from a11y_proxy.settings import ProxySettings
from starlette.types import Message

from a11y.errors import SettingsError
from tests.proxy.wire import OK, PATIENCE, Gateway, Portal, Script, Wire, gateway, portal
from tests.servers import serve_asgi

# Key and certificate, valid for localhost until 2126, made with
# openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500
#   -subj /CN=localhost -addext subjectAltName=DNS:localhost
CERTIFICATE = Path(__file__).with_name("localhost.pem")


def test_a_connection_is_used_again(origin: Portal, proxy: Gateway) -> None:
    before = origin.connections
    for _ in range(5):
        assert proxy.get().status == 200
    assert origin.connections <= max(before, 1)


def closing_after(answers: int, last_words: bytes = b"") -> tuple[Script, list[bytes]]:
    """A portal that answers so many requests a connection; the next it reads, and closes."""
    asked: list[bytes] = []

    def script(wire: Wire) -> None:
        for _ in range(answers):
            asked.append(wire.head())
            wire.send(OK)
        asked.append(wire.head())
        wire.send(last_words)

    return script, asked


def test_a_request_on_a_closing_connection_is_sent_again() -> None:
    script, asked = closing_after(1)
    with portal(script) as origin, gateway(origin.url) as proxy:
        assert [proxy.get(target).status for target in (b"/1", b"/2", b"/3")] == [200, 200, 200]
    targets = [head.split(b" ")[1] for head in asked if head]
    assert targets == [b"/1", b"/2", b"/2", b"/3", b"/3"]


@pytest.mark.parametrize(
    "request_head",
    [
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
        b"PATCH / HTTP/1.1\r\nHost: a\r\n\r\n",
    ],
)
def test_a_request_that_does_something_is_never_sent_twice(request_head: bytes) -> None:
    script, asked = closing_after(1)
    with portal(script) as origin, gateway(origin.url) as proxy:
        assert proxy.get().status == 200
        assert proxy.ask(request_head).status == 502
    assert len(asked) == 2


def test_a_request_with_a_body_is_never_sent_twice() -> None:
    script, asked = closing_after(1)
    with portal(script) as origin, gateway(origin.url) as proxy:
        assert proxy.get().status == 200
        assert proxy.ask(proxy.request(b"PUT", b"/", b"Content-Length: 3") + b"abc").status == 502
    assert len(asked) == 2


def test_a_request_is_not_sent_again_once_an_answer_has_begun() -> None:
    script, asked = closing_after(1, b"HTTP/1.1 200 OK\r\nX-A: 1\r\n")
    with portal(script) as origin, gateway(origin.url) as proxy:
        assert proxy.get().status == 200
        assert proxy.get().status == 502
    assert len(asked) == 2


def test_a_new_connection_that_closes_is_not_tried_again() -> None:
    script, asked = closing_after(0)
    with portal(script) as origin, gateway(origin.url) as proxy:
        assert proxy.get().status == 502
    assert len(asked) == 1


@pytest.fixture(scope="module")
def tls() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


def test_an_encrypted_portal_is_asked_where_its_certificate_is_good(tls: ssl.SSLContext) -> None:
    with portal(tls=tls) as origin:
        url = f"https://localhost:{origin.port}"
        with gateway(url, ca_file=CERTIFICATE) as proxy:
            origin.answer = (
                b"HTTP/1.1 302 Found\r\nSet-Cookie: a=1; Secure\r\nContent-Length: 0\r\n"
                b"Location: https://localhost:%d/in\r\n\r\n" % origin.port
            )
            response = proxy.get()
            assert response.status == 302
            assert response.value(b"location") == b"/in"
            assert response.value(b"set-cookie") == b"a=1"


def test_an_unknown_certificate_is_refused(tls: ssl.SSLContext) -> None:
    with portal(tls=tls) as origin, gateway(f"https://localhost:{origin.port}") as proxy:
        assert proxy.get().status == 502
        assert proxy.app.counters == {"certificate": 1}


def test_another_hosts_certificate_is_refused(tls: ssl.SSLContext) -> None:
    with (
        portal(tls=tls) as origin,
        gateway(f"https://127.0.0.1:{origin.port}", ca_file=CERTIFICATE) as proxy,
    ):
        assert proxy.get().status == 502
        assert proxy.app.counters == {"certificate": 1}


def test_https_to_a_plain_port_is_refused() -> None:
    def script(wire: Wire) -> None:
        wire.read_exactly(5)
        wire.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with portal(script) as origin, gateway(f"https://127.0.0.1:{origin.port}") as proxy:
        assert proxy.get().status == 502
        assert proxy.app.counters == {"tls": 1}


def test_a_bad_authority_file_is_a_settings_error(tmp_path: Path) -> None:
    for path in (tmp_path / "none.pem", tmp_path / "empty.pem"):
        (tmp_path / "empty.pem").write_text("nothing")
        with pytest.raises(SettingsError, match="ca_file"):
            ProxyApp("https://www.example.gov.cn", ProxySettings(ca_file=path))


def test_it_works_under_any_asgi_server(origin: Portal) -> None:
    app = ProxyApp(origin.url)
    with serve_asgi(app) as url:
        response = Gateway(app, int(url.rpartition(":")[2])).get(b"/a%2Fb?c=%C4")
    assert response.body == b"ok"
    assert origin.requests[0].startswith(b"GET /a%2Fb?c=%C4 HTTP/1.1\r\n")


def test_a_visitor_who_leaves_is_seen_under_any_asgi_server() -> None:
    asked = threading.Event()
    left = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        asked.set()
        wire.read_to_end()
        left.set()

    with portal(script) as origin:
        app = ProxyApp(origin.url)
        with serve_asgi(app) as url:
            proxy = Gateway(app, int(url.rpartition(":")[2]))
            with proxy.connect() as visitor:
                visitor.send(proxy.request(b"GET", b"/"))
                assert asked.wait(PATIENCE)
            assert left.wait(PATIENCE)


def test_a_websocket_is_refused_where_a_server_offers_it() -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    app = ProxyApp("http://127.0.0.1:1")
    asyncio.run(app({"type": "websocket", "path": "/"}, receive, send))
    assert [message["type"] for message in sent] == ["websocket.close"]
