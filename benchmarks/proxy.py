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
        samples = in_rounds(running, options, section)
    names = [kind.name for kind in (servers.STATIC, *KINDS) if kind.name in samples]
    section.rows = [_row(name, samples) for name in names]
    compare(samples, section)
    return section


def in_rounds(
    running: Sequence[Server], options: Options, section: Section
) -> dict[str, list[Sample]]:
    """The samples of each server, by its name. A peer that fails under load is left out."""
    samples: dict[str, list[Sample]] = {server.name: [] for server in running}
    for number in range(-1, options.rounds):
        order = list(running)
        random.Random(number).shuffle(order)
        for server in order:
            if server.name not in samples:
                continue
            taken = samples.pop(server.name)
            with servers.forgiving(server.name, section):
                sample = load.measure(server, seconds=options.seconds if number >= 0 else 1)
                # The first round warms up.
                samples[server.name] = [*taken, sample] if number >= 0 else []
    return samples


def compare(samples: dict[str, list[Sample]], section: Section) -> None:
    """What the goals ask for."""
    ours, peer = samples.get(servers.OURS), samples.get(servers.SUB_FILTER.name)
    if ours and peer:
        section.reached["proxy-cpu"] = ratio(ours, peer, _cpu)
    for goal, name in _RATES.items():
        if ours and name in samples:
            section.reached[goal] = ratio(ours, samples[name], _rate)


def ratio(
    ours: Sequence[Sample], theirs: Sequence[Sample], figure: Callable[[Sample], float]
) -> float:
    """The median over the rounds of a figure's ratio within one round."""
    pairs = zip(ours, theirs, strict=True)
    return statistics.median(figure(mine) / figure(other) for mine, other in pairs)


def _row(name: str, samples: dict[str, list[Sample]]) -> Row:
    taken, peer = samples[name], samples.get(servers.SUB_FILTER.name)
    row = Row(name, {"cpu_us": Spread.of(list(map(_cpu, taken)))})
    if peer:
        row.cells["cpu_ratio"] = ratio(taken, peer, _cpu)
    row.cells["rps"] = Spread.of(list(map(_rate, taken)))
    if peer:
        row.cells["rps_ratio"] = ratio(taken, peer, _rate)
    row.cells["p50_ms"] = Spread.of([sample.p50 for sample in taken])
    row.cells["p99_ms"] = Spread.of([sample.p99 for sample in taken])
    row.cells["rss_mb"] = max(sample.megabytes for sample in taken)
    return row


def _cpu(sample: Sample) -> float:
    return sample.cpu_microseconds


def _rate(sample: Sample) -> float:
    return sample.requests_per_second
