"""Where the proxy's CPU time goes under the load that ``proxy`` puts on it."""

from __future__ import annotations

import dataclasses
import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks import load, process, servers
from benchmarks.page import page_of
from benchmarks.result import Options, Row, Section
from benchmarks.sampler import LOOP
from benchmarks.servers import Site

_TOP = 20
_LEAST_PERCENT = 1
Stacks = list[tuple[list[str], int]]


def measure(options: Options) -> Section:
    """One load; samples by file or package, then by function."""
    section = Section("profile")
    able, section.missing = servers.available([servers.STATIC, servers.PROXY])
    if len(able) < 2 or (lack := servers.no_commands("wrk")()):
        section.missing += [f"wrk: {lack}"] if len(able) == 2 else []
        return section
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "index.html").write_bytes(page_of())
        site = Site(folder, servers.free_port(), servers.our_tag())
        with servers.running(servers.STATIC, site, site.origin):
            cpu, split = _loaded(site, folder / "samples.json", options)
        stacks = [
            (stack, count)
            for stack, count in json.loads((folder / "samples.json").read_text())
            if not any(map(_is_start, stack))
        ]
    section.notes["kernel"] = [f"{cpu:.0f}", f"{split:.0%}"]
    section.rows = [*_by_file(stacks, cpu), *_by_function(stacks, cpu)]
    return section


def _loaded(site: Site, samples: Path, options: Options) -> tuple[float, float]:
    """CPU time per request in microseconds, and the kernel's share of it."""
    kind = dataclasses.replace(
        servers.PROXY,
        command=lambda site, port: _sampled(servers.PROXY.command(site, port), samples),
    )
    with servers.running(kind, site) as server:
        server.check(page_of(), site.tag)
        user, system = process.cpu_seconds(server.pid)
        sample = load.measure(server, seconds=options.seconds * options.rounds)
        user_after, system_after = process.cpu_seconds(server.pid)
    kernel = system_after - system
    return sample.cpu_microseconds, kernel / (kernel + user_after - user)


def _sampled(command: list[str], samples: Path) -> list[str]:
    module = command.index("-m") + 1
    sampler = [sys.executable, "-m", "benchmarks.sampler", str(samples)]
    return [*sampler, *command[module:]]


def _by_file(stacks: Stacks, cpu: float) -> list[Row]:
    counts: Counter[str] = Counter()
    for stack, count in stacks:
        counts[file_of(stack[0])] += count
    total = counts.total()
    return [
        Row(name, {"self_percent": 100 * count / total, "self_us": cpu * count / total})
        for name, count in counts.most_common()
        if 100 * count >= _LEAST_PERCENT * total
    ]


def _by_function(stacks: Stacks, cpu: float) -> list[Row]:
    own: Counter[str] = Counter()
    below: Counter[str] = Counter()
    for stack, count in stacks:
        own[stack[0]] += count
        for function in set(stack):
            below[function] += count
    total = own.total()
    return [
        Row(
            short(name),
            {
                "self_percent": 100 * count / total,
                "self_us": cpu * count / total,
                "with_called_us": cpu * below[name] / total,
            },
        )
        for name, count in own.most_common(_TOP)
        if name != LOOP
    ]


def _is_start(function: str) -> bool:
    """Whether it is part of importing or setting up, which a request does not pay for."""
    return function.startswith("<frozen importlib") or function.endswith(":build_app")


def file_of(function: str) -> str:
    """Our own file, or somebody else's package, that a function ``file:name`` is in."""
    file = function.rpartition(":")[0]
    if function == LOOP:
        return LOOP
    if "/site-packages/" in file:
        return file.rpartition("/site-packages/")[2].partition("/")[0]
    if file.startswith(str(servers.ROOT)):
        return file.removeprefix(f"{servers.ROOT}/").removeprefix("proxy/")
    return "standard library"


def short(function: str) -> str:
    """The last two parts of the file, and the function."""
    file, _, name = function.rpartition(":")
    return f"{'/'.join(file.split('/')[-2:])} {name}"
