"""`make demo` as somebody who tries it sees it: it starts, it ends, and it says what is wrong."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import a11y

ROOT = Path(a11y.__file__).resolve().parent.parent
DEMO = [sys.executable, str(ROOT / "scripts" / "demo.py")]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def demo(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The demo in a process group of its own, so that Ctrl-C can be sent to all of it."""
    process = subprocess.Popen(
        [*DEMO, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def addresses(process: subprocess.Popen[str]) -> list[str]:
    """The addresses that are printed, until the one of care mode is there."""
    found = []
    for line in process.stdout or ():
        found += [word for word in line.split() if word.startswith("http://127.0.0.1")]
        if len(found) == 2:
            return found
    raise AssertionError("the demo ended before it was ready")


def test_it_starts_and_ctrl_c_ends_both() -> None:
    with demo("--port", str(free_port())) as process:
        portal, care = addresses(process)
        for url, has_tag in ((portal, False), (care, True)):
            with urllib.request.urlopen(url) as page:
                assert (b"/_a11y/boot." in page.read()) is has_tag
        os.killpg(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=20)
        assert process.returncode == 0
        assert "Traceback" not in output
        for url in (portal, care):
            with pytest.raises(OSError, match="refused"):
                urllib.request.urlopen(url)


@pytest.mark.parametrize(
    ("portal", "said"),
    [
        ("www.example", "不是完整的网址"),
        ("ftp://www.example", "http://"),
        ("http://127.0.0.1:1", "无法访问"),
        ("http://no-such-host.invalid", "无法访问"),
    ],
)
def test_a_portal_that_cannot_be_shown_is_one_plain_line(portal: str, said: str) -> None:
    with demo("--portal", portal, "--port", str(free_port())) as process:
        output, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    assert said in output
    assert output.count("\n") == 1


def test_a_busy_port_is_one_plain_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with demo("--port", str(port)) as process:
            output, _ = process.communicate(timeout=60)
    assert process.returncode != 0
    assert f"端口 {port} 已被占用" in output
    assert output.count("\n") == 1


@pytest.mark.parametrize("port", ["abc", "0x10", "99999"])
def test_what_is_no_port_is_one_plain_line(port: str) -> None:
    with demo("--portal", "http://127.0.0.1:1", "--port", port) as process:
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert output.count("\n") == 1
