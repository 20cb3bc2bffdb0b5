"""`python -m tests.corpus.layout`: which texts of real pages larger text cuts or lays over others.

    A11Y_CORPUS=/path/to/corpus python -m tests.corpus.layout [--size 200] [--width 1366]
        [--set letter=0.12] [--limit N] [--shots FOLDER] [PART_OF_NAME ...]

Each page is compared with itself at 100 %, in care mode. Exits with 1 where anything is worse.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from a11y_proxy.app import build_app
from playwright.sync_api import Browser, Error, sync_playwright

from a11y import Settings
from tests.corpus.pages import Origin, read_pages
from tests.corpus.visit import STOP_TIMERS, browser_at, opened
from tests.e2e.looks import layout
from tests.servers import serve_asgi

HEIGHT = {1366: 768, 390: 844}
SET = "(values) => { for (const name in values) window.a11y.set(name, values[name]) }"


def main() -> int:
    """Run, print what is worse, and say with the exit code whether all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only pages whose name holds one of these")
    parser.add_argument("--size", type=int, default=200)
    parser.add_argument("--width", type=int, default=1366)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--limit", type=int, help="at most so many pages, spread over the list")
    parser.add_argument("--shots", type=Path, help="a folder for a picture of each page")
    arguments = parser.parse_args()
    corpus = Path(os.environ.get("A11Y_CORPUS", "corpus"))
    pages = [page for page in read_pages(corpus) if page.han_characters >= 100]
    if arguments.names:
        pages = [page for page in pages if any(name in page.file for name in arguments.names)]
    if arguments.limit and len(pages) > arguments.limit:
        pages = pages[:: len(pages) // arguments.limit][: arguments.limit]
    values: dict[str, Any] = {"size": arguments.size}
    values.update(dict(pair.split("=", 1) for pair in arguments.set))
    total: Counter[str] = Counter()
    with (
        serve_asgi(Origin(pages)) as origin,
        serve_asgi(build_app(origin, Settings(speech="off"))) as proxy,
        sync_playwright() as playwright,
        browser_at(playwright.chromium, urlsplit(proxy).port or 80) as browser,
    ):
        for page in pages:
            shot = arguments.shots and arguments.shots / (page.file.replace("/", "_") + ".png")
            try:
                faults = worse(browser, page.path, values, arguments.width, shot)
            except Error as error:
                faults, text = {}, error.message.splitlines()[0]
                print(f"{page.file}\tcannot be opened: {text}", flush=True)
            for kind, texts in faults.items():
                total[kind] += len(texts)
                print(f"{page.file}\t{len(texts)} {kind}: {' | '.join(texts[:6])}", flush=True)
            total["pages that are worse"] += any(faults.values())
    print(f"{len(pages)} pages", *(f"{count} {kind}" for kind, count in total.items()), sep=", ")
    return 1 if total.total() else 0


def worse(
    browser: Browser, path: str, values: dict[str, Any], width: int, shot: Path | None
) -> dict[str, list[str]]:
    """The texts that are cut, lie over others or are out of reach, and were not at 100 %."""
    with opened(browser, path) as (page, notes):
        page.set_viewport_size({"width": width, "height": HEIGHT.get(width, 768)})
        if notes.left:
            return {}
        page.locator("a11y-toolbar").wait_for(state="attached", timeout=15_000)
        page.evaluate("window.a11y.set('size', 125)")
        page.locator("html[data-a11y-size='125']").wait_for(state="attached", timeout=15_000)
        page.evaluate("window.a11y.set('size', 100)")
        page.evaluate(STOP_TIMERS)
        before = layout(page)
        page.evaluate(SET, values)
        page.locator(f"html[data-a11y-size='{values['size']}']").wait_for(state="attached")
        after = layout(page)
        if shot:
            page.screenshot(path=shot)
    return {kind: texts for kind, texts in compare(before, after).items() if texts}


def compare(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    """What one look at a page has and the one before has not."""
    pairs = {
        kind: [" / ".join(pair) for pair in look["overlapping"]]
        for kind, look in (("before", before), ("after", after))
    }
    return {
        "clipped": sorted(set(after["clipped"]) - set(before["clipped"])),
        "overlapping": sorted(set(pairs["after"]) - set(pairs["before"])),
        "out of reach": sorted(set(after["outside"]) - set(before["outside"])),
    }


if __name__ == "__main__":
    sys.exit(main())
