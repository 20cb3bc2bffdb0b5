"""Random sequences of changes over all preferences on real pages; leaving restores each."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from a11y_proxy.app import build_app
from hypothesis import HealthCheck, given, settings
from playwright.sync_api import BrowserType, Page

from a11y import Settings
from tests.corpus.pages import Origin, read_pages
from tests.corpus.visit import STOP_TIMERS, Notes, browser_at, difference, look, opened
from tests.e2e.sequences import EXAMPLES, Change, changes, said
from tests.e2e.visitor import launcher, press
from tests.servers import serve_asgi

pytestmark = [pytest.mark.browser, pytest.mark.corpus]

SAMPLE = 3


def test_any_sequence_is_undone_on_real_pages(corpus: Path, browser_type: BrowserType) -> None:
    pages = [page for page in read_pages(corpus) if page.han_characters >= 100]
    pages = pages[7 :: max(1, len(pages) // SAMPLE)][:SAMPLE]
    faults: dict[str, str] = {}
    with (
        serve_asgi(Origin(pages)) as origin,
        serve_asgi(build_app(origin, Settings(speech="off"))) as proxy,
        browser_at(browser_type, urlsplit(proxy).port or 80) as caring,
    ):
        for real in pages:
            with opened(caring, real.path) as (page, notes):
                if not notes.left and (found := fault(page, notes)):
                    faults[real.file] = found
    assert faults == {}


def fault(page: Page, notes: Notes) -> str:
    """What goes wrong on one page; nothing is the aim."""
    launcher(page).wait_for(timeout=30_000)
    preferences = page.evaluate("a11y.preferences()")
    # What a page's own timers do meanwhile would be taken for ours.
    page.evaluate(STOP_TIMERS)
    before = look(page, notes)

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[*HealthCheck])
    @given(changes(preferences))
    def holds(sequence: list[Change]) -> None:
        launcher(page).click()
        state = {name: what["schema"]["initial"] for name, what in preferences.items()}
        for name, value in [each for each in sequence if each[0]]:
            page.evaluate("([name, value]) => a11y.set(name, value)", [name, value])
            state[name] = value
        said(page, state, preferences)
        press(page, "退出")
        after = look(page, notes)
        assert after.state == before.state, difference(before, after)
        assert not [text for text in after.errors if "_a11y" in text]

    try:
        holds()
    except AssertionError as error:
        return f"{error}"[:600]
    return ""
