"""Finds the content of pages with one library; runs in the library's own environment, too.

python simple_peer.py NAME < pages.json > found.json
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

PEERS = ("trafilatura", "readability-lxml")


def run(find: Callable[[str], str], pages: list[str]) -> tuple[list[str], float]:
    """The text found on each page, and the median time in ms."""
    texts, times = [], []
    for page in pages:
        began = time.perf_counter()
        texts.append(find(page))
        times.append((time.perf_counter() - began) * 1000)
    return texts, statistics.median(times)


def _trafilatura() -> Callable[[str], str]:
    import trafilatura

    def find(page: str) -> str:
        try:
            return trafilatura.extract(page, include_comments=False) or ""
        except Exception:  # noqa: BLE001 - a page that it fails on is a page without content
            return ""

    return find


def _readability() -> Callable[[str], str]:
    from lxml import html
    from readability import Document

    def find(page: str) -> str:
        try:
            markup = Document(page).summary(html_partial=True)
            return " ".join(html.fromstring(markup).itertext())
        except Exception:  # noqa: BLE001 - a page that it fails on is a page without content
            return ""

    return find


def main() -> None:
    """Read pages, write what was found."""
    finders: dict[str, Any] = {"trafilatura": _trafilatura, "readability-lxml": _readability}
    pages = json.load(sys.stdin)
    texts, median = run(finders[sys.argv[1]](), pages)
    json.dump({"texts": texts, "ms": median}, sys.stdout)


if __name__ == "__main__":
    main()
