"""Single answers from servers that mean well, and from those that do not."""

from __future__ import annotations

import gzip
import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from a11y.check import Exchange, Fetcher, FetchError, Source, Way, analyse
from a11y.errors import SettingsError
from tests.check.cases import RULES, html
from tests.check.servers import certificate, drip, serve_raw, wait_for_end

PAGE = html("<title>x</title>")


def answering(data: bytes) -> Callable[[socket.socket, str], None]:
    def handler(connection: socket.socket, _: str) -> None:
        connection.sendall(data)

    return handler


def fetch(handler: Callable[[socket.socket, str], None], *, timeout: float = 10) -> Exchange:
    with serve_raw(handler) as url:
        return Fetcher(RULES, timeout=timeout, page_bytes=100_000).fetch(f"{url}/", Source.START)


def failure(handler: Callable[[socket.socket, str], None], *, timeout: float = 10) -> str:
    with pytest.raises(FetchError) as caught:
        fetch(handler, timeout=timeout)
    return caught.value.finding


def test_fields_and_content_keep_their_bytes() -> None:
    head = b"HTTP/1.1 200 OK\r\nX-Odd: \xc4\xfa\xff\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n"
    coded = gzip.compress(PAGE)
    answer = fetch(answering(head + b"Content-Encoding: gzip\r\n\r\n" + coded))
    assert answer.values(b"x-odd") == [b"\xc4\xfa\xff"]
    assert answer.values(b"set-cookie") == [b"a=1", b"b=2"]
    assert [name for name, _ in answer.headers][1:3] == [b"Set-Cookie", b"set-cookie"]
    assert answer.body == coded
    assert (answer.complete, answer.trouble) == (True, None)


def test_chunks_are_joined() -> None:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = fetch(answering(head + b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"))
    assert (answer.body, answer.complete) == (b"abcde", True)


def test_the_request_is_a_browsers_as_the_middleware_passes_it_on() -> None:
    seen = []

    def handler(connection: socket.socket, path: str) -> None:
        seen.append(path)
        connection.sendall(b"HTTP/1.1 200 OK\r\nSet-Cookie: s=1; Path=/\r\n\r\n")

    with serve_raw(handler) as url:
        fetcher = Fetcher(RULES, user_agent="check/1")
        fetcher.fetch(f"{url}/a?b=%C4%FA", Source.LINK)
        second = dict(fetcher.fetch(f"{url}/", Source.LINK).request_headers)
    assert seen == ["/a?b=%C4%FA", "/"]
    assert second[b"user-agent"] == b"check/1"
    assert second[b"cookie"] == b"s=1"
    assert b"br" not in second[b"accept-encoding"]
    assert b"text/html" in second[b"accept"]


def test_what_scripts_fetch_is_asked_for_as_scripts_do() -> None:
    with serve_raw(answering(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<li>x")) as url:
        answer = Fetcher(RULES).fetch(f"{url}/part", Source.XHR)
    assert dict(answer.request_headers)[b"x-requested-with"] == b"XMLHttpRequest"
    assert analyse(answer, RULES).verdict == "script-request"


def test_an_infinite_page_is_cut_at_the_limit() -> None:
    def handler(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connection.sendall(b"x" * 65536)

    answer = fetch(handler)
    assert (len(answer.body), answer.complete, answer.trouble) == (100_000, False, None)


def test_a_slow_page_is_taken_as_far_as_it_came() -> None:
    def handler(connection: socket.socket, _: str) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE)
        drip(connection, b" ")

    answer = fetch(handler, timeout=2)
    assert answer.body.startswith(PAGE)
    assert (answer.complete, answer.trouble) == (False, "fetch.slow")


@pytest.mark.parametrize(
    "rest", [b"Content-Length: 99\r\n\r\nabc", b"Transfer-Encoding: chunked\r\n\r\n9\r\nabc"]
)
def test_a_page_that_breaks_off(rest: bytes) -> None:
    answer = fetch(answering(b"HTTP/1.1 200 OK\r\n" + rest))
    assert (answer.body, answer.complete, answer.trouble) == (b"abc", False, "fetch.cut")


def dripping_head(connection: socket.socket, _: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
    drip(connection, b"y")


def endless_head(connection: socket.socket, _: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    while True:
        connection.sendall(b"X-Y: " + b"z" * 1000 + b"\r\n")


def test_silence_and_dripping_heads_end_in_time() -> None:
    assert failure(lambda connection, _: wait_for_end(connection), timeout=0.3) == "fetch.timeout"
    assert failure(dripping_head, timeout=0.5) == "fetch.timeout"


@pytest.mark.parametrize(
    "handler",
    [
        answering(b""),
        answering(b"\x00\xff\xfe garbage\r\n\r\n"),
        answering(b"HTTP/1.1 abc\r\n\r\n"),
        answering(b"SSH-2.0-OpenSSH_9\r\n"),
        answering(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000),
        endless_head,
    ],
    ids=["nothing", "garbage", "status", "another protocol", "long field", "many fields"],
)
def test_what_is_not_http(handler: Callable[[socket.socket, str], None]) -> None:
    assert failure(handler) == "fetch.broken"


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(FetchError) as caught:
        Fetcher(RULES).fetch(f"http://127.0.0.1:{port}/", Source.START)
    assert caught.value.finding == "fetch.refused"


def test_a_name_that_nobody_has() -> None:
    with pytest.raises(FetchError) as caught:
        Fetcher(RULES).fetch("http://nobody.invalid/", Source.START)
    assert caught.value.finding == "fetch.name"


def test_certificates_are_verified(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)
    handler = answering(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    with serve_raw(handler, tls) as url:
        with pytest.raises(FetchError) as caught:
            Fetcher(RULES).fetch(f"{url}/", Source.START)
        assert caught.value.finding == "fetch.tls"
        assert Fetcher(RULES, way=Way(ca_file=cert)).fetch(f"{url}/", Source.START).body == b"ok"


def test_a_handshake_that_never_ends() -> None:
    with serve_raw(lambda connection, _: wait_for_end(connection)) as url:
        address = url.replace("http:", "https:")
        with pytest.raises(FetchError) as caught:
            Fetcher(RULES, timeout=0.3).fetch(f"{address}/", Source.START)
    assert caught.value.finding == "fetch.timeout"


def test_a_file_of_authorities_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ca_file"):
        Fetcher(RULES, way=Way(ca_file=tmp_path / "none.pem"))
    with pytest.raises(SettingsError, match="cert_file"):
        Fetcher(RULES, way=Way(cert_file=tmp_path / "none.pem"))
