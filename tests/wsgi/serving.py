"""gunicorn as it is run: a process of its own that forks its workers."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class Gunicorn:
    """A running server; ``log`` is what it has said until it ended."""

    port: int
    process: subprocess.Popen[str]
    log: str = ""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """End it as an operator does; its log is complete then."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.log += self.process.communicate(timeout=30)[0] or ""


@contextlib.contextmanager
def serve_gunicorn(target: str, *options: str, **environment: str) -> Iterator[Gunicorn]:
    """Serve ``module:name``; requests wait in the listening socket until it is ready."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        arguments = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{listener.fileno()}"]
        running = subprocess.Popen(
            [*arguments, "--graceful-timeout", "5", "--no-control-socket", *options, target],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'proxy'}", **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            pass_fds=[listener.fileno()],
        )
        server = Gunicorn(listener.getsockname()[1], running)
        try:
            yield server
        finally:
            server.stop()
