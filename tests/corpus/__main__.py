"""`make corpus`: open real pages in Chromium with care mode and without, print what went wrong.

    A11Y_CORPUS=/path/to/corpus python -m tests.corpus [--all] [--limit N] [PART_OF_NAME ...]

Opens the Chinese pages (100 Chinese characters or more), or with --all every page.
Exits with 1 where anything failed.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from a11y_proxy.app import build_app
from playwright.sync_api import Error, sync_playwright

from a11y import Settings
from tests.corpus.pages import Origin, Page, read_pages
from tests.corpus.visit import browser_at, visit_direct, visit_with_care
from tests.servers import serve_asgi


def main() -> int:
    """Run, print the table, and say with the exit code whether all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="only pages whose name holds one of these")
    parser.add_argument("--all", action="store_true", help="not only the Chinese pages")
    parser.add_argument("--limit", type=int, help="at most so many pages, spread over the list")
    arguments = parser.parse_args()
    where = os.environ.get("A11Y_CORPUS")
    if not where or not (Path(where) / "manifest.json").is_file():
        print("A11Y_CORPUS must name the folder that holds manifest.json.", file=sys.stderr)
        return 2
    pages = chosen(read_pages(Path(where)), arguments)
    failed, left = visit_all(pages)
    for file, faults in failed.items():
        for fault in faults:
            print(f"{file}\t{fault}")
    for file in left:
        print(f"{file}\tleaves for another address by itself, with care mode and without")
    print(f"{len(pages)} pages opened, {len(left)} left by themselves, {len(failed)} failed")
    return 1 if failed or not pages else 0


def chosen(pages: list[Page], arguments: argparse.Namespace) -> list[Page]:
    """The pages that the command line asks for."""
    if not arguments.all:
        pages = [page for page in pages if page.han_characters >= 100]
    if arguments.names:
        pages = [page for page in pages if any(name in page.file for name in arguments.names)]
    if arguments.limit and len(pages) > arguments.limit:
        step = len(pages) / arguments.limit
        pages = [pages[int(number * step)] for number in range(arguments.limit)]
    return pages


def visit_all(pages: list[Page]) -> tuple[dict[str, list[str]], list[str]]:
    """The faults of each page that has some, and the pages that could not be compared."""
    failed: dict[str, list[str]] = {}
    left: list[str] = []
    with (
        serve_asgi(Origin(pages)) as origin,
        serve_asgi(build_app(origin, Settings(speech="off"))) as proxy,
        sync_playwright() as playwright,
        browser_at(playwright.chromium, port_of(origin)) as plain,
        browser_at(playwright.chromium, port_of(proxy)) as caring,
    ):
        for number, page in enumerate(pages, 1):
            try:
                direct = visit_direct(plain, page.path)
                faults = visit_with_care(caring, page.path, direct)
            except Error as error:
                faults = [f"cannot be opened: {error.message.splitlines()[0]}"]
            else:
                left += [page.file] if direct.left and not faults else []
            if faults:
                failed[page.file] = faults
            if sys.stderr.isatty():
                print(f"\r{number}/{len(pages)}", end="", file=sys.stderr, flush=True)
    return failed, left


def port_of(url: str) -> int:
    """The port of a test server's address."""
    return urlsplit(url).port or 80


if __name__ == "__main__":
    sys.exit(main())
