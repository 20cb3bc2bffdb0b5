"""How much memory a proxy needs for what is larger than any buffer."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

from benchmarks import origin, servers
from benchmarks.client import fetch
from benchmarks.process import Peak
from benchmarks.result import BenchmarkError, Options, Row, Section
from benchmarks.servers import Kind, Server, Site

KINDS = (
    servers.SUB_FILTER,
    servers.PROXY,
    servers.AIOHTTP,
    servers.HTTPX,
    servers.MITMPROXY,
)
_WARM_UP = 50
# The tag is looked for here.
_HEAD_BYTES = 16 * 1024


def measure(options: Options) -> Section:
    """100 MB of a page and of anything, to a fast and a slow reader, and 100 MB up.

    Slow: it takes as long as ``options.seconds`` says, and begins with a pause of a second.
    """
    section = Section("memory")
    tag = servers.our_tag().encode("ascii")
    digests = {kind: origin.big_digest(kind) for kind in ("text/html", "application/octet-stream")}
    with streaming_servers(KINDS, section) as running:
        for server in running:
            with servers.forgiving(server.name, section):
                cells = _peaks(server, _cases(options, tag, digests))
                section.rows.append(Row(server.name, dict(cells)))
                if server.name == servers.OURS:
                    section.reached["memory"] = max(cells["html_slow_mb"], cells["binary_slow_mb"])
    return section


def _peaks(server: Server, cases: dict[str, Callable[[Server], None]]) -> dict[str, float]:
    peaks: dict[str, float] = {}
    for case, transfer in cases.items():
        for _ in range(_WARM_UP):
            fetch(server.port)
        with Peak(server.pid) as peak:
            transfer(server)
        # Over what it had before the first: what one leaves behind the next one does not hide.
        idle = peaks.setdefault("idle_mb", peak.before)
        peaks[case] = max(0.0, peak.highest - idle)
    return peaks


@contextmanager
def streaming_servers(kinds: Sequence[Kind], section: Section) -> Iterator[list[Server]]:
    """A server of each kind that can run here, in front of the portal that streams."""
    able, missing = servers.available(kinds)
    section.missing += missing
    with tempfile.TemporaryDirectory() as name:
        site = Site(Path(name), servers.free_port(), servers.our_tag())
        with (
            servers.running(servers.STREAMING, site, site.origin),
            servers.all_running(able, site, section) as running,
        ):
            yield running


def _cases(
    options: Options, tag: bytes, digests: dict[str, str]
) -> dict[str, Callable[[Server], None]]:
    def download(path: str, kind: str, seconds: float) -> Callable[[Server], None]:
        mark = tag if kind == "text/html" else b""
        return lambda server: _download(server, path, (mark, digests[kind]), seconds)

    html, binary = "text/html", "application/octet-stream"
    return {
        "html_fast_mb": download("/html", html, 0),
        "html_slow_mb": download("/html", html, options.seconds),
        "binary_fast_mb": download("/binary", binary, 0),
        "binary_slow_mb": download("/binary", binary, options.seconds),
        "upload_mb": lambda server: _upload(server, options.seconds),
    }


def _download(server: Server, path: str, expected: tuple[bytes, str], seconds: float) -> None:
    tag, wanted = expected
    connection = HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request("GET", path, headers={"Accept": "text/html,*/*;q=0.8"})
    if seconds:
        time.sleep(1)
    response = connection.getresponse()
    digest = hashlib.sha256()
    head = response.read(_HEAD_BYTES)
    if tag and tag not in head:
        raise BenchmarkError("100 MB without the tag")
    digest.update(head.replace(tag, b"", 1) if tag else head)
    for piece in _paced(response, seconds):
        digest.update(piece)
    connection.close()
    if digest.hexdigest() != wanted:
        raise BenchmarkError("not the 100 MB that were sent")


def _paced(response: HTTPResponse, seconds: float) -> Iterator[bytes]:
    start, count = time.monotonic(), 0
    while piece := response.read(origin.PIECE):
        count += len(piece)
        ahead = start + seconds * count / origin.BIG - time.monotonic()
        if ahead > 0.01:
            time.sleep(ahead)
        yield piece


def _upload(server: Server, seconds: float) -> None:
    kind = "application/octet-stream"
    connection = HTTPConnection("127.0.0.1", server.port, timeout=120)
    headers = {"Content-Length": str(origin.BIG), "X-Seconds": str(seconds), "Content-Type": kind}
    digest = hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        for piece in origin.big_pieces(kind):
            digest.update(piece)
            yield piece

    connection.request("POST", "/upload", body=pieces(), headers=headers)
    answer = connection.getresponse().read()
    connection.close()
    if answer.decode("ascii") != digest.hexdigest():
        raise BenchmarkError(f"not the 100 MB that were sent up: {answer!r}")
