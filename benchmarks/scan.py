"""How long the place for the tag takes to find, in microseconds."""

from __future__ import annotations

import os
import statistics
import timeit
from pathlib import Path

from a11y import Settings
from a11y.html.scan import Scanner
from tests.corpus.pages import read_pages

LIMIT = Settings().scan_bytes


def microseconds(page: bytes) -> float:
    """The best of seven runs over one page, as a whole in memory."""
    timer = timeit.Timer(lambda: Scanner(LIMIT).find(page, final=True))
    rounds, _ = timer.autorange()
    rounds = max(1, rounds // 10)
    return min(timer.repeat(repeat=7, number=rounds)) / rounds * 1e6


def corpus_quantiles() -> tuple[int, float, float] | None:
    """Pages, median and 90th percentile over the real pages; None without A11Y_CORPUS."""
    where = os.environ.get("A11Y_CORPUS")
    if not where:
        return None
    times = [microseconds(page.body) for page in read_pages(Path(where))]
    return len(times), statistics.median(times), statistics.quantiles(times, n=10)[-1]
