"""Where the proxy listens: unix sockets, several addresses, what systemd hands over."""

from __future__ import annotations

import os
import re
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from a11y_proxy.listeners import Address, ListenError, Listeners
from a11y_proxy.notify import notify

from tests.proxy.command import free_port, running, site, wait_until
from tests.proxy.wire import PATIENCE, Visitor, portal

unix = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no unix sockets here")


def connect(path: Path) -> Visitor:
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(str(path))
    return Visitor(connection)


@unix
def test_a_unix_socket_has_its_mode_from_the_beginning_and_goes_with_the_process(
    tmp_path: Path,
) -> None:
    path = tmp_path / "proxy.sock"
    with portal() as origin:
        config = tmp_path / "proxy.toml"
        config.write_text(
            f'[proxy]\nlisten = ["unix:{path}", "127.0.0.1:0"]\nsocket_mode = "0600"\n'
            f'trusted_proxies = ["unix"]\naccess_log_fields = ["client"]\n'
            + site("a.cn", origin.url)
        )
        command = [sys.executable, "-m", "a11y_proxy", "--config", str(config)]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdout=pipe, stderr=pipe, encoding="utf-8") as process:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert f"unix:{path}" in line
            assert re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            for field in ("X-Forwarded-For: 192.0.2.9\r\n", ""):
                with connect(path) as visitor:
                    visitor.send(f"GET / HTTP/1.1\r\nHost: a.cn\r\n{field}\r\n".encode())
                    assert visitor.response().body == b"ok"
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0
        assert errors == '{"client":"192.0.2.9"}\n{}\n'
    assert not path.exists()


@unix
def test_a_stale_socket_is_replaced_a_live_one_and_a_file_are_not(tmp_path: Path) -> None:
    path = tmp_path / "proxy.sock"
    address = Address.parse(f"unix:{path}")
    stale = socket.socket(socket.AF_UNIX)
    stale.bind(str(path))
    stale.close()
    listeners = Listeners.open([address])
    try:
        with pytest.raises(ListenError, match="in use"):
            Listeners.open([address])
        connect(path).socket.close()
    finally:
        listeners.close()
    assert not path.exists()
    path.write_text("a file of somebody")
    with pytest.raises(ListenError):
        Listeners.open([address])
    assert path.read_text() == "a file of somebody"


@unix
def test_the_socket_of_a_successor_is_left(tmp_path: Path) -> None:
    path = tmp_path / "proxy.sock"
    address = Address.parse(f"unix:{path}")
    first = Listeners.open([address])
    path.unlink()
    second = Listeners.open([address])
    first.close()
    connect(path).socket.close()
    second.close()
    assert not path.exists()


@unix
def test_an_owner_that_does_not_exist_is_an_error_and_nothing_stays(tmp_path: Path) -> None:
    path = tmp_path / "proxy.sock"
    with pytest.raises(ListenError, match="nobody-has-this-name"):
        Listeners.open([Address.parse(f"unix:{path}")], owner="nobody-has-this-name")
    assert not path.exists()


def test_all_addresses_or_none() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        free = free_port()
        with pytest.raises(ListenError, match=str(port)):
            Listeners.open([Address("127.0.0.1", free), Address("127.0.0.1", port)])
        socket.create_server(("127.0.0.1", free)).close()


def test_ipv6() -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("no IPv6 here")
    listeners = Listeners.open([Address.parse("[::1]:0"), Address.parse("127.0.0.1:0")])
    six, four = listeners.addresses
    listeners.close()
    assert re.fullmatch(r"\[::1\]:\d+", str(six))
    assert re.fullmatch(r"127\.0\.0\.1:\d+", str(four))


def test_socket_activation(tmp_path: Path) -> None:
    """The command gets its listener as descriptor 3, as systemd passes it."""
    with (
        portal() as origin,
        socket.create_server(("127.0.0.1", 0)) as listener,
    ):
        config = tmp_path / "proxy.toml"
        config.write_text("[proxy]\nworkers = 2\n" + site("a.cn", origin.url))
        start = (
            "import os, sys; os.dup2(int(sys.argv.pop(1)), 3); os.environ['LISTEN_FDS'] = '1';"
            "os.environ['LISTEN_PID'] = str(os.getpid()); from a11y_proxy.cli import main;"
            "sys.exit(main())"
        )
        number = listener.fileno()
        command = [sys.executable, "-c", start, str(number), "--config", str(config)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, encoding="utf-8", pass_fds=[number]
        ) as process:
            assert process.stdout is not None
            port = listener.getsockname()[1]
            assert f"127.0.0.1:{port}" in process.stdout.readline()
            with Visitor(socket.create_connection(("127.0.0.1", port))) as visitor:
                visitor.send(b"GET / HTTP/1.1\r\nHost: a.cn\r\n\r\n")
                assert visitor.response().body == b"ok"
            process.terminate()
            assert process.wait(PATIENCE) == 0


@unix
@pytest.mark.parametrize("workers", [1, 2])
def test_systemd_is_told_what_happens(tmp_path: Path, workers: int) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd, portal() as origin:
        place = tmp_path / "notify"
        systemd.bind(str(place))
        systemd.settimeout(PATIENCE)
        table = site("a.cn", origin.url)
        lines = f"workers = {workers}\n"
        with running(tmp_path, table, lines, NOTIFY_SOCKET=str(place)) as proxy:
            assert systemd.recv(100) == b"READY=1"
            proxy.send(signal.SIGHUP)
            assert re.fullmatch(rb"RELOADING=1\nMONOTONIC_USEC=\d+", systemd.recv(100))
            assert systemd.recv(100) == b"READY=1"
            proxy.send(signal.SIGTERM)
            assert systemd.recv(100) == b"STOPPING=1"
            wait_until(lambda: proxy.process.poll() == 0)


def test_nobody_is_told_where_there_is_no_systemd(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("", "not-absolute"):
        monkeypatch.setitem(os.environ, "NOTIFY_SOCKET", place)
        notify("READY=1")
