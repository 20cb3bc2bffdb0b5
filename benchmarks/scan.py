"""How long the place for the tag takes to find."""

from __future__ import annotations

import statistics

from a11y import Settings
from a11y.html.scan import Scanner
from benchmarks.page import page_of
from benchmarks.pages import real_pages
from benchmarks.result import Options, Row, Section
from benchmarks.timing import microseconds

LIMIT = Settings().scan_bytes


def measure(options: Options) -> Section:
    """Real pages, and the page that all others are measured with, each as a whole in memory."""
    source, pages = real_pages()
    times = [_time_of(page, options) for page in pages]
    quantiles = statistics.quantiles(times, n=10)
    own = page_of()
    figures = {
        "pages": len(pages),
        "placed": sum(isinstance(_place_in(page), int) for page in pages),
        "median_us": statistics.median(times),
        "p90_us": quantiles[-1],
        "max_us": max(times),
    }
    one = {"pages": 1, "placed": int(isinstance(_place_in(own), int))}
    reached = {"scan-median": figures["median_us"], "scan-p90": figures["p90_us"]}
    return Section(
        "scan",
        [
            Row(source, dict(figures)),
            Row("benchmarks/page.py", {**one, "median_us": _time_of(own, options)}),
        ],
        # Our few fixtures say nothing about real pages.
        reached if source == "A11Y_CORPUS" else {},
        [] if source == "A11Y_CORPUS" else ["A11Y_CORPUS"],
    )


def _place_in(page: bytes) -> object:
    return Scanner(LIMIT).find(page, final=True)


def _time_of(page: bytes, options: Options) -> float:
    return microseconds(lambda: _place_in(page), samples=options.rounds)
