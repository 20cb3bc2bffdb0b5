"""``a11y fixes check``: fetch pages, mend them, show what changed and what could not be done."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from a11y.care import Care
from a11y.check.exchange import Exchange, Source
from a11y.check.fetch import Fetcher, FetchError
from a11y.check.page import Page
from a11y.encoding import encoding_of, real_codec
from a11y.errors import SettingsError
from a11y.fixes.book import FixBook
from a11y.fixes.mend import Mended
from a11y.fixes.problem import Trouble
from a11y.fixes.words import EXPLAINED
from a11y.html.tokens import TAG
from a11y.settings import Settings

USAGE = 2
# A page that changes more than this is not read line by line.
_MOST_LINES = 400


def run(parsed: argparse.Namespace) -> int:
    """Show every page before and after; 1 where a rule could not do what it says, 2 for usage."""
    try:
        book = FixBook.from_toml(parsed.file)
    except SettingsError as error:
        sys.stderr.write(f"a11y fixes check: {error}\n")
        return USAGE
    failed = False
    used: set[str] = set()
    for url in parsed.urls:
        try:
            page, content_type, path = _fetched(url, parsed)
        except (FetchError, OSError, ValueError) as error:
            sys.stderr.write(f"{url}: {error}\n")
            failed = True
            continue
        rules = book.rules_for(path)
        mended = book.mended(page, rules, content_type, "/_a11y/skip.css")
        used.update(mended.changes)
        failed |= any(one.trouble is not Trouble.NO_MATCH for one in mended.problems)
        sys.stdout.write("\n".join(_report(url, page, mended, content_type)) + "\n\n")
    for rule in book.rules:
        if rule.name not in used:
            sys.stdout.write(f"规则 {rule.name} 在这些网页上没有改动(changed nothing)\n")
    return int(failed)


def _fetched(url: str, parsed: argparse.Namespace) -> tuple[bytes, str, bytes]:
    """The page's bytes, its Content-Type and its path."""
    if not url.startswith(("http://", "https://")):
        path = parsed.path or "/" + Path(url).name
        return Path(url).read_bytes(), "text/html", path.encode()
    rules = Care(Settings(speech="off", words="off"), {}).rules
    exchange: Exchange = Fetcher(rules, timeout=parsed.timeout).fetch(url, Source.START)
    page = Page(exchange, rules)
    if not page.is_html or not page.content:
        raise ValueError(f"HTTP {exchange.status}, {exchange.media_type}: 不是网页 no page")
    content_type = exchange.value(b"content-type").decode("latin-1")
    return page.content, content_type, urlsplit(url).path.encode() or b"/"


def _report(url: str, page: bytes, mended: Mended, content_type: str) -> Iterator[str]:
    total = sum(mended.changes.values())
    yield f"{url}: {total} 处改动(changes)"
    codec = real_codec(page, encoding_of(content_type, page))
    for count, text in enumerate(_differences(page, mended.page, codec)):
        if count == _MOST_LINES:
            yield "  …"
            break
        yield f"  {text}"
    for name, changes in mended.changes.items():
        yield f"  ✓ {name}: {changes}"
    for trouble, rule, detail in mended.problems:
        mark = "·" if trouble is Trouble.NO_MATCH else "✗"
        behind = f"({detail})" if detail else ""
        yield f"  {mark} {rule or url}: [{trouble}] {EXPLAINED[trouble]}{behind}"


def _differences(before: bytes, after: bytes, codec: str) -> Iterator[str]:
    """The tags that changed, - before and + after."""
    old, new = _tags(before, codec), _tags(after, codec)
    for text in difflib.unified_diff(old, new, lineterm="", n=0):
        if not text.startswith(("---", "+++", "@@")):
            yield text


def _tags(page: bytes, codec: str) -> list[str]:
    """A page in lines, one for each tag with the text behind it."""
    starts = [0, *(tag.start(1) for tag in TAG.finditer(page)), len(page)]
    pieces = (page[a:b] for a, b in pairwise(starts))
    return [" ".join(piece.decode(codec, "replace").split())[:500] for piece in pieces]
