"""Before care mode is asked for a page is what it is without us, also to those who look closely."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.e2e.looks import markup
from tests.e2e.visitor import launcher, press

pytestmark = pytest.mark.browser

PAGES = ["portal.html", "regions.html", "frameset.html", "hostile/quirks.html"]
# Every computed property of every element, and of what is drawn before and after it.
STYLES = """() => [...document.querySelectorAll('html, body, body *, frameset, frame')]
  .flatMap((element) => [null, '::before', '::after'].map((pseudo) => {
    const style = getComputedStyle(element, pseudo)
    const values = [...style].map((name) => style.getPropertyValue(name))
    return [element.localName, pseudo, ...values].join()
  }))"""
# The portal's own entry must work before anything is loaded; the tag waits for the page; a page
# that the browser had kept is looked at when the visitor comes back.
OURS = {("window", "click"): 1, ("window", "DOMContentLoaded"): 1, ("window", "pageshow"): 1}
PLACES = ["window", "document", "document.documentElement", "document.body", "document.head"]


def listeners(devtools: CDPSession) -> dict[tuple[str, str], int]:
    """How many listeners of each type there are on what every page has."""
    found: dict[tuple[str, str], int] = {}
    for place in PLACES:
        there: Any = devtools.send("Runtime.evaluate", {"expression": place})["result"]["objectId"]
        heard = devtools.send("DOMDebugger.getEventListeners", {"objectId": there})["listeners"]
        for listener in heard:
            key = place, listener["type"]
            found[key] = found.get(key, 0) + 1
    return found


def recalculations(devtools: CDPSession) -> float:
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    [count] = [each["value"] for each in metrics if each["name"] == "RecalcStyleCount"]
    return float(count)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_the_same_to_those_who_look_closely(page: Page, care: str, name: str) -> None:
    devtools = page.context.new_cdp_session(page)
    page.goto(f"{care}/{name}?bare")
    bare = page.evaluate(STYLES), listeners(devtools), markup(page)
    page.goto(f"{care}/{name}")
    expect(launcher(page)).to_be_visible()
    assert page.evaluate(STYLES) == bare[0]
    heard = listeners(devtools)
    more = {key: count - bare[1].get(key, 0) for key, count in heard.items()}
    assert {key: count for key, count in more.items() if count} == OURS
    for frame in page.frames[1:]:
        assert frame.evaluate("document.adoptedStyleSheets.length") == 0
    launcher(page).click()
    press(page, "黑底黄字", "放大", "退出")
    assert page.evaluate(STYLES) == bare[0]
    assert listeners(devtools) == heard


def test_a_large_page_is_styled_as_often_as_without_us(page: Page, care: str) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")
    counts = {}
    for query in ("?bare", ""):
        page.goto(f"{care}/large.html{query}")
        if not query:
            expect(launcher(page)).to_be_visible(timeout=30_000)
        page.evaluate("new Promise((done) => requestIdleCallback(done))")
        counts[query] = recalculations(devtools)
    # Once for the button, and as often as the browser draws frames meanwhile.
    assert counts[""] - counts["?bare"] <= 10, counts
