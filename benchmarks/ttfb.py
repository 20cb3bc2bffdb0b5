"""How much later the first byte comes through a proxy, one visitor at a time."""

from __future__ import annotations

import statistics

from benchmarks import servers
from benchmarks.client import Visitor
from benchmarks.portal import page_servers
from benchmarks.result import Options, Row, Section

KINDS = (
    servers.PLAIN,
    servers.SUB_FILTER,
    servers.PROXY,
    servers.AIOHTTP,
    servers.HTTPX,
    servers.MITMPROXY,
)
_WARM_UP = 20
_PER_ROUND = 100


def measure(options: Options) -> Section:
    """A hundred requests per round to each server in turn, over connections that stay open."""
    section = Section("ttfb")
    with page_servers(KINDS, section) as running:
        visitors = {server.name: Visitor(server.port) for server in running}
        times: dict[str, list[float]] = {name: [] for name in visitors}
        for number in range(_WARM_UP + _PER_ROUND * options.rounds):
            for name, visitor in visitors.items():
                answer = visitor.get()
                if number >= _WARM_UP:
                    times[name].append(answer.first_byte * 1e3)
        for visitor in visitors.values():
            visitor.close()
    direct = times.get(servers.STATIC.name, [])
    for name, taken in times.items():
        added = statistics.median(a - b for a, b in zip(taken, direct, strict=True))
        quantiles = statistics.quantiles(taken, n=100)
        section.rows.append(
            Row(name, {"ttfb_ms": quantiles[49], "p99_ms": quantiles[98], "added_ms": added})
        )
        if name == servers.OURS:
            section.reached["ttfb"] = added
    return section
