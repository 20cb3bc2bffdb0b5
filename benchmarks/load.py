"""Load on one server: wrk asks for the page over and over, /proc says what the server spent."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

from benchmarks.servers import Server


@dataclass(frozen=True)
class Sample:
    """One round on one server."""

    requests_per_second: float
    cpu_microseconds: float  # of the server, per request


def measure(server: Server, *, seconds: int, connections: int = 32) -> Sample:
    """Load the server for so many seconds. Raises SystemExit where any answer was not a 200."""
    before = server.cpu_seconds()
    command = [
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        f"http://127.0.0.1:{server.port}/",
    ]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = server.cpu_seconds() - before
    if wrong := re.search(r"(Non-2xx.*|Socket errors.*)", text):
        raise SystemExit(f"{server.name}: {wrong[1]}")
    requests = re.search(r"(\d+) requests in ([\d.]+)s", text)
    if not requests or not int(requests[1]):
        raise SystemExit(f"{server.name}: no request was answered")
    count = int(requests[1])
    return Sample(count / float(requests[2]), spent / count * 1e6)
