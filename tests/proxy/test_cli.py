"""The command ``a11y-proxy`` as an operator meets it: plain words, exit codes, no traceback."""

from __future__ import annotations

import re
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from a11y_proxy.cli import main

import a11y
from tests.proxy.test_connections import CERTIFICATE
from tests.proxy.wire import OK, PATIENCE, Portal, Visitor, Wire, portal

PAGE = b"<!DOCTYPE html><html><head><title>\xc4\xe3\xba\xc3</title></head><body>x</body></html>"
PAGE_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=gbk\r\nContent-Length: %d\r\n\r\n%b"
)


def run(*arguments: str, code: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command to its end; ``code`` runs before it in the same process."""
    start = f"{code}\nimport sys; from a11y_proxy.cli import main; sys.exit(main())"
    command = [sys.executable, *(["-c", start] if code else ["-m", "a11y_proxy"]), *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=PATIENCE, check=False, encoding="utf-8"
    )


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The command once it listens on a port of its choice, and that port."""
    command = [sys.executable, "-m", "a11y_proxy", *arguments, "--port", "0", "--speech", "off"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            port = re.search(r"http://127\.0\.0\.1:(\d+)/", line)
            assert port is not None, line + process.stderr.read() if process.stderr else line
            yield process, int(port[1])
        finally:
            process.kill()


def visit(port: int) -> Visitor:
    return Visitor(socket.create_connection(("127.0.0.1", port)))


def is_one_line(text: str) -> bool:
    return text.startswith("a11y-proxy: ") and text.count("\n") == 1 and text.endswith("\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["www.example.gov.cn"], "不是完整的网址"),
        (["hello world"], "不是完整的网址"),
        (["http://"], "不是完整的网址"),
        (["http://host:99999"], "不是完整的网址"),
        (["http://[::1"], "不是完整的网址"),
        (["http://a b.cn"], "不是完整的网址"),
        (["ftp://host"], "http://"),
        (["file:///etc/passwd"], "http://"),
        (["http://user:secret@host"], "用户名"),
        (["http://host/?a=1"], "?"),
        (["http://host/#a"], "#"),
        (["http://127.0.0.1:8600"], "自己"),
        (["http://host", "--prefix", "a/b"], "prefix"),
        (["http://host", "--prefix", "/_a", "--config", "proxy.toml"], "--prefix"),
        (["http://host", "--config", "proxy.toml"], "UPSTREAM"),
        (["--config", "/does/not/exist.toml"], "exist.toml"),
        ([], "--config"),
        (["http://host", "--workers", "0"], "workers"),
        (["http://host", "--metrics", "9600"], "metrics"),
        (["http://host", "--trusted-proxy", "nobody"], "trusted_proxies"),
        (["https://host", "--ca-file", "/does/not/exist.pem"], "exist.pem"),
    ],
)
def test_what_makes_no_sense_ends_with_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    error = capsys.readouterr().err
    assert is_one_line(error)
    assert words in error
    assert "secret" not in error


@pytest.mark.parametrize(
    "arguments",
    [
        ["http://a", "http://b"],
        ["http://a", "--port", "x"],
        ["http://a", "--port", "70000"],
        ["http://a", "--port", "-1"],
        ["http://a", "--speech", "loud"],
        ["http://a", "--timeout", "0"],
        ["http://a", "--timeout", "soon"],
        ["http://a", "--idle-timeout", "nan"],
        ["http://a", "--no-such-option"],
    ],
)
def test_a_command_line_that_is_wrong_ends_with_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert is_one_line(capsys.readouterr().err)


def test_help_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    assert "--check" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"a11y-proxy {a11y.__version__}\n"


def test_a_busy_port_ends_with_1() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        done = run("http://127.0.0.1:1", "--port", str(port))
    assert done.returncode == 1
    assert is_one_line(done.stderr)
    assert f"{port} 已被占用" in done.stderr
    assert done.stdout == ""


def test_a_host_that_is_not_ours_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["http://127.0.0.1:1", "--host", "192.0.2.1"]) == 1
    assert main(["http://127.0.0.1:1", "--host", "nowhere.invalid"]) == 1
    errors = capsys.readouterr().err.splitlines()
    assert [line.partition("(")[0] for line in errors] == [
        "a11y-proxy: 不能监听 192.0.2.1:8600",
        "a11y-proxy: 不能监听 nowhere.invalid:8600",
    ]


def test_a_missing_package_is_named_with_the_command_that_brings_it() -> None:
    done = run("http://127.0.0.1:1", code="import sys; sys.modules['uvicorn'] = None")
    assert done.returncode == 1
    assert is_one_line(done.stderr)
    assert "pip install 'a11y-care[proxy]'" in done.stderr


def test_check_says_why_a_portal_cannot_be_reached(capsys: pytest.CaptureFixture[str]) -> None:
    def plain(wire: Wire) -> None:
        wire.read_exactly(5)
        wire.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    def silent(wire: Wire) -> None:
        wire.read_to_end()

    with socket.create_server(("127.0.0.1", 0)) as free:
        unused = free.getsockname()[1]
    with portal(plain) as unencrypted, portal(silent) as slow:
        cases = {
            f"http://127.0.0.1:{unused}": "拒绝连接",
            "http://portal.invalid": "域名解析失败",
            f"https://127.0.0.1:{unencrypted.port}": "加密连接失败",
            slow.url: "没有应答",
        }
        for url, words in cases.items():
            assert main([url, "--check", "--timeout", "0.2", "--connect-timeout", "1"]) == 3
            error = capsys.readouterr().err
            assert is_one_line(error)
            assert words in error


def test_check_says_that_a_certificate_is_bad(capsys: pytest.CaptureFixture[str]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with portal(tls=context) as origin:
        assert main([f"https://localhost:{origin.port}", "--check"]) == 3
        assert "证书" in capsys.readouterr().err


def test_a_portal_gets_care_mode_until_ctrl_c() -> None:
    with portal() as origin:
        origin.answer = PAGE_ANSWER % (len(PAGE), PAGE)
        arguments = [origin.url, "--prefix", "/_care", "--language", "en", "--log-format", "text"]
        with running(*arguments) as (process, port), visit(port) as visitor:
            visitor.send(b"GET /?secret=1 HTTP/1.1\r\nHost: a\r\nCookie: secret=1\r\n\r\n")
            response = visitor.response()
            tag = re.search(rb'<script src="(/_care/boot\.[0-9a-f]+\.js)"></script>', response.body)
            assert tag is not None
            assert response.body.replace(tag[0], b"") == PAGE
            visitor.send(b"GET " + tag[1] + b" HTTP/1.1\r\nHost: a\r\n\r\n")
            assert visitor.response().status == 200
            process.send_signal(signal.SIGINT)
            _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert re.search(
            r" 127\.0\.0\.1 GET / HTTP/1\.1 200 \d+ [\d.]+ [\d.]+ injected - - ", errors
        )
        assert "secret" not in errors
        assert "Traceback" not in errors
        assert len(origin.requests) == 1


def test_check_advises_where_the_portal_sends_people_elsewhere(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with portal() as origin:
        origin.answer = (
            b"HTTP/1.1 301 Moved\r\nLocation: http://www.example.gov.cn/\r\n"
            b"Content-Length: 0\r\n\r\n"
        )
        assert main([origin.url, "--check"]) == 0
    assert "建议直接使用这个地址" in capsys.readouterr().err


def test_check_is_content_with_any_answer_of_the_portal_itself(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with portal() as origin:
        origin.answer = b"HTTP/1.1 302 X\r\nLocation: /a//b\r\nContent-Length: 0\r\n\r\n"
        assert main([origin.url, "--check"]) == 0
        assert capsys.readouterr().out == f"default: {origin.url} 302\n"


def test_check_asks_every_site_of_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        unused = free.getsockname()[1]
    file = tmp_path / "proxy.toml"
    with portal() as origin:
        origin.answer = OK
        file.write_text(
            f'[[site]]\nhost = "a.cn"\nupstream = "{origin.url}"\n'
            f'[[site]]\nhost = "b.cn"\nupstream = "http://127.0.0.1:{unused}"\n'
        )
        assert main(["--config", str(file), "--check"]) == 3
    said = capsys.readouterr()
    assert said.out == f"a.cn: {origin.url} 200\n"
    assert is_one_line(said.err)
    assert "拒绝连接" in said.err


def test_everything_that_is_wrong_with_a_file_is_said_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "proxy.toml"
    file.write_text('[proxy]\nwokers = 2\n[[site]]\nhost = "a.cn"\nupstream = "a.cn"\n')
    assert main(["--config", str(file)]) == 2
    first, *others = capsys.readouterr().err.splitlines()
    assert "2 处错误" in first
    assert [str(file) in line for line in others] == [True, True]
    assert "did you mean workers?" in others[0]
    assert "不是完整的网址" in others[1]


def test_sigterm_lets_an_open_answer_finish() -> None:
    ending = threading.Event()

    def script(wire: Wire) -> None:
        wire.head()
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc")
        assert ending.wait(PATIENCE)
        wire.send(b"def")

    with (
        portal(script) as origin,
        running(origin.url, "--no-access-log") as (process, port),
        visit(port) as visitor,
    ):
        visitor.send(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        visitor.head()
        assert visitor.read_exactly(3) == b"abc"
        process.send_signal(signal.SIGTERM)
        wait_until_closed(port)
        ending.set()
        assert visitor.read_to_end() == b"def"
        _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert errors == ""


def wait_until_closed(port: int) -> None:
    """Return when nobody listens on the port any more."""
    tick = threading.Event()
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            return
        tick.wait(0.02)


def test_many_wishes_at_once() -> None:
    with portal() as origin:
        origin.answer = OK
        wishes = ["--host", "0.0.0.0", "--preserve-host", "--trusted-proxy", "127.0.0.1"]
        with running(origin.url, *wishes) as (process, port), visit(port) as visitor:
            visitor.send(b"GET / HTTP/1.1\r\nHost: care.x\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n")
            assert visitor.response().body == b"ok"
            process.terminate()
            process.communicate(timeout=PATIENCE)
        assert_asked(origin)


def assert_asked(origin: Portal) -> None:
    head = origin.requests[0].lower()
    assert b"host: care.x\r\n" in head
    assert b"x-forwarded-for: 6.6.6.6, 127.0.0.1\r\n" in head
