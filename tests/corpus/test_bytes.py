"""Real pages and the inputs of html5lib's tests: not one byte and not one node changes."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from a11y.html import Inject, Injector, Reason, decide, injector_for
from a11y.html.scan import Scanner
from tests.corpus.dom import RULES, tree, tree_without_tag
from tests.corpus.pages import Page, read_pages

pytestmark = pytest.mark.corpus
TAG = RULES.tag()


@pytest.fixture(scope="module")
def pages(corpus: Path) -> list[Page]:
    found = read_pages(corpus)
    assert len(found) > 300
    return found


def new_injector(*, gzipped: bool) -> Injector:
    headers = [(b"content-type", b"text/html")]
    if gzipped:
        headers.append((b"content-encoding", b"gzip"))
    verdict = decide("GET", [], 200, headers, RULES)
    assert isinstance(verdict, Inject)
    return injector_for(verdict)


def splits(content: bytes, seed: str) -> Iterator[list[bytes]]:
    """The content in one piece, as a network would bring it, and with its beginning dribbling."""
    chance = random.Random(seed)  # noqa: S311 the same splits in every run
    yield [content]
    for count in (2, 12):
        yield cut(content, sorted(chance.randrange(len(content) + 1) for _ in range(count)))
    yield cut(content, sorted(chance.sample(range(min(len(content), 3000)), min(len(content), 60))))


def cut(content: bytes, places: list[int]) -> list[bytes]:
    return [content[a:b] for a, b in zip([0, *places], [*places, len(content)], strict=True)]


def run(injector: Injector, pieces: list[bytes]) -> bytes:
    return b"".join([*map(injector.feed, pieces), injector.finish()])


@pytest.mark.parametrize("gzipped", [False, True], ids=["plain", "gzip"])
def test_output_without_the_tag_is_the_input(pages: list[Page], *, gzipped: bool) -> None:
    for page in pages:
        content = gzip.compress(page.body, 1) if gzipped else page.body
        for pieces in splits(content, page.file):
            injector = new_injector(gzipped=gzipped)
            out = run(injector, pieces)
            if not injector.injected:
                assert out == content, page.file
                continue
            plain = gzip.decompress(out) if gzipped else out
            assert plain.count(TAG) == 1, page.file
            assert plain.replace(TAG, b"") == page.body, page.file


def test_every_document_in_an_encoding_like_ascii_gets_the_tag(pages: list[Page]) -> None:
    left = {}
    for page in pages:
        injector = new_injector(gzipped=False)
        run(injector, [page.body])
        if injector.reason is not None:
            left[page.file] = injector.reason
    assert set(left.values()) <= {Reason.FRAGMENT, Reason.CHARSET}
    assert all("utf16" in file or "utf32" in file for file in left if left[file] is Reason.CHARSET)
    assert len(left) <= 10, left


def test_a_parser_sees_the_same_tree(pages: list[Page]) -> None:
    for page in pages:
        place = Scanner(RULES.scan_bytes).find(page.body, final=True)
        if isinstance(place, int):
            after, parent = tree_without_tag(page.body[:place] + TAG + page.body[place:])
            assert (after, parent) == (tree(page.body), "head"), page.file


def test_a_parser_sees_the_same_tree_in_html5libs_inputs(corpus: Path) -> None:
    documents = sorted(set(html5lib_inputs(corpus / "html5lib-tests")))
    assert len(documents) > 1000
    injected = 0
    for document in documents:
        # Most are too short to be taken for documents, so each is tried as one as well.
        for page in (document, b"<!DOCTYPE html>" + document, b"<html><head>" + document):
            place = Scanner(RULES.scan_bytes).find(page, final=True)
            if isinstance(place, int):
                injected += 1
                after, parent = tree_without_tag(page[:place] + TAG + page[place:])
                assert (after, parent) == (tree(page), "head"), page
    assert injected > 2 * 1000


def html5lib_inputs(folder: Path) -> Iterator[bytes]:
    """Inputs of tokenizer tests, and of tree construction tests where they are there."""
    for file in sorted(folder.rglob("*.test")):
        for test in json.loads(file.read_text(encoding="utf-8")).get("tests", ()):
            if isinstance(test["input"], str):
                yield test["input"].encode("utf-8", "surrogatepass")
    for file in sorted(folder.rglob("*.dat")):
        for test in file.read_bytes().split(b"#data\n")[1:]:
            yield test.partition(b"\n#err")[0]
