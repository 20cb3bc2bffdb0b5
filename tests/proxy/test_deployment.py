"""The files that an operator copies: each is loaded, checked or run as far as this machine can."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from a11y_proxy.configuration import Configuration

from tests.proxy.command import accept_key, free_port, listens, running, site, wait_until
from tests.proxy.wire import Visitor, Wire, portal

ROOT = Path(__file__).resolve().parent.parent.parent
PROXY = ROOT / "proxy"
EXAMPLE = PROXY / "proxy.toml"


def test_the_example_configuration_is_good() -> None:
    configuration = Configuration.read(EXAMPLE)
    assert [site.name for site in configuration.sites] == ["www.example.gov.cn", "*.example.gov.cn"]


def options_left_out() -> list[tuple[str, str]]:
    """Each ``# key = value`` of the example, with the header above it."""
    table, found = "", []
    for line in EXAMPLE.read_text("utf-8").splitlines():
        if header := re.fullmatch(r"\[+(\w+)\]+", line):
            table = header[1]
        elif option := re.match(r"# (\w+ = [^#]*)", line):
            found.append((table, option[1].strip()))
    return found


@pytest.mark.parametrize(("table", "option"), options_left_out())
def test_what_the_example_leaves_out_is_legal(table: str, option: str) -> None:
    document: dict[str, Any] = tomllib.loads(EXAMPLE.read_text("utf-8"))
    target = document["site"][0] if table == "site" else document[table]
    target.update(tomllib.loads(option))
    if option.startswith("key ="):
        target["certificate"] = "/etc/a11y/fullchain.pem"
    Configuration.of(document, str(EXAMPLE), PROXY)


def test_the_configuration_of_the_containers_is_good() -> None:
    assert "./compose.toml:/etc/a11y/proxy.toml:ro" in (PROXY / "compose.yaml").read_text("utf-8")
    content = (PROXY / "compose.toml").read_text("utf-8")
    configuration = Configuration.of(tomllib.loads(content), "compose.toml", PROXY)
    assert configuration.server.listen == ("0.0.0.0:8600",)
    dockerfile = (PROXY / "Dockerfile").read_text("utf-8")
    assert f"127.0.0.1:8600{configuration.sites[0].care.prefix}/health/ready" in dockerfile
    # Owned by the proxy's user in the image, so a volume there is too; a tmpfs would be root's.
    cache = configuration.sites[0].care.speech_cache
    assert f"install -d -o a11y -g a11y {cache}" in dockerfile
    assert f"- cache:{cache}" in (PROXY / "compose.yaml").read_text("utf-8")
    # An image in OCI format has no health check of its own.
    (check,) = re.findall(r'"import os, urllib.request; .*"', dockerfile)
    assert check in (PROXY / "compose.yaml").read_text("utf-8")


def test_the_systemd_unit_is_good(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    command = shutil.which("a11y-proxy", path=str(Path(sys.executable).parent))
    assert command is not None
    text = (PROXY / "a11y-proxy.service").read_text("utf-8")
    unit = tmp_path / "a11y-proxy.service"
    unit.write_text(text.replace("/opt/a11y/bin/a11y-proxy", command), encoding="utf-8")
    done = subprocess.run(
        [analyze, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    # It must outlive what the proxy itself may take to end.
    assert int(re.findall(r"TimeoutStopSec=(\d+)", text)[0]) > 30 + 5


@pytest.mark.packaging
@pytest.mark.xdist_group("packaging")
def test_what_the_dockerfile_copies_can_be_installed(tmp_path: Path) -> None:
    """The build stage by hand: its COPY lines, its pip line, in a fresh environment."""
    dockerfile = (PROXY / "Dockerfile").read_text("utf-8")
    source = tmp_path / "src"
    for line in re.findall(r"^COPY (?!--)(.*)$", dockerfile, flags=re.MULTILINE):
        *names, target = line.split()
        for name in names:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, source / target)
            else:
                (source / target).mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, source / target)
    environment = tmp_path / "a11y"
    venv.create(environment, with_pip=True)
    pip = re.findall(r"/opt/a11y/bin/pip (install .*)$", dockerfile, flags=re.MULTILINE)[0]
    arguments = pip.replace('"', "").replace("${EXTRAS}", "proxy").split()
    commands = environment / "bin"
    steps: list[list[str | Path]] = [
        [commands / "pip", *arguments],
        [commands / "a11y-proxy", "--version"],
    ]
    for command in steps:
        done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    check: list[str | Path] = [commands / "a11y-proxy", "--config", EXAMPLE, "--check"]
    done = subprocess.run(check, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 3), done.stderr  # read, and its portals do not exist


@contextlib.contextmanager
def nginx(directory: Path, unix_socket: Path) -> Iterator[int]:
    """Real nginx with the block of the documentation, on a port of its own, without TLS."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        pytest.skip("nginx is not installed")
    text = (ROOT / "docs" / "proxy.md").read_text("utf-8")
    block = text.partition("```nginx\n")[2].partition("```")[0]
    port = free_port()
    block = re.sub(r"\n *ssl_certificate.*", "", block)
    block = block.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
    block = block.replace("/run/a11y-proxy/proxy.sock", str(unix_socket))
    config = directory / "nginx.conf"
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {directory}/{kind};\n" for kind in kinds)
    # Started by root it would become somebody who may not read our directory.
    user = "user root;" if os.geteuid() == 0 else ""
    config.write_text(
        f"daemon off; {user} pid {directory}/nginx.pid; error_log {directory}/nginx.log;\n"
        f"events {{}}\nhttp {{\naccess_log off;\n{places}{block}}}\n"
    )
    with subprocess.Popen([program, "-p", str(directory), "-c", str(config)]) as process:
        try:
            wait_until(lambda: listens(port) or process.poll() is not None)
            assert process.poll() is None, (directory / "nginx.log").read_text()
            yield port
        finally:
            process.terminate()


def test_nginx_in_front_as_the_documentation_has_it(tmp_path: Path) -> None:
    heads: list[bytes] = []

    def script(wire: Wire) -> None:
        while head := wire.head():
            heads.append(head)
            if b"websocket" in head.lower():
                wire.send(
                    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    b"Connection: Upgrade\r\nSec-WebSocket-Accept: %b\r\n\r\n" % accept_key(head)
                )
                wire.send(wire.read_exactly(5))
                return
            if b"/events" in head:
                wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n")
                wire.read_to_end()
                return
            wire.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    unix_socket = tmp_path / "proxy.sock"
    with (
        portal(script) as origin,
        running(
            tmp_path,
            site("www.example.gov.cn", origin.url),
            'trusted_proxies = ["unix"]\n',
            also=f"unix:{unix_socket}",
        ),
        nginx(tmp_path, unix_socket) as port,
    ):
        _through_nginx(port, heads)


def _through_nginx(port: int, heads: list[bytes]) -> None:
    def visit() -> Visitor:
        return Visitor(socket.create_connection(("127.0.0.1", port)))

    with visit() as visitor:
        visitor.send(
            b"GET /a%2Fb?c HTTP/1.1\r\nHost: www.example.gov.cn:81\r\n"
            b"X-Forwarded-For: 6.6.6.6\r\nX-Request-Id: mine\r\n\r\n"
        )
        assert visitor.response().body == b"ok"
    head = heads[-1].lower()
    assert head.startswith(b"get /a%2fb?c ")
    assert b"x-forwarded-for: 127.0.0.1\r\n" in head
    assert b"x-forwarded-proto: http\r\n" in head
    assert b"x-forwarded-host: www.example.gov.cn:81\r\n" in head
    assert re.search(rb"x-request-id: [0-9a-f]{32}\r\n", head)
    with visit() as visitor:
        visitor.send(b"GET /events HTTP/1.1\r\nHost: www.example.gov.cn\r\n\r\n")
        assert b"text/event-stream" in visitor.head()
        assert b"data: 1\n" in visitor.read_until(b"data: 1\n")
    with visit() as visitor:
        visitor.send(
            b"GET /socket HTTP/1.1\r\nHost: www.example.gov.cn\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        assert visitor.head().startswith(b"HTTP/1.1 101 ")
        visitor.send(b"hello")
        assert visitor.read_exactly(5) == b"hello"
