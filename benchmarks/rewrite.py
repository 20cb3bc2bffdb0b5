"""A whole page in memory, the page with the tag out: ours and what else people use."""

from __future__ import annotations

import gzip
import statistics
import sys
import zlib
from collections import Counter
from functools import partial
from importlib.util import find_spec

from benchmarks.pages import real_pages, some_pages
from benchmarks.result import BenchmarkError, Cell, Options, Row, Section
from benchmarks.rewriters import GZIPPED, METHODS, OURS, TAG, Rewriter
from benchmarks.timing import microseconds

PAGES = 24


def measure(options: Options) -> Section:
    """Every method on every page. CPU time; the best of the rounds per page, summed."""
    pages = some_pages(PAGES)
    section = Section("rewrite")
    section.notes["size"] = [str(len(pages)), f"{sum(map(len, pages)) / 1e6:.1f}"]
    methods = _methods(section)
    times: dict[str, list[float | None]] = {name: [] for name in methods}
    outputs: dict[str, list[bytes | None]] = {name: [] for name in methods}
    for page in pages:
        coded = gzip.compress(page, 6, mtime=0)
        for name, rewrite in methods.items():
            given = coded if name.startswith(GZIPPED) else page
            output = _output(name, rewrite, given)
            call = partial(rewrite, given)
            outputs[name].append(output)
            times[name].append(
                None if output is None else microseconds(call, samples=options.rounds)
            )
    for name in methods:
        if name.startswith(OURS):
            _check(pages, outputs[name])
        if any(output is not None for output in outputs[name]):
            section.rows.append(Row(name, _cells(pages, outputs[name], times[name])))
    _compare(times, section)
    return section


def _methods(section: Section) -> dict[str, Rewriter]:
    """Those that are installed, by name."""
    methods: dict[str, Rewriter] = {}
    for name, build, lack in METHODS:
        if lack and find_spec(lack[0]) is None:
            section.missing.append(f"{name}: pip install {lack[1]}")
        else:
            methods[name] = build()
    return methods


def _compare(times: dict[str, list[float | None]], section: Section) -> None:
    """What the goals ask for; our few fixtures say nothing about real pages."""
    if real_pages()[0] != "A11Y_CORPUS":
        section.missing.append("A11Y_CORPUS")
        return
    for goal, peer in (("rewrite-lolhtml", "python-lolhtml"), ("rewrite-lxml", "lxml.html")):
        if any(times.get(peer, [])):
            section.reached[goal] = ratio(times[peer], times[OURS])


def ratio(theirs: list[float | None], ours: list[float | None]) -> float:
    """How many times longer they took, over the pages that both got through."""
    both = [(a, b) for a, b in zip(theirs, ours, strict=True) if a is not None and b is not None]
    return sum(a for a, _ in both) / sum(b for _, b in both)


def _cells(
    pages: list[bytes], outputs: list[bytes | None], times: list[float | None]
) -> dict[str, Cell]:
    done = [
        (page, output, time)
        for page, output, time in zip(pages, outputs, times, strict=True)
        if output is not None and time is not None
    ]
    changed = changed_share([page for page, _, _ in done], [output for _, output, _ in done])
    return {
        "mb_s": sum(len(page) for page, _, _ in done) / sum(time for _, _, time in done),
        "own_page_us": times[0] if times[0] is not None else "–",
        "median_page_us": statistics.median(time for _, _, time in done),
        "changed_percent": 100 * changed,
        "placed": f"{sum(TAG in output for _, output, _ in done)}/{len(pages)}",
    }


def _output(name: str, rewrite: Rewriter, given: bytes) -> bytes | None:
    """The page with the tag; None where a peer can't do it."""
    try:
        output = rewrite(given)
    except Exception as error:  # noqa: BLE001 - peers raise what they like
        print(f"{name}: {type(error).__name__}: {error}", file=sys.stderr)
        return None
    return zlib.decompress(output, wbits=31) if name.startswith(GZIPPED) else output


def _check(pages: list[bytes], outputs: list[bytes | None]) -> None:
    for page, output in zip(pages, outputs, strict=True):
        if output is None or output.replace(TAG, b"", 1) != page:
            raise BenchmarkError("our own output is not the page and the tag")


def changed_share(pages: list[bytes], outputs: list[bytes]) -> float:
    """How much of the pages differs beside the tag, 0 to 1.

    Counted in pieces that end with ``>``: bytes of pieces that only one side has, over all bytes.
    """
    differing = total = 0
    for page, output in zip(pages, outputs, strict=True):
        rest = output.replace(TAG, b"", 1)
        if rest != page:
            old, new = Counter(page.split(b">")), Counter(rest.split(b">"))
            only = (old - new) + (new - old)
            differing += sum((len(piece) + 1) * count for piece, count in only.items())
        total += len(page) + len(rest) + 2
    return differing / total
