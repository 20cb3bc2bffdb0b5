"""Larger pages: twice is twice, nothing is cut, nothing lies over anything else."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.looks import layout
from tests.e2e.visitor import NARROW, WIDE, launcher, opened, press, remember

pytestmark = pytest.mark.browser

# The size of each visible text as it is drawn.
SIZES = """() => [...document.querySelectorAll('body *')].filter((element) =>
  !/^(SCRIPT|STYLE|OPTION|text)$/.test(element.tagName) && element.getClientRects().length &&
  [...element.childNodes].some((node) => node.nodeType == 3 && node.data.trim()))
  .map((element) => parseFloat(getComputedStyle(element).fontSize) * element.currentCSSZoom)
  .filter((size) => size > 3).map((size) => Math.round(size * 10) / 10)"""
# The same for the notice within the frame: its own zoom, and that of its place.
IN_FRAME = (
    "parseFloat(getComputedStyle(note).fontSize)"
    " * +getComputedStyle(document.body).zoom * devicePixelRatio"
)
LARGEST = ["放大"] * 4


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_nothing_is_cut_or_overlaps_at_any_size(
    page: Page, care: str, viewport: ViewportSize
) -> None:
    page.set_viewport_size(viewport)
    page.goto(care + "/portal.html")
    before = layout(page)
    launcher(page).click()
    for _ in LARGEST:
        press(page, "放大")
        after = layout(page)
        assert after["texts"] >= before["texts"]
        assert set(after["clipped"]) <= set(before["clipped"])
        assert after["overlapping"] == before["overlapping"] == []
        assert after["overflow"] <= before["overflow"]


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("size", [125, 150, 175, 200, 250, 300])
def test_tight_places_of_old_pages_get_room(
    page: Page, care: str, viewport: ViewportSize, size: int
) -> None:
    page.set_viewport_size(viewport)
    page.goto(care + "/tight.html")
    before = layout(page)
    assert before["clipped"] == before["overlapping"] == []
    page.evaluate("(size) => a11y.set('size', size)", size)
    after = layout(page)
    assert after["clipped"] == after["overlapping"] == []
    # the bar is still one, and the borders of the steps are whole
    inside = """(name) => {
      const box = document.querySelector(name).getBoundingClientRect()
      return [...document.querySelectorAll(name + ' > *')]
        .every((each) => each.getBoundingClientRect().bottom <= box.bottom + 0.5)
    }"""
    assert page.evaluate(inside, "#nav")
    assert page.evaluate(inside, "#steps")
    # a small sign beside grey text is no picture behind white text
    signs = page.locator("#list li")
    assert set(
        signs.evaluate_all("(all) => all.map((each) => getComputedStyle(each).backgroundSize)")
    ) == {"auto"}


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_every_text_is_twice_its_size(page: Page, care: str, viewport: ViewportSize) -> None:
    page.set_viewport_size(viewport)
    page.goto(care + "/portal.html")
    before = page.evaluate(SIZES)
    launcher(page).click()
    press(page, *LARGEST)
    after = page.evaluate(SIZES)
    assert after == pytest.approx([2 * size for size in before], abs=0.3)
    frame = page.frames[1]
    assert frame.evaluate(IN_FRAME) == pytest.approx(24, abs=0.3)
    press(page, *["缩小"] * 4)
    assert page.evaluate(SIZES) == before


def test_a_heading_stays_in_one_line_where_there_is_room(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    press(page, *LARGEST)
    heading = page.locator("#heading")
    expect(heading).to_have_attribute("data-a11y-x", "")
    assert heading.evaluate("(element) => element.scrollWidth <= element.clientWidth")


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_a_frame_that_cannot_scroll_gets_the_height_that_its_text_needs(
    page: Page, care: str, viewport: ViewportSize
) -> None:
    page.set_viewport_size(viewport)
    opened(page, care + "/portal.html")
    press(page, *LARGEST)
    frame = page.frames[1]
    frame.wait_for_function("document.body.getBoundingClientRect().bottom <= innerHeight")
    assert frame.evaluate("innerHeight") > 110
    press(page, *["缩小"] * 4)
    frame.wait_for_function("innerHeight == 110")


def test_a_bar_that_grows_does_not_lie_over_the_page(page: Page, care: str) -> None:
    page.set_viewport_size(NARROW)
    page.goto(care + "/hall.html")
    launcher(page).click()
    press(page, *LARGEST, "收起")
    bottom = "(element) => element.getBoundingClientRect().bottom"
    top = "(element) => element.getBoundingClientRect().top"
    assert page.locator("h1").evaluate(top) >= page.locator("header").evaluate(bottom)
    # of a small window it would take too much: there it goes away with the page
    page.set_viewport_size({"width": 360, "height": 480})
    expect(page.locator("header")).to_have_css("position", "absolute")
    launcher(page).click()
    press(page, "退出")
    expect(page.locator("header")).to_have_css("position", "fixed")


def test_a_reload_looks_as_before_it(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    press(page, *LARGEST)
    before = page.evaluate(SIZES), layout(page)
    page.reload()
    expect(page.locator("#lead")).to_have_attribute("data-a11y-s", "12/18")
    assert (page.evaluate(SIZES), layout(page)) == before


def test_a_fluid_page_is_only_zoomed(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    press(page, *LARGEST)
    expect(page.locator("body")).to_have_css("zoom", "2")
    assert page.locator("[data-a11y-s]").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_what_a_script_adds_is_as_large_and_not_larger(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    press(page, *LARGEST)
    page.evaluate(
        """() => {
          const lead = document.getElementById('lead')
          const word = document.createElement('span')
          word.textContent = '新增'
          word.style.fontSize = '1em'
          lead.append(word)
          const item = document.querySelector('#news li').cloneNode(true)
          item.querySelector('a').firstChild.data = '后来加入的一条新闻,标题长得一行放不下'
          document.getElementById('news').append(item)
        }"""
    )
    expect(page.locator("#lead span")).to_have_attribute("data-a11y-s", "12/18")
    drawn = "(element) => parseFloat(getComputedStyle(element).fontSize) * element.currentCSSZoom"
    assert page.locator("#lead span").evaluate(drawn) == pytest.approx(24, abs=0.3)
    assert page.locator("#news li:last-child a").evaluate(drawn) == pytest.approx(24, abs=0.3)
    after = layout(page)
    assert after["clipped"] == []
    assert after["overlapping"] == []


def test_a_menu_that_opens_later_is_not_cut(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    press(page, *LARGEST, "收起")
    page.evaluate("document.getElementById('menu').classList.add('open')")
    item = page.get_by_text("意见征集")
    expect(item).to_be_visible()
    end = "(element) => element.getBoundingClientRect().bottom"
    assert item.evaluate(end) <= item.locator("..").evaluate(end) + 1


def test_turning_the_phone_fits_the_page_again(page: Page, care: str) -> None:
    page.set_viewport_size({"width": 1100, "height": 800})
    opened(page, care + "/portal.html")
    press(page, *LARGEST)
    narrow = float(page.locator("body").evaluate("(body) => getComputedStyle(body).zoom"))
    page.set_viewport_size({"width": 1800, "height": 800})
    page.wait_for_function(f"+getComputedStyle(document.body).zoom > {narrow + 0.4}")
    after = layout(page)
    assert after["overflow"] == 0
    assert after["overlapping"] == []


def test_a_cookie_enlarges_the_frames_too_and_once(page: Page, care: str) -> None:
    remember(page, care, size=200)
    page.goto(care + "/portal.html")
    frame = page.frames[1]
    expect(frame.locator("html")).to_have_attribute("data-a11y-size", "200")
    frame.wait_for_function(f"Math.abs({IN_FRAME} - 24) < 0.3")
