"""The command ``a11y-proxy --config`` as a process, with what tests ask of it."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from tests.proxy.wire import PATIENCE, Response, Visitor, Wire

ANYWHERE = '[proxy]\nlisten = "127.0.0.1:0"\nmetrics = "127.0.0.1:%d"\n'


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@dataclass
class Command:
    """A running proxy, its files, and where it listens."""

    process: subprocess.Popen[str]
    config: Path
    errors: Path
    port: int
    metrics_port: int

    def visit(self) -> Visitor:
        return Visitor(socket.create_connection(("127.0.0.1", self.port)))

    def get(self, host: str, target: str = "/", *fields: str) -> Response:
        with self.visit() as visitor:
            lines = [f"GET {target} HTTP/1.1", f"Host: {host}", *fields]
            visitor.send("\r\n".join([*lines, "", ""]).encode())
            return visitor.response()

    def admin(self, path: str) -> tuple[int, str]:
        connection = HTTPConnection("127.0.0.1", self.metrics_port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()

    def metrics(self) -> dict[str, float]:
        """Values by what stands before them, with labels in the order of their names."""
        status, text = self.admin("/metrics")
        assert status == 200
        return {
            _series(sample.name, sample.labels): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    def send(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def reload(self, text: str, result: str = "loaded") -> None:
        """Write a new configuration, send SIGHUP, return when it is loaded or refused."""
        name = _series("a11y_proxy_reloads_total", {"result": result})
        before = self.metrics().get(name, 0)
        self.config.write_text(text, encoding="utf-8")
        self.send(signal.SIGHUP)
        wait_until(lambda: self.metrics().get(name, 0) > before)

    def lines(self, **wanted: Any) -> list[dict[str, Any]]:
        """The lines of the log that have these values."""
        whole, _, _ = self.errors.read_text("utf-8").rpartition("\n")
        lines = [json.loads(line) for line in whole.splitlines()]
        return [line for line in lines if wanted.items() <= line.items()]

    def end(self, number: signal.Signals = signal.SIGTERM) -> int:
        self.send(number)
        return self.process.wait(PATIENCE)


@contextlib.contextmanager
def running(
    directory: Path, sites: str, process: str = "", also: str = "", **environment: str
) -> Iterator[Command]:
    """The command with these tables; ``process`` are further lines of [proxy].

    ``also`` is a further address to listen on.
    """
    metrics_port = free_port()
    config = directory / "proxy.toml"
    text = ANYWHERE % metrics_port + process + sites
    if also:
        text = text.replace('"127.0.0.1:0"', f'["127.0.0.1:0", "{also}"]')
    config.write_text(text, encoding="utf-8")
    errors = directory / "errors.log"
    command = [sys.executable, "-m", "a11y_proxy", "--config", str(config)]
    with (
        errors.open("w") as log,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=log,
            encoding="utf-8",
            env={**os.environ, **environment},
        ) as started,
    ):
        try:
            assert started.stdout is not None
            line = started.stdout.readline()
            port = re.search(r"://127\.0\.0\.1:(\d+)/", line)
            assert port is not None, line + errors.read_text("utf-8")
            yield Command(started, config, errors, int(port[1]), metrics_port)
        finally:
            if started.poll() is None:
                started.terminate()
                try:
                    started.wait(PATIENCE)
                except subprocess.TimeoutExpired:
                    started.kill()


def wait_until(condition: Callable[[], bool]) -> None:
    """Return when it holds; fail after PATIENCE."""
    tick = threading.Event()
    for _ in range(PATIENCE * 20):
        if condition():
            return
        tick.wait(0.05)
    raise AssertionError("it never came true")


def site(host: str, upstream: str, more: str = "") -> str:
    """A [[site]] without speech."""
    return f'[[site]]\nhost = "{host}"\nupstream = "{upstream}"\nspeech = "off"\n{more}\n'


def _series(name: str, labels: dict[str, str]) -> str:
    inner = ",".join(f'{key}="{value}"' for key, value in sorted(labels.items()))
    return f"{name}{{{inner}}}" if inner else name


def listens(port: int) -> bool:
    """Whether somebody listens there."""
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def accept_key(head: bytes) -> bytes:
    """Sec-WebSocket-Accept for the head of a request (RFC 6455 4.2.2)."""
    found = re.search(rb"(?i)sec-websocket-key: (\S+)", head)
    assert found is not None
    magic = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    return base64.b64encode(hashlib.sha1(found[1] + magic).digest())  # noqa: S324 - RFC 6455


class Slow:
    """A portal whose answers end when they are told to."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def __call__(self, wire: Wire) -> None:
        wire.head()
        wire.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nabc")
        if self.go_on.wait(PATIENCE):
            wire.send(b"def")
