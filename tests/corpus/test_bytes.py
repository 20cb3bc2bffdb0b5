"""Real pages: not one byte and not one node changes; nor does any file that is no page."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from a11y.html import Reason
from a11y.html.scan import Scanner
from tests.corpus.pages import Page, read_pages
from tests.fuzz.case import Case, check
from tests.fuzz.oracle import RULES, TAG, Oracle, prescan

pytestmark = pytest.mark.corpus

# html5lib's parser takes a second for a megabyte.
SECOND_OPINION_BYTES = 20_000


@pytest.fixture(scope="module")
def pages(corpus: Path) -> list[Page]:
    found = read_pages(corpus)
    assert len(found) > 300
    return found


def test_every_document_in_an_encoding_like_ascii_gets_the_tag(pages: list[Page]) -> None:
    left = {}
    for page in pages:
        second = len(page.body) < SECOND_OPINION_BYTES
        reason = check(Case(page.body, seed=page.file, oracle=Oracle(second=second), gzipped=True))
        if reason is not None:
            left[page.file] = reason
    assert set(left.values()) <= {Reason.FRAGMENT, Reason.CHARSET}
    assert all("utf16" in file or "utf32" in file for file in left if left[file] is Reason.CHARSET)
    assert len(left) <= 10, left


def test_files_that_are_no_pages(corpus: Path) -> None:
    """Test data, code tables, licences: whatever is sent as HTML or XHTML by mistake."""
    entries = json.loads((corpus / "manifest.json").read_text(encoding="utf-8"))
    outcomes: Counter[Reason | None] = Counter()
    for entry in entries:
        content = (corpus / entry["file"]).read_bytes()
        outcomes[check(Case(content, seed=entry["file"], is_xml=True))] += 1
        if "capture" not in entry:
            outcomes[check(Case(content, seed=entry["file"], gzipped=True))] += 1
    assert outcomes.total() > len(entries)


def test_inputs_of_html5libs_tokenizer_tests(corpus: Path) -> None:
    inputs = sorted(
        {
            test["input"].encode("utf-8", "surrogatepass")
            for file in sorted((corpus / "html5lib-tests").rglob("*.test"))
            for test in json.loads(file.read_text(encoding="utf-8")).get("tests", ())
            if isinstance(test["input"], str)
        }
    )
    assert len(inputs) > 1000
    for number, page in enumerate(inputs):
        check(Case(b"<html><head>" + page, seed=str(number)))
        check(Case(b"<!DOCTYPE html>" + page, seed=str(number)))


def test_the_tag_pushes_hardly_any_declaration_out_of_a_browsers_sight(pages: list[Page]) -> None:
    """Where a script or style comes before it and it lies just before the 1024th byte."""
    pushed = []
    for page in pages:
        place = Scanner(RULES.scan_bytes).find(page.body, final=True)
        if isinstance(place, int):
            after = page.body[:place] + TAG + page.body[place:]
            if prescan(after) != prescan(page.body):
                pushed.append(page.file)
    assert len(pushed) <= len(pages) // 300, pushed
