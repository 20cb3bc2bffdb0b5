"""What mending a page by rules costs: the first time, remembered, and where no rule is about it."""

from __future__ import annotations

import statistics
from functools import partial
from typing import Any

from a11y.encoding import encoding_of, real_codec
from a11y.fixes import FixBook, Rule, mend
from a11y.fixes.tree import elements_of, offset_of, start_tag, tree_of
from benchmarks.page import page_of
from benchmarks.pages import real_pages
from benchmarks.result import BenchmarkError, Options, Row, Section
from benchmarks.timing import microseconds

CONTENT_TYPE = "text/html"
PATHS = ["/old/**"]
TABLES: tuple[dict[str, Any], ...] = (
    {"select": "img", "add": {"alt": "{file name}"}},
    {"select": "a[href]", "set": {"title": "{text}"}, "most": 100_000},
    {"select": "input[type=text]", "label": "{text before}"},
    {"select": "table", "set": {"role": "presentation"}, "most": 100_000},
    {"language": "zh-CN", "zoom": True, "refresh": False},
)
RULES = [
    Rule.from_table({"paths": PATHS, "name": f"rule {n}", **table}, "benchmark")
    for n, table in enumerate(TABLES)
]
TOUCHED = frozenset({"img", "a", "input", "table", "html", "meta"})


def measure(options: Options) -> Section:
    """Our own page, then real ones, with five rules of which every second element is concerned."""
    page = page_of()
    first = microseconds(lambda: _first(page), samples=options.rounds)
    book = FixBook(RULES)
    rules = book.rules_for(b"/old/page.html")
    book.mended(page, rules, CONTENT_TYPE)
    again = microseconds(
        lambda: book.mended(page, rules, CONTENT_TYPE).page, samples=options.rounds
    )
    none = microseconds(lambda: book.rules_for(b"/new/page.html"), samples=options.rounds)
    source, pages = real_pages()
    times = [microseconds(partial(_first, page), samples=1) for page in pages]
    outside = sum(_changed_outside(page) for page in pages)
    if not _first(page):
        raise BenchmarkError("the rules change nothing")
    return Section(
        "fixes",
        [
            Row(
                "benchmarks/page.py",
                {
                    "pages": 1,
                    "first_ms": first / 1000,
                    "cached_ms": again / 1000,
                    "unmatched_us": none,
                },
            ),
            Row(
                source,
                {
                    "pages": len(pages),
                    "first_ms": statistics.median(times) / 1000,
                    "outside_bytes": outside,
                },
            ),
        ],
        {
            "fixes-first": first / 1000,
            "fixes-cached": again / 1000,
            "fixes-unmatched": none,
            "fixes-outside": outside,
        },
    )


def _first(page: bytes) -> int:
    """Mend the page as if it came for the first time; how many tags changed."""
    book = FixBook(RULES)
    return sum(book.mended(page, tuple(RULES), CONTENT_TYPE).changes.values())


def _changed_outside(page: bytes) -> int:
    """How many bytes differ that belong to no tag that a rule is about."""
    codec = real_codec(page, encoding_of(CONTENT_TYPE, page))
    mended = mend(page, codec, RULES).page
    before, after = _untouched(page), _untouched(mended)
    if before == after:
        return 0
    return max(1, sum(a != b for a, b in zip(before, after, strict=False)))


def _untouched(page: bytes) -> bytes:
    pieces, at = [], 0
    for element in elements_of(tree_of(page, "latin-1")):
        if element.name in TOUCHED:
            tag = start_tag(page, offset_of(element))
            pieces.append(page[at : tag.start(1)])
            at = tag.end()
    return b"".join([*pieces, page[at:]])
