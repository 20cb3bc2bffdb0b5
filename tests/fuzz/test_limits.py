"""However a page comes and however long it is: bounded work, bounded memory."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterable
from itertools import chain, repeat

import pytest

from a11y.html import Inject, Injector, Reason, decide, injector_for
from a11y.html.scan import Finder, Scanner
from a11y.html.xhtml import XmlScanner
from tests.fuzz.oracle import RULES, TAG

# What a page may be made of to have it looked at again and again.
PIECES = (
    *(b"<", b">", b"<!--", b"-->", b"--!>", b"<!---->", b"<!-- > -->", b"<!>", b"<?x?>", b"<?x >"),
    *(
        b'"',
        b"'",
        b"='",
        b'a="" ',
        b"a='>' ",
        b"<a ",
        b"<a>",
        b"</a>",
        b"</",
        b"</title",
        b"<title>",
    ),
    *(b"<meta a='", b"<meta name='a'>", b"<meta http-equiv=x>", b"<meta name='a' b>", b"<html>"),
    *(b" ", b"\n", b"a=", b"= ", b"/", b"&", b"x", b"<x", b"<script>", b"</script>", b"<link>"),
    *(b"<!doctype html>", b"<title></title>", b"<html xmlns='http://www.w3.org/1999/xhtml'>"),
)
OPENINGS = (
    b"",
    b"<!doctype html>",
    b"<head>",
    b"<html a='",
    b"<html ",
    b"<!--",
    b"<title>",
    b"<p>",
)
LIMIT = 1500
# A scanner gives up when it has looked at 64 times as much as it may; the last look is on top.
MOST = 66 * LIMIT


def work_of(scanner: Scanner | XmlScanner, page: bytes, size: int) -> int:
    """How much was looked at until the answer, if the page comes in pieces of this size."""
    held = bytearray()
    for start in range(0, len(page), size):
        held += page[start : start + size]
        if scanner.find(held, final=False) is not None:
            break
    else:
        raise AssertionError("no answer at the limit")
    return scanner.work


@pytest.mark.parametrize("piece", PIECES)
def test_work_is_bounded_however_the_page_comes(piece: bytes) -> None:
    for opening in OPENINGS:
        page = opening + piece * (LIMIT // len(piece) + 1)
        for size in (1, 7, 100):
            for scanner in (Scanner(LIMIT), XmlScanner(LIMIT)):
                assert work_of(scanner, page, size) <= MOST
        for scanner in (Scanner(LIMIT), XmlScanner(LIMIT)):
            assert work_of(scanner, page, len(page)) <= LIMIT


@pytest.mark.parametrize("piece", [b"<!-- -->", b"</p>", b"<meta name='a' content='b'>", b"<!x>"])
def test_what_is_complete_is_looked_at_once(piece: bytes) -> None:
    page = b"<!doctype html><html><head>" + piece * (64_000 // len(piece)) + b"<p>"
    scanner = Scanner(65536)
    assert work_of(scanner, page, 1) < 2 * len(piece) * len(page)
    scanner = Scanner(65536)
    assert work_of(scanner, page, 1460) < 2 * len(page)


def new_injector() -> Injector:
    verdict = decide("GET", [], 200, [(b"content-type", b"text/html")], RULES)
    assert isinstance(verdict, Inject)
    return injector_for(verdict)


def passed(injector: Injector, pieces: Iterable[bytes]) -> tuple[int, int]:
    """How many bytes come out, and the most that was in memory meanwhile."""
    tracemalloc.start()
    try:
        count = sum(len(injector.feed(piece)) for piece in pieces) + len(injector.finish())
        return count, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_page_larger_than_any_buffer_streams_through() -> None:
    piece = b"<p>0123456789</p>" * 1000
    injector = new_injector()
    count, memory = passed(injector, chain([b"<!doctype html><body>"], repeat(piece, 4000)))
    assert injector.injected
    assert count == len(b"<!doctype html><body>") + 4000 * len(piece) + len(TAG)
    assert memory < 500_000


@pytest.mark.parametrize(
    ("opening", "reason"),
    [
        (b"<!doctype html><!--", Reason.SCAN_LIMIT),
        (b"<!doctype html><html a='", Reason.SCAN_LIMIT),
        (b"", Reason.FRAGMENT),
        (b"<title>", Reason.FRAGMENT),
    ],
)
def test_so_does_one_that_never_shows_a_place(opening: bytes, reason: Reason) -> None:
    piece = b"0123456789" * 1600
    injector = new_injector()
    count, memory = passed(injector, chain([opening], repeat(piece, 1000)))
    assert injector.reason is reason
    assert count == len(opening) + 1000 * len(piece)
    assert memory < 500_000


def test_the_first_bytes_go_out_as_soon_as_the_place_is_known() -> None:
    injector = new_injector()
    assert injector.feed(b"<!doctype html><html><head><meta charset=gbk><link") == b""
    assert injector.feed(b" rel=x>").endswith(TAG + b"<link rel=x>")


def test_both_scanners_are_finders() -> None:
    finders: list[Finder] = [Scanner(LIMIT), XmlScanner(LIMIT)]
    assert all(finder.find(b"", final=True) is not None for finder in finders)
