"""How long the place for the tag takes to find, in microseconds."""

from __future__ import annotations

import os
import statistics
import timeit
from pathlib import Path

from a11y.html import find_place


def microseconds(page: bytes) -> float:
    """The best of seven runs over one page, as a whole in memory."""
    timer = timeit.Timer(lambda: find_place(page, final=True))
    rounds, _ = timer.autorange()
    rounds = max(1, rounds // 10)
    return min(timer.repeat(repeat=7, number=rounds)) / rounds * 1e6


def corpus_quantiles() -> tuple[int, float, float] | None:
    """Pages, median and 90th percentile over the real pages; None without A11Y_CORPUS."""
    where = os.environ.get("A11Y_CORPUS")
    if not where:
        return None
    pages = [path.read_bytes() for path in sorted(Path(where).rglob("*.htm*"))]
    times = [microseconds(page) for page in pages]
    return len(pages), statistics.median(times), statistics.quantiles(times, n=10)[-1]
