"""`make bench`: the README's figures. Needs nginx and wrk (Debian packages of those names).

    python -m benchmarks [--rounds 5] [--seconds 4]

Compare the figures of one run only with each other: machines differ, ratios hold.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
from collections import Counter
from pathlib import Path

from a11y import Settings
from a11y.assets import Asset, packaged
from a11y.site import Site
from benchmarks import load, scan
from benchmarks.page import page_of
from benchmarks.servers import Server, all_servers


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4)
    arguments = parser.parse_args()
    missing = [name for name in ("nginx", "wrk") if not shutil.which(name)]
    if missing:
        print(f"not installed: {', '.join(missing)} (apt-get install nginx wrk)", file=sys.stderr)
        return 2
    page = page_of()
    print_sizes()
    print(f"scan: {len(page)} bytes, {scan.microseconds(page):.1f} µs")
    if found := scan.corpus_quantiles():
        print(f"scan: {found[0]} real pages, median {found[1]:.1f} µs, p90 {found[2]:.1f} µs")
    tag = f'<script src="{Site(Settings(speech="off"), Counter()).boot_path}"></script>'
    with (
        tempfile.TemporaryDirectory() as folder,
        all_servers(Path(folder), page, tag) as servers,
    ):
        print_loads(servers, arguments.rounds, arguments.seconds)
    return 0


def print_sizes() -> None:
    """What a browser downloads."""
    for name in ("boot.js", "toolbar.js"):
        asset = Asset.of(packaged(name))
        print(f"{name}: {len(asset.body)} bytes, {len(asset.zipped)} gzip")


def print_loads(servers: list[Server], rounds: int, seconds: int) -> None:
    """Every server in turn, round by round; medians, and ratios to nginx with sub_filter."""
    samples: dict[str, list[load.Sample]] = {server.name: [] for server in servers}
    for server in servers:
        load.measure(server, seconds=1)  # warm up
    for _ in range(rounds):
        for server in servers:
            samples[server.name].append(load.measure(server, seconds=seconds))
    peer = samples["nginx sub_filter"]
    print(f"{'':18} {'CPU µs/req':>10} {'× nginx':>8} {'req/s':>8} {'× nginx':>8}")
    for name, taken in samples.items():
        cpu = statistics.median(sample.cpu_microseconds for sample in taken)
        rate = statistics.median(sample.requests_per_second for sample in taken)
        pairs = list(zip(taken, peer, strict=True))
        cpu_ratio = statistics.median(a.cpu_microseconds / b.cpu_microseconds for a, b in pairs)
        rate_ratio = statistics.median(
            a.requests_per_second / b.requests_per_second for a, b in pairs
        )
        print(f"{name:18} {cpu:10.0f} {cpu_ratio:8.2f} {rate:8.0f} {rate_ratio:8.2f}")


if __name__ == "__main__":
    sys.exit(main())
