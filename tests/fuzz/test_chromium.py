"""The same fidelity as a real browser's parser sees it, with scripts and without."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page, Route

from a11y.html.scan import Scanner
from a11y.html.xhtml import XmlScanner
from tests.fuzz import sources, xml_soup
from tests.fuzz.case import case_at
from tests.fuzz.oracle import RULES, TAG

pytestmark = pytest.mark.browser

COMPARE = Path(__file__).with_name("trees.js").read_text(encoding="utf-8")
BATCH = 100
UTF8_MARK = b"\xef\xbb\xbf"


@pytest.fixture(scope="module")
def parser(browser: Browser) -> Iterator[Page]:
    """A page that may load nothing and run nothing; what is written into its frames neither."""

    def answer(route: Route) -> None:
        route.fulfill(
            body="<!doctype html><body>",
            content_type="text/html",
            headers={"content-security-policy": "default-src 'none'"},
        )

    page = browser.new_page(base_url="http://parser.test")
    page.route("**/*", answer)
    page.goto("/")
    yield page
    page.close()


def text(page: bytes) -> str:
    """Bytes as characters; the mark is the decoder's to take away."""
    return page.removeprefix(UTF8_MARK).decode("latin-1")


def compare(
    parser: Page, pairs: list[tuple[bytes, bytes]], *, is_xml: bool = False
) -> list[str | None]:
    """What is wrong with each pair of pages, before and after."""
    texts = [[text(before), text(after)] for before, after in pairs]
    answers: list[str | None] = parser.evaluate(COMPARE, {"pairs": texts, "isXml": is_xml})
    return answers


def faults(parser: Page, pages: list[bytes], *, is_xml: bool = False) -> dict[bytes, str]:
    """What is wrong with those of the pages that get the tag."""
    finder = XmlScanner if is_xml else Scanner
    places = ((page, finder(RULES.scan_bytes).find(page, final=True)) for page in pages)
    pairs = [
        (page, page[:place] + TAG + page[place:]) for page, place in places if type(place) is int
    ]
    assert len(pairs) > len(pages) / 6
    found: dict[bytes, str] = {}
    for start in range(0, len(pairs), BATCH):
        batch = pairs[start : start + BATCH]
        answers = compare(parser, batch, is_xml=is_xml)
        found |= {
            before: answer
            for (before, _), answer in zip(batch, answers, strict=True)
            if answer is not None
        }
    return found


def test_html5libs_inputs(parser: Page) -> None:
    inputs = [b"<!DOCTYPE html>" + page for page in sources.html5lib_inputs()[::3]]
    assert faults(parser, inputs) == {}


def test_made_up_pages(parser: Page) -> None:
    cases = (case_at(3, index) for index in range(500))
    assert faults(parser, [case.page for case in cases if not case.is_xml]) == {}


def test_made_up_xhtml(parser: Page) -> None:
    pages = [xml_soup.page(Random(seed)) for seed in range(1000)]  # noqa: S311 the same every time
    # Chromium's tab crashes at a standalone page with XHTML's DTD and a reference, without us, too.
    pages = [page for page in pages if b"standalone" not in page]
    assert faults(parser, pages, is_xml=True) == {}


def test_what_was_once_wrong_and_the_portal_pages(parser: Page) -> None:
    assert faults(parser, [*sources.found_inputs(), *sources.portal_pages()]) == {}


@pytest.mark.corpus
def test_the_beginnings_of_real_pages(parser: Page, corpus: Path) -> None:
    assert corpus.is_dir()
    assert faults(parser, [page[:20_000] for page in sources.corpus_pages()[::8]]) == {}


def test_chromium_sees_what_is_wrong(parser: Page) -> None:
    pairs = [
        (b"<!DOCTYPE html><p>x", TAG + b"<!DOCTYPE html><p>x"),
        (b"<head>", b"<head><title>" + TAG),
        (b"<body>", b"<body>" + TAG),
        (b"<head>", b"<head>" + TAG + b"x"),
        (b"<head>", b"<head>" + TAG),
    ]
    answers = compare(parser, pairs)
    assert [answer is None for answer in answers] == [False, False, False, False, True]
