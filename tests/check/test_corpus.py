"""Real Chinese pages through the analysis: what would stand in care mode's way, counted."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from a11y.check import Level, PageReport, analyse
from a11y.check.analysis import level_of
from tests.check.cases import RULES, exchange
from tests.corpus.pages import Page, form, read_pages

pytestmark = pytest.mark.corpus
# A page with fewer Chinese characters than this has some by chance.
CHINESE = 100


@pytest.fixture(scope="module")
def reports(corpus: Path) -> list[PageReport]:
    return [report(page) for page in read_pages(corpus) if page.han_characters >= CHINESE]


def report(page: Page) -> PageReport:
    (content_type, *_), _ = form(page, 0)
    return analyse(exchange(page.body, type=content_type[1]), RULES)


def worst(report: PageReport) -> Level:
    severity = list(Level)
    return max(map(level_of, report.findings), key=severity.index, default=Level.OK)


def test_every_page_gets_the_toolbar(reports: list[PageReport]) -> None:
    assert len(reports) == 118
    assert [one.url for one in reports if not one.works] == []


def test_what_is_wrong_with_them(reports: list[PageReport]) -> None:
    """The figures in docs/check.md."""
    assert Counter(map(worst, reports)) == {Level.OK: 76, Level.NOTE: 23, Level.WARNING: 19}
    found = Counter(name for one in reports for name in {finding.id for finding in one.findings})
    warned = {name: found[name] for name in ("charset.mislabelled", "charset.late")}
    assert warned == {"charset.mislabelled": 11, "charset.late": 6}
    assert found["toolbar.other"] == 2


def test_all_pages_of_the_corpus_are_analysed(corpus: Path) -> None:
    for page in read_pages(corpus):
        assert report(page).status == 200
