"""A page through every proxy, 32 connections at a time."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence

from benchmarks import load, servers
from benchmarks.load import Sample
from benchmarks.portal import page_servers
from benchmarks.result import Options, Row, Section, Spread
from benchmarks.servers import Server

KINDS = (
    servers.PLAIN,
    servers.SUB_FILTER,
    servers.PROXY,
    servers.MEMORY,
    servers.AIOHTTP,
    servers.HTTPX,
    servers.MITMPROXY,
)
_RATES = {
    "proxy-rate-nginx": servers.SUB_FILTER.name,
    "proxy-rate-mitmproxy": servers.MITMPROXY.name,
    "proxy-rate-httpx": servers.HTTPX.name,
}


def measure(options: Options) -> Section:
    """Every server in every round, in an order that is drawn anew for each."""
    section = Section("proxy")
    if lack := servers.no_commands("wrk")():
        section.missing.append(f"wrk: {lack}")
        return section
    with page_servers(KINDS, section) as running:
        samples = in_rounds(running, options)
    section.rows = [Row(name, dict(_figures(taken))) for name, taken in samples.items()]
    compare(samples, section)
    return section


def in_rounds(running: Sequence[Server], options: Options) -> dict[str, list[Sample]]:
    """The samples of each server, by its name."""
    samples: dict[str, list[Sample]] = {server.name: [] for server in running}
    for server in running:
        load.measure(server, seconds=1)  # warm up
    for number in range(options.rounds):
        order = list(running)
        random.Random(number).shuffle(order)
        for server in order:
            samples[server.name].append(load.measure(server, seconds=options.seconds))
    return samples


def compare(samples: dict[str, list[Sample]], section: Section) -> None:
    """What the goals ask for, and for each server its ratio to nginx with sub_filter."""
    peer = samples.get(servers.SUB_FILTER.name)
    for row in section.rows:
        if peer:
            taken = samples[row.name]
            row.cells["cpu_ratio"] = ratio(taken, peer, lambda sample: sample.cpu_microseconds)
            row.cells["rps_ratio"] = ratio(taken, peer, lambda sample: sample.requests_per_second)
    ours = samples.get(servers.OURS)
    if ours and peer:
        section.reached["proxy-cpu"] = ratio(ours, peer, lambda sample: sample.cpu_microseconds)
    for goal, name in _RATES.items():
        if ours and name in samples:
            theirs = samples[name]
            rates = ratio(ours, theirs, lambda sample: sample.requests_per_second)
            section.reached[goal] = rates


def ratio(
    ours: Sequence[Sample], theirs: Sequence[Sample], figure: Callable[[Sample], float]
) -> float:
    """The median over the rounds of a figure's ratio within one round."""
    pairs = zip(ours, theirs, strict=True)
    return statistics.median(figure(mine) / figure(other) for mine, other in pairs)


def _figures(taken: Sequence[Sample]) -> dict[str, Spread]:
    return {
        "cpu_us": Spread.of([sample.cpu_microseconds for sample in taken]),
        "rps": Spread.of([sample.requests_per_second for sample in taken]),
        "p50_ms": Spread.of([sample.p50 for sample in taken]),
        "p99_ms": Spread.of([sample.p99 for sample in taken]),
        "rss_mb": Spread.of([sample.megabytes for sample in taken]),
    }
