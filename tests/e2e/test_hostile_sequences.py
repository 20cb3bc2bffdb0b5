"""Random sequences of changes over all preferences: each page keeps them, and is restored."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from playwright.sync_api import Page

from tests.e2e.sequences import EXAMPLES, Change, changes, check
from tests.e2e.test_hostile import Console

pytestmark = pytest.mark.browser

# A table layout with floating boxes, landmarks and a frame, a frameset, quirks, words to convert.
PAGES = ["portal.html", "regions.html", "frameset.html", "hostile/quirks.html", "words.html"]


@pytest.mark.parametrize("name", PAGES)
def test_any_sequence_is_kept_said_and_undone(page: Page, care: str, name: str) -> None:
    console = Console(page)
    page.goto(f"{care}/{name}")
    preferences = page.evaluate("a11y.preferences()")

    @settings(max_examples=EXAMPLES, deadline=None)
    @given(changes(preferences))
    def holds(sequence: list[Change]) -> None:
        page.context.clear_cookies()
        page.goto(f"{care}/{name}")
        check(page, sequence, preferences)
        assert console.take() == set()

    holds()
