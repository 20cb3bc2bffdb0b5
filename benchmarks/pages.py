"""The pages that are measured in memory: real ones where there are some."""

from __future__ import annotations

import os
from pathlib import Path

from benchmarks.page import page_of
from tests.corpus.pages import read_pages

_FIXTURES = Path(__file__).parent.parent / "tests" / "portals"


def real_pages() -> tuple[str, list[bytes]]:
    """What they are, and the pages: those of A11Y_CORPUS, else those that the tests have."""
    if where := os.environ.get("A11Y_CORPUS"):
        return "A11Y_CORPUS", [page.body for page in read_pages(Path(where))]
    files = sorted(_FIXTURES.rglob("*.htm*"))
    return "tests/portals", [file.read_bytes() for file in files]


def some_pages(count: int) -> list[bytes]:
    """Our own page and ``count`` real ones, from the small to the large."""
    _, pages = real_pages()
    pages.sort(key=len)
    step = max(1, len(pages) / count)
    return [page_of(), *(pages[int(n * step)] for n in range(min(count, len(pages))))]
