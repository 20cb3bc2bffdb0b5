"""`make demo`: care mode in front of the demo portal, or of a real one, until Ctrl-C."""

from __future__ import annotations

import argparse
import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PORTAL_PORT = 8599


def main() -> int:
    """Run the portal, where it is ours, and the proxy; the exit code is the proxy's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--portal", help="address of a portal; without it the demo portal")
    parser.add_argument("--port", default="8600", help="port of care mode (8600)")
    arguments = parser.parse_args()
    refuse_busy(arguments.port)
    # Ctrl-C reaches the whole group: the children end by themselves, and we wait for them.
    signal.signal(signal.SIGINT, lambda *_: None)
    with contextlib.ExitStack() as stack:
        upstream = arguments.portal or stack.enter_context(demo_portal())
        proxy = [sys.executable, "-m", "a11y_proxy", upstream]
        proxy += ["--port", arguments.port, "--no-access-log", "--log-format", "text"]
        if arguments.portal and (failure := run([*proxy, "--check"])):
            return failure
        return run(proxy)
    raise AssertionError("unreachable: an ExitStack of ours suppresses nothing")


@contextlib.contextmanager
def demo_portal() -> Iterator[str]:
    """The demo portal as a process of its own; yields its address once it answers."""
    port = free_port(PORTAL_PORT)
    command = [sys.executable, str(ROOT / "examples/portal/serve.py"), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_answers(port, process)
        print(f"演示门户(原样)Demo portal as it is:  {url}", flush=True)
        yield url
    finally:
        process.terminate()
        process.wait()


def refuse_busy(port: str) -> None:
    """Say so before anything is started. What is no port at all, the proxy refuses."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return
    try:
        socket.create_server(("127.0.0.1", int(port))).close()
    except OSError:
        raise SystemExit(
            f"端口 {port} 已被占用,请换一个:make demo PORT=8700"
            f"(port {port} is in use: choose another)"
        ) from None


def free_port(wanted: int) -> int:
    """The port itself, or one that is free: nobody has to know where the demo portal listens."""
    for port in (wanted, 0):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)) as listener:
            return int(listener.getsockname()[1])
    raise SystemExit("没有空闲的端口。No port is free on this machine.")


def wait_until_answers(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the portal answers; exit in plain words when it ended or takes too long."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError, HTTPException):
            HTTPConnection("127.0.0.1", port, timeout=5).request("HEAD", "/")
            return
        time.sleep(0.1)
    raise SystemExit("演示门户没有启动。The demo portal did not start.")


def run(command: list[str]) -> int:
    """Run a command to its end; its exit code."""
    with subprocess.Popen(command) as process:
        return process.wait()


if __name__ == "__main__":
    sys.exit(main())
