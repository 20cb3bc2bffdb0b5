"""The demonstration portal in care mode: readable in every palette, whole at twice its size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, ViewportSize

from a11y.asgi import A11yMiddleware
from examples.portal.application import app
from tests.e2e.looks import contrasts, layout, markup
from tests.e2e.visitor import NARROW, PALETTES, WIDE, press, toolbar
from tests.servers import serve_asgi

pytestmark = pytest.mark.browser

PAGES = [
    "/zwgk/list.asp?c=tzgg",
    "/zwgk/show.asp?id=10118",
    "/bsfw/guide/bdc_zydj.html",
    "/search/search.jsp?q=%B8%DF%C1%E4",
    "/old/lyb.htm",
    "/new/",
]


@pytest.fixture(scope="module")
def yunqiao() -> Iterator[str]:
    with serve_asgi(A11yMiddleware(app, speech="off")) as url:
        yield url


# Clocks and floating advertisements stand still from here on, so that the page can be compared.
STILL = """() => {
  for (let id = setTimeout(() => {}); id > 0; id--) clearTimeout(id)
  window.setTimeout = window.setInterval = () => 0
}"""


def enter(page: Page, url: str) -> str:
    """Open a page; its markup, once what it fetches has come and nothing moves."""
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto(url)
    page.wait_for_load_state("networkidle")
    toolbar(page).wait_for(state="attached")
    page.evaluate(STILL)
    return markup(page)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_cut_or_overlaps_at_twice_the_size(
    page: Page, yunqiao: str, path: str, viewport: ViewportSize
) -> None:
    page.set_viewport_size(viewport)
    before_markup = enter(page, yunqiao + path)
    before = layout(page)
    page.evaluate("a11y.open()")
    press(page, *["放大"] * 4)
    after = layout(page)
    assert set(after["clipped"]) <= set(before["clipped"])
    assert [pair for pair in after["overlapping"] if pair not in before["overlapping"]] == []
    assert after["overflow"] <= before["overflow"]
    press(page, "退出")
    assert markup(page) == before_markup


@pytest.mark.parametrize("path", PAGES)
def test_every_text_is_readable(page: Page, yunqiao: str, path: str) -> None:
    enter(page, yunqiao + path)
    page.evaluate("a11y.open()")
    for palette in ["白底黑字", "黑底黄字"]:
        assert palette in PALETTES.values()
        press(page, palette)
        page.wait_for_function("document.getAnimations().length == 0")
        seen = contrasts(page)
        assert len(seen) > 5
        assert [text for text in seen if text["ratio"] < 7] == []
