"""A real redis-server on a socket of its own, for as long as a test needs it."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

# Debian's redis-tools has the server's program, too: it goes by the name that it is called by.
_PROGRAMS = ("redis-server", "redis-check-rdb")


def program() -> str | None:
    """Where the server is, None where Debian's package redis-tools is not installed."""
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)


class RedisServer:
    """A server that keeps nothing on disk. ``url`` is what the settings take."""

    def __init__(self, directory: Path, socket: Path) -> None:
        self._directory = directory
        self._socket = socket
        self.url = f"unix://{socket}"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        found = program()
        assert found is not None
        arguments = ["--port", "0", "--unixsocket", str(self._socket), "--save", ""]
        self._process = subprocess.Popen(
            ["redis-server", *arguments, "--appendonly", "no", "--dir", str(self._directory)],
            executable=found,
            stdout=subprocess.DEVNULL,
        )
        self._wait()

    def stop(self) -> None:
        """End it as a machine that loses its power does: all that it had is gone."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _wait(self) -> None:
        import redis

        until = time.monotonic() + 30
        client = redis.Redis.from_url(self.url)
        while time.monotonic() < until:
            with suppress(redis.RedisError, OSError):
                if client.ping():
                    client.close()
                    return
            time.sleep(0.02)
        raise AssertionError("redis-server does not answer")


@contextmanager
def redis_server(directory: Path) -> Iterator[RedisServer]:
    """A server, or a skip that says why there is none."""
    pytest.importorskip("redis", reason="pip install 'a11y-care[redis]'")
    if program() is None:
        pytest.skip("no redis-server: apt-get install redis-tools")
    # A socket's path has at most some hundred bytes, and pytest's directories are long.
    import tempfile

    with tempfile.TemporaryDirectory(prefix="a11y-redis-") as short:
        server = RedisServer(directory, Path(short) / "s")
        try:
            yield server
        finally:
            server.stop()
