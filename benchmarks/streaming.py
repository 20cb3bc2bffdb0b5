"""How much later than the portal sent it something arrives that the portal sends bit by bit."""

from __future__ import annotations

import re
import time
import zlib
from http.client import HTTPConnection
from typing import NamedTuple

from benchmarks import origin, servers
from benchmarks.memory import streaming_servers
from benchmarks.result import BenchmarkError, Options, Row, Section, Spread
from benchmarks.servers import Server

KINDS = (
    servers.SUB_FILTER,
    servers.PROXY,
    servers.AIOHTTP,
    servers.HTTPX,
    servers.MITMPROXY,
)
# In an event, or in a comment.
_STAMP = re.compile(rb"(?:<!--)?@(\d+)(?:-->)?\n")
_CASES = {"sse": "/sse", "page": "/page", "gzip_page": "/gzip-page"}
_GOALS = {"sse": "sse", "page": "slow-page"}
_COUNTS = {"sse": origin.EVENTS, "page": origin.PAGE_PARTS, "gzip_page": origin.PAGE_PARTS}


class Delays(NamedTuple):
    """Milliseconds from the portal to the visitor, of the first stamp and of the latest one."""

    first: float
    worst: float
    has_tag: bool


def measure(options: Options) -> Section:
    """Each stream through each server, as often as there are rounds."""
    section = Section("streaming")
    tag = servers.our_tag().encode("ascii")
    with streaming_servers(KINDS, section) as running:
        for server in running:
            with servers.forgiving(server.name, section):
                section.rows.append(_row(server, tag, options, section))
    return section


def _row(server: Server, tag: bytes, options: Options, section: Section) -> Row:
    row = Row(server.name)
    for case in _CASES:
        taken = [_delays(server, case, tag) for _ in range(options.rounds)]
        row.cells[f"{case}_first_ms"] = Spread.of([one.first for one in taken])
        row.cells[f"{case}_worst_ms"] = Spread.of([one.worst for one in taken])
        if case != "sse":
            row.cells[f"{case}_tag"] = "✓" if all(one.has_tag for one in taken) else "✗"
        if server.name == servers.OURS and case in _GOALS:
            section.reached[_GOALS[case]] = max(one.first for one in taken)
    return row


def _delays(server: Server, case: str, tag: bytes) -> Delays:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    headers = {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip"}
    connection.request("GET", _CASES[case], headers=headers)
    response = connection.getresponse()
    zipped = response.getheader("Content-Encoding") == "gzip"
    stream = zlib.decompressobj(31) if zipped else None
    text = b""
    delays: list[float] = []
    while data := response.read1(1 << 16):
        now = time.monotonic_ns()
        text += stream.decompress(data) if stream else data
        stamps = _STAMP.findall(text)
        delays += [(now - int(stamp)) / 1e6 for stamp in stamps[len(delays) :]]
    connection.close()
    has_tag = text.count(tag) == 1
    is_whole = case == "sse" or _STAMP.sub(b"", text).replace(tag, b"", 1) == origin.SLOW_PAGE
    right_tag = server.name != servers.OURS or has_tag == (case != "sse")
    if len(delays) != _COUNTS[case] or not is_whole or not right_tag:
        raise BenchmarkError(f"{_CASES[case]} did not come as it was sent")
    return Delays(delays[0], max(delays), has_tag)
