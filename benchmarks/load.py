"""Load on one server: wrk asks for the page over and over, /proc says what the server spent."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass

from benchmarks.process import resident_megabytes
from benchmarks.result import BenchmarkError
from benchmarks.servers import Server

_MILLISECONDS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 60e3}


@dataclass(frozen=True)
class Answered:
    """What wrk saw: requests, the seconds they took in all, and latencies in milliseconds."""

    requests: int
    seconds: float
    p50: float
    p99: float


@dataclass(frozen=True)
class Sample:
    """One round on one server."""

    requests_per_second: float
    cpu_microseconds: float  # of the server, per request
    p50: float  # milliseconds
    p99: float
    megabytes: float  # resident, at the end


def measure(server: Server, *, seconds: int, connections: int = 32) -> Sample:
    """Load the server for so many seconds. Raises BenchmarkError where any answer was not a 200."""
    before = server.cpu_seconds()
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "30s"]
    url = f"http://127.0.0.1:{server.port}/"
    done = subprocess.run([*command, url], capture_output=True, text=True, check=False)
    spent = server.cpu_seconds() - before
    try:
        answered = parse(done.stdout)
    except ValueError as error:
        raise BenchmarkError(f"{error}: {done.stdout}{done.stderr}") from None
    return Sample(
        answered.requests / answered.seconds,
        spent / answered.requests * 1e6,
        answered.p50,
        answered.p99,
        resident_megabytes(server.pid),
    )


def parse(text: str) -> Answered:
    """What ``wrk --latency`` printed. Raises ValueError unless every answer was good."""
    if wrong := re.search(r"(Non-2xx.*|Socket errors.*)", text):
        raise ValueError(wrong[1])
    total = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m),", text)
    if not total or not int(total[1]):
        raise ValueError("no request was answered")
    seconds = _milliseconds(total[2], total[3]) / 1e3
    return Answered(int(total[1]), seconds, _quantile(text, 50), _quantile(text, 99))


def _quantile(text: str, percent: int) -> float:
    found = re.search(rf"^\s+{percent}%\s+([\d.]+)(us|ms|s|m)$", text, re.MULTILINE)
    if not found:
        raise ValueError(f"no latency of {percent} %")
    return _milliseconds(found[1], found[2])


def _milliseconds(number: str, unit: str) -> float:
    return float(number) * _MILLISECONDS[unit]
