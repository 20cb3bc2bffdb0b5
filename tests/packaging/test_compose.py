"""The containers of proxy/compose.yaml, run by the command that A11Y_COMPOSE names."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.packaging.building import ROOT
from tests.proxy.command import listens, wait_until
from tests.proxy.wire import PATIENCE, Response, Visitor

COMPOSE = shlex.split(os.environ.get("A11Y_COMPOSE", ""))
PORT = 8600

pytestmark = [
    pytest.mark.packaging,
    pytest.mark.xdist_group("packaging"),
    pytest.mark.skipif(
        not COMPOSE or shutil.which(COMPOSE[0]) is None,
        reason="A11Y_COMPOSE names no command (docker compose, podman-compose): "
        "the containers were not run",
    ),
]


def compose(*arguments: str) -> str:
    done = subprocess.run(
        [*COMPOSE, "-f", str(ROOT / "proxy" / "compose.yaml"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def visit() -> Visitor:
    return Visitor(socket.create_connection(("127.0.0.1", PORT), PATIENCE))


def ask(request: str, body: bytes = b"") -> Response:
    fields = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    with visit() as visitor:
        visitor.send(f"{request} HTTP/1.1\r\nHost: 127.0.0.1\r\n{fields}\r\n".encode() + body)
        return visitor.response()


def answers() -> bool:
    try:
        return ask("GET /_a11y/health/ready").status == 200
    except (OSError, AssertionError):
        return False  # the port is forwarded before anybody listens behind it


@pytest.fixture
def _up() -> Iterator[None]:
    assert not listens(PORT), f"somebody else listens on port {PORT}"
    try:
        compose("up", "-d")
        wait_until(answers)
        yield
    finally:
        compose("down", "-v")


@pytest.mark.usefixtures("_up")
def test_the_portal_has_care_mode_and_a_voice() -> None:
    page = ask("GET /")
    assert page.status == 200
    assert page.body.count(b'<script src="/_a11y/boot.') == 1
    plan = {"v": 1, "language": "zh-CN", "blocks": [{"id": "b0", "text": "您好。"}]}
    (clip,) = json.loads(ask("POST /_a11y/speech/plan", json.dumps(plan).encode()).body)["clips"]
    # Two processes find it, one of which has not made it: the cache can be written.
    for _ in range(10):
        assert ask(f"GET /_a11y/speech/{clip['id']}.mp3").status == 200


@pytest.mark.usefixtures("_up")
def test_stop_lets_an_open_upload_finish_and_start_brings_it_back() -> None:
    body = b"a=" + b"1" * 40_000
    head = (
        "POST /api/feedback HTTP/1.1\r\nHost: 127.0.0.1\r\nExpect: 100-continue\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with visit() as visitor, ThreadPoolExecutor() as threads:
        visitor.send(head.encode())
        # It is there, before anything is stopped.
        assert visitor.head().startswith(b"HTTP/1.1 100 ")
        visitor.send(body[:20_000])
        stopping = threads.submit(compose, "stop", "proxy")
        wait_until(lambda: not answers())
        assert not stopping.done()
        visitor.send(body[20_000:])
        assert visitor.response().whole
        stopping.result(PATIENCE)
    compose("start", "proxy")
    wait_until(answers)
