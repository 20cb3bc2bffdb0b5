"""A sample of the real pages in Chromium, with care mode and without; `make corpus` opens them all.

Each page: the DOM and the console's errors are the same, contrast and 200 % text switch on and off,
and leaving restores the page.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from a11y_proxy.app import build_app
from playwright.sync_api import BrowserType

from a11y import Settings
from tests.corpus.pages import Origin, read_pages
from tests.corpus.visit import browser_at, visit_direct, visit_with_care
from tests.servers import serve_asgi

pytestmark = [pytest.mark.browser, pytest.mark.corpus]

SAMPLE = 8


def test_real_pages_stay_what_they_are(corpus: Path, browser_type: BrowserType) -> None:
    pages = [page for page in read_pages(corpus) if page.han_characters >= 100]
    pages = pages[:: max(1, len(pages) // SAMPLE)][:SAMPLE]
    assert pages, "the corpus has no Chinese page"
    faults = {}
    with (
        serve_asgi(Origin(pages)) as origin,
        serve_asgi(build_app(origin, Settings(speech="off"))) as proxy,
        browser_at(browser_type, urlsplit(origin).port or 80) as plain,
        browser_at(browser_type, urlsplit(proxy).port or 80) as caring,
    ):
        for page in pages:
            direct = visit_direct(plain, page.path)
            if found := visit_with_care(caring, page.path, direct):
                faults[page.file] = found
    assert not faults
