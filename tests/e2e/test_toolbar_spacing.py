"""Text set wider, in another font, and the page zoomed: all through one owner, in any order."""

from __future__ import annotations

import random
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looks import layout, markup
from tests.e2e.visitor import NARROW, WIDE, opened, press, remember

pytestmark = pytest.mark.browser

SET = "async (values) => { for (const name in values) await a11y.set(name, values[name]) }"
# What WCAG 2.2, SC 1.4.12 asks for.
FOUR = {"line": "1.5", "letter": "0.12", "word": "0.16", "paragraph": "2"}
CHOICES: dict[str, list[Any]] = {
    "size": [100, 125, 200, 300],
    "zoom": [50, 100, 150],
    "line": ["page", "1.5", "2.5"],
    "letter": ["page", "0.12"],
    "word": ["page", "0.16"],
    "paragraph": ["page", "2"],
    "font": ["page", "hei", "clear"],
}
# Where everything is, and what we have written on it.
BOXES = """() => [...document.querySelectorAll('body, body *')].map((element) => {
  const { left, top, width, height } = element.getBoundingClientRect()
  const marks = element.getAttributeNames().filter((name) => name.startsWith('data-a11y-'))
  const box = [left + scrollX, top + scrollY, width, height].map((px) => Math.round(px))
  return [element.localName, ...box, ...marks.sort()].join(' ')
})"""


def enact(page: Page, **values: Any) -> None:
    """Choose these, and wait until they are on the page."""
    page.evaluate(SET, values)
    for name, value in values.items():
        if value not in (100, "page"):
            expect(page.locator("html")).to_have_attribute(f"data-a11y-{name}", f"{value}")


def ready(page: Page, care: str) -> Page:
    """The test page, with what the drawer brings at first use loaded."""
    opened(page, care + "/spacing.html")
    enact(page, letter="0.2")
    expect(page.locator("#one")).not_to_have_css("letter-spacing", "normal")
    enact(page, letter="page")
    return page


def css(page: Page, selector: str, name: str) -> str:
    """A computed style."""
    found: str = page.locator(selector).evaluate(
        "(element, name) => getComputedStyle(element).getPropertyValue(name)", name
    )
    return found


def test_the_four_spacings_of_wcag_cut_nothing(page: Page, care: str) -> None:
    ready(page, care)
    before = layout(page)
    enact(page, **FOUR)
    expect(page.locator("#one")).to_have_css("letter-spacing", "1.68px")
    expect(page.locator("#one")).to_have_css("line-height", "21px")
    expect(page.locator("#two")).to_have_css("word-spacing", "2.24px")
    expect(page.locator("#one")).to_have_css("margin-bottom", "28px")
    after = layout(page)
    assert set(after["clipped"]) <= set(before["clipped"])
    assert after["overlapping"] == before["overlapping"] == []
    assert after["overflow"] <= before["overflow"]


def test_lines_only_become_higher(page: Page, care: str) -> None:
    ready(page, care)
    enact(page, line="2")
    expect(page.locator("#one")).to_have_css("line-height", "28px")
    # a menu whose lines are as high as its bar keeps both
    assert css(page, "nav a >> nth=0", "line-height") == "36px"
    tops = page.locator("nav a").evaluate_all(
        "(links) => new Set(links.map((link) => link.getBoundingClientRect().top)).size"
    )
    assert tops == 1
    assert css(page, "nav", "height") == "36px"


def test_zoom_and_size_multiply_once(page: Page, care: str) -> None:
    ready(page, care)
    drawn = "(element) => parseFloat(getComputedStyle(element).fontSize) * element.currentCSSZoom"
    for zoom, size in [(150, 100), (150, 200), (50, 200), (50, 100), (100, 100)]:
        enact(page, zoom=zoom, size=size)
        page.wait_for_function(
            f"Math.abs(({drawn})(document.getElementById('one')) - {14 * zoom * size / 1e4}) < .3"
        )
    assert page.evaluate("document.querySelectorAll('[data-a11y-s]').length") == 0


def test_icons_and_code_keep_their_font(page: Page, care: str) -> None:
    ready(page, care)
    enact(page, font="hei")
    expect(page.locator("#icon")).to_have_attribute("data-a11y-fy", "")
    assert "PingFang SC" in css(page, "#one", "font-family")
    assert "PingFang SC" in css(page, "#named", "font-family")
    # one that the portal brings for its text is none of icons, whatever it is called
    assert "PingFang SC" in css(page, "#hosted", "font-family")
    assert "icons" in css(page, "#icon", "font-family")
    assert "monospace" in css(page, "#code", "font-family")
    page.evaluate(
        """() => {
          const icon = document.getElementById('icon').cloneNode(true)
          icon.id = 'late'
          document.getElementById('one').append('新', icon)
        }"""
    )
    expect(page.locator("#late")).to_have_attribute("data-a11y-fy", "")
    enact(page, font="page")
    expect(page.locator("#icon")).not_to_have_attribute("data-a11y-fy", "")


@pytest.mark.parametrize("seed", range(2))
def test_any_way_to_a_choice_ends_in_the_same_layout(page: Page, care: str, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 the same each time
    page.set_viewport_size([WIDE, NARROW][seed % 2])
    page.goto(care + "/spacing.html")
    untouched = markup(page)
    ready(page, care)
    original = page.evaluate(BOXES)
    values: dict[str, Any] = {name: dice.choice(choices) for name, choices in CHOICES.items()}
    enact(page, **values)
    direct = page.evaluate(BOXES)
    for _ in range(12):
        name = dice.choice(list(CHOICES))
        enact(page, **{name: dice.choice(CHOICES[name])})
    enact(page, **values)
    assert page.evaluate(BOXES) == direct
    page.evaluate("a11y.close()")
    direct = page.evaluate(BOXES)
    page.reload()
    page.wait_for_function(f"() => ({BOXES})().join() == {direct!r}.join()")
    page.evaluate("a11y.open()")
    page.evaluate("a11y.reset()")
    assert page.evaluate(BOXES) == original
    press(page, "退出")
    expect(page.locator("html")).not_to_have_attribute("data-a11y-on", "")
    assert markup(page) == untouched


def test_spacing_is_there_at_the_first_paint(page: Page, care: str) -> None:
    remember(page, care, letter="0.12", line="2", font="hei", zoom=150)
    page.goto(care + "/spacing.html")
    expect(page.locator("#one")).to_have_css("letter-spacing", "1.68px")
    expect(page.locator("#one")).to_have_attribute("data-a11y-s", "14/20")
    expect(page.locator("body")).to_have_css("zoom", "1.5")
