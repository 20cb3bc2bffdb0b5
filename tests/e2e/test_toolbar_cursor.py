"""The large mouse pointer."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.looks import markup
from tests.e2e.visitor import launcher, opened, press, remember, toolbar

pytestmark = pytest.mark.browser

WATCH = """(() => {
  window.reports = []
  document.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
    reports.push(violatedDirective))
})()"""


def wears(element: Locator, cursor: str) -> None:
    """Wait until an element has it."""
    expect(element).to_have_css("cursor", re.compile(re.escape(cursor)))


def choose(page: Page, group: str, name: str) -> None:
    """Press one of the buttons of a group in the drawer."""
    row = toolbar(page).get_by_role("group", name=group)
    row.get_by_role("button", name=name, exact=True).click()


def test_size_and_colour_are_chosen_apart(page: Page, care: str) -> None:
    opened(page, care + "/pointer.html")
    press(page, "更多")
    choose(page, "鼠标颜色", "黄色")
    wears(page.locator("html"), "arrow-large-yellow")
    choose(page, "鼠标大小", "最大")
    wears(page.locator("html"), "arrow-giant-yellow")
    choose(page, "鼠标颜色", "黑色")
    wears(page.locator("html"), "arrow-giant-black")
    expect(toolbar(page).get_by_role("status")).to_have_text("鼠标 最大 黑色")
    assert "cursor=giant-black" in page.context.cookies()[0].get("value", "")
    # the toolbar's own, too
    wears(toolbar(page).get_by_role("button", name="朗读"), "hand-giant-black")
    choose(page, "鼠标大小", "原样")
    expect(page.locator("html")).to_have_css("cursor", "auto")
    wears(toolbar(page).get_by_role("button", name="朗读"), "pointer")


def test_every_kind_of_thing_has_its_shape(page: Page, care: str) -> None:
    remember(page, care, cursor="huge-white")
    page.goto(care + "/pointer.html")
    wears(page.locator("html"), "arrow-huge-white")
    for selector, shape in {
        "#title": "arrow",
        "#link": "hand",
        "#send": "hand",
        "#city": "hand",
        "#name": "text",
        "#note": "text",
        "#secret": "text",
        "#card": "hand",
        "#busy": "wait",
    }.items():
        page.locator(selector).hover()
        wears(page.locator(selector), f"{shape}-huge-white")
    # what is dragged keeps the pointer that says so
    page.locator("#size").hover()
    expect(page.locator("#size")).to_have_css("cursor", "ew-resize")
    page.locator("#title").hover()
    assert page.locator("[data-a11y-u]").count() <= 1
    frame = page.frame_locator("#inner")
    wears(frame.locator("a"), "hand-huge-white")


def test_chromium_takes_every_drawing(page: Page, care: str) -> None:
    """At most 128 px: a larger image is none."""
    page.goto(care + "/pointer.html")
    choices = [
        f"{size}-{colour}"
        for size in ("large", "huge", "giant")
        for colour in ("white", "black", "yellow")
    ]
    for choice in choices:
        page.evaluate("(value) => a11y.set('cursor', value)", choice)
        wears(page.locator("html"), f"arrow-{choice}")
        sheet = page.evaluate(
            "[...document.adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules])"
            ".map((rule) => rule.cssText).join('')"
        )
        urls = set(re.findall(r'url\("([^"]+)"\) (\d+) (\d+)', sheet))
        assert len(urls) == 6
        for url, x, y in urls:
            answer = page.request.get(url)
            assert answer.headers["content-type"] == "image/svg+xml"
            assert "immutable" in answer.headers["cache-control"]
            px = int(re.findall(r'width="(\d+)"', answer.text())[0])
            assert 48 <= px <= 128
            assert 0 <= int(x) < px
            assert 0 <= int(y) < px
            natural = page.evaluate(
                "(url) => new Promise((done) => {"
                " const image = new Image(); image.onload = () => done(image.naturalWidth);"
                " image.onerror = () => done(0); image.src = url })",
                url,
            )
            assert natural == px


def test_it_goes_without_a_trace(page: Page, care: str) -> None:
    page.goto(care + "/pointer.html")
    expect(launcher(page)).to_be_visible()
    before = markup(page)
    page.evaluate("a11y.set('cursor', 'giant-black')")
    wears(page.locator("html"), "arrow-giant-black")
    page.locator("#card").hover()
    expect(page.locator("#card")).to_have_attribute("data-a11y-u", "hand")
    page.evaluate("a11y.exit()")
    assert markup(page) == before
    assert page.locator("#card").evaluate("(e) => getComputedStyle(e).cursor") == "pointer"


def test_the_strictest_policy_allows_it(page: Page, care: str) -> None:
    page.add_init_script(WATCH)
    page.goto(care + "/article.html?csp")
    before = page.evaluate("reports.length")
    page.evaluate("a11y.set('cursor', 'large-black')")
    wears(page.locator("html"), "arrow-large-black")
    page.mouse.move(300, 300)
    assert page.evaluate("reports.length") == before


def test_where_pictures_are_barred_the_system_s_stays(page: Page, care: str) -> None:
    """Cursors are images to a policy: one complaint tells, and nothing more is asked for."""
    page.add_init_script(WATCH)

    def barred(route: Any) -> None:
        answer = route.fetch()
        headers = {**answer.headers, "content-security-policy": "img-src 'none'"}
        route.fulfill(response=answer, headers=headers)

    page.route("**/plain.html", barred)
    page.goto(care + "/plain.html")
    page.evaluate("a11y.set('cursor', 'large-black')")
    page.wait_for_function("reports.length == 1")
    expect(page.locator("html")).to_have_attribute("data-a11y-cursor", "large-black")
    page.mouse.move(300, 300)
    page.mouse.move(100, 30)
    page.locator("#entry").hover()
    assert page.locator("#entry").evaluate("(e) => getComputedStyle(e).cursor") == "pointer"
    assert page.evaluate("reports") == ["img-src"]
