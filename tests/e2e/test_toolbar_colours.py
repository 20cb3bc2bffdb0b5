"""Palettes measured in what is painted on a page of hard styles; own colours; dimmed pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from a11y.themes import Theme, read_themes
from tests.e2e.looks import markup
from tests.e2e.pixels import measured
from tests.e2e.visitor import launcher, opened, press, remember, toolbar

pytestmark = pytest.mark.browser

THEMES = read_themes(Path(__file__).parents[2] / "themes")
# Every cell in one picture
LARGE: ViewportSize = {"width": 1366, "height": 1000}
OWN = "00186b-ffd400-a6f2ff"
BRIGHT = "(element) => getComputedStyle(element).filter"


def poor(page: Page, least: float) -> dict[str, float]:
    """The cells whose painted contrast is too low."""
    cells = measured(page)
    assert len(cells) > 60
    return {name: ratio for name, (ratio, own) in cells.items() if ratio < (own or least)}


def late(page: Page) -> None:
    """Have a script of the page add the text that it adds, and wait until it is dressed."""
    page.evaluate("dispatchEvent(new Event('late'))")
    page.wait_for_function(
        "() => getComputedStyle(document.querySelector('#late b')).color"
        " == getComputedStyle(document.body).color"
    )


def test_the_page_by_itself_cannot_be_read(page: Page, care: str) -> None:
    page.set_viewport_size(LARGE)
    page.goto(care + "/torture.html?bare")
    late_text = "dispatchEvent(new Event('late'))"
    page.evaluate(late_text)
    assert len(poor(page, 4.5)) > 50


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_cell_is_readable(page: Page, care: str, theme: Theme) -> None:
    page.set_viewport_size(LARGE)
    opened(page, care + "/torture.html")
    page.evaluate("(name) => { a11y.set('theme', name); a11y.close() }", theme.name)
    late(page)
    assert poor(page, theme.minimum["text"]) == {}


@pytest.mark.parametrize("value", ["white-on-black", OWN])
def test_every_cell_is_readable_when_the_choice_comes_from_the_cookie(
    page: Page, care: str, value: str
) -> None:
    page.set_viewport_size(LARGE)
    remember(page, care, theme=value)
    page.goto(care + "/torture.html")
    expect(launcher(page)).to_be_visible()
    late(page)
    assert poor(page, 7) == {}


def test_leaving_takes_everything_back(page: Page, care: str) -> None:
    page.goto(care + "/torture.html")
    expect(launcher(page)).to_be_visible()
    before = markup(page)
    page.evaluate("a11y.open()")
    for theme in ("white-on-black", "greyscale", OWN, "none", "soft-light"):
        page.evaluate("(name) => a11y.set('theme', name)", theme)
    page.evaluate("a11y.set('dim', 'much')")
    page.wait_for_function("document.documentElement.dataset.a11yDim == 'much'")
    assert markup(page) != before
    page.evaluate("a11y.exit()")
    assert markup(page) == before
    assert page.evaluate("document.adoptedStyleSheets.length") == 0


def test_a_strict_policy_has_nothing_to_report(page: Page, care: str) -> None:
    page.add_init_script(
        "window.reports = [];"
        "addEventListener('securitypolicyviolation', (e) => reports.push(e.violatedDirective))"
    )
    page.goto(care + "/large.html?csp")
    expect(launcher(page)).to_be_visible()
    theirs = page.evaluate("reports.length")
    page.evaluate("a11y.open()")
    press(page, "更多", "自选颜色", "底色 墨绿", "返回", "全部配色", "黑白灰度", "返回", "更暗")
    expect(page.locator("html")).to_have_attribute("data-a11y-dim", "much")
    assert page.evaluate("reports.length") == theirs


def test_no_paint_shows_the_page_in_its_own_colours_first(page: Page, care: str) -> None:
    remember(page, care, theme=OWN, dim="much")
    page.goto(care + "/portal.html", wait_until="commit")
    page.wait_for_function("document.body?.children.length")
    color = "getComputedStyle(document.documentElement)"
    page.wait_for_function(f"{color}.opacity == '1' && document.getElementById('photo')")
    assert page.evaluate(f"{color}.getPropertyValue('--a11y-bg')") == "#00186b"
    assert page.locator("#photo").evaluate(BRIGHT) == "opacity(1) brightness(0.5)"


def test_the_drawer_has_every_palette(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    press(page, "更多", "全部配色")
    group = toolbar(page).get_by_role("group", name="全部配色")
    names = [theme.label["zh-CN"] for theme in THEMES]
    assert len(names) >= 8
    expect(group.get_by_role("button")).to_have_count(len(names) + 1)
    group.get_by_role("button", name="黑底绿字").click()
    expect(page.locator("#tab")).to_have_css("color", "rgb(92, 242, 122)")
    expect(group.get_by_role("button", pressed=True)).to_have_text("黑底绿字")
    expect(toolbar(page).get_by_role("status")).to_have_text("配色 黑底绿字")
    # On the bar the last place is for what is worn.
    bar = toolbar(page).get_by_role("group", name="配色", exact=True)
    expect(bar.get_by_role("button", pressed=True)).to_have_text("黑底绿字")
    bar.get_by_role("button", name="白底黑字").click()
    expect(group.get_by_role("button", pressed=True)).to_have_text("白底黑字")
    expect(bar.get_by_role("button").last).to_have_text("黄底蓝字")


def test_what_the_system_wishes_is_offered_only(page: Page, care: str) -> None:
    page.emulate_media(color_scheme="dark")
    opened(page, care + "/portal.html")
    assert page.evaluate("a11y.get('theme')") == "none"
    press(page, "更多", "全部配色")
    expect(toolbar(page).get_by_text("您的系统用的是深色")).to_be_visible()
    assert page.evaluate("a11y.get('theme')") == "none"
    press(page, "用黑底白字")
    expect(page.locator("#tab")).to_have_css("color", "rgb(255, 255, 255)")
    press(page, "返回")
    page.emulate_media(color_scheme="light", contrast="more")
    press(page, "全部配色")
    expect(toolbar(page).get_by_text("您的系统要求较强的对比")).to_be_visible()


def test_own_colours_tell_their_contrast(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    press(page, "更多", "自选颜色", "文字颜色 金黄")
    verdict = toolbar(page).locator(".verdict")
    expect(verdict).to_have_text("对比度 1.4,看不清,请换一种")
    # What cannot be read is not worn.
    assert page.evaluate("a11y.get('theme')") == "none"
    press(page, "底色 深蓝")
    expect(verdict).to_have_text("对比度 10.9,很清楚")
    expect(toolbar(page).get_by_role("status")).to_have_text("对比度 10.9,很清楚")
    expect(page.locator("#tab")).to_have_css("color", "rgb(255, 212, 0)")
    expect(page.locator("html")).to_have_css("background-color", "rgb(0, 24, 107)")
    press(page, "底色 蓝")
    expect(verdict).to_have_text("对比度 4.0,偏淡,可能看着吃力")
    expect(toolbar(page).get_by_role("button", name="底色 蓝", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    toolbar(page).get_by_label("底色 其他颜色").fill("#101010")
    toolbar(page).get_by_label("底色 其他颜色").dispatch_event("change")
    expect(page.locator("html")).to_have_css("background-color", "rgb(16, 16, 16)")
    page.reload()
    expect(page.locator("html")).to_have_css("background-color", "rgb(16, 16, 16)")


@pytest.mark.parametrize(
    "value",
    ["ffffff-fefefe-000000", "ffffff-000000-fafafa", "ffffff-000000", "red", "constructor", "0"],
)
def test_colours_that_cannot_be_read_are_no_value(page: Page, care: str, value: str) -> None:
    remember(page, care, theme=value)
    page.goto(care + "/portal.html")
    expect(launcher(page)).to_be_visible()
    assert page.evaluate("a11y.get('theme')") == "none"
    refused = "(value) => { try { a11y.set('theme', value) } catch (error) { return error.name } }"
    assert page.evaluate(refused, value) == "RangeError"


def test_pictures_are_dimmed_but_not_icons(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    press(page, "更多", "暗一点")
    photo = page.locator("#photo")
    expect(photo).to_have_css("filter", "opacity(1) brightness(0.75)")
    assert "inset" in page.locator("#logo").evaluate("(e) => getComputedStyle(e).boxShadow")
    assert page.locator("#nav .home").evaluate("(e) => getComputedStyle(e).boxShadow") == "none"
    press(page, "不变")
    expect(photo).to_have_css("filter", "none")
    assert page.locator("#logo").evaluate("(e) => getComputedStyle(e).boxShadow") == "none"


def test_greyscale_takes_the_hue_of_pictures_too(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    page.evaluate("a11y.set('theme', 'greyscale')")
    expect(page.locator("#photo")).to_have_css("filter", "grayscale(1) opacity(1)")
    expect(page.locator("#logo")).to_have_css("filter", "grayscale(1)")
    press(page, "更多", "更暗")
    expect(page.locator("#photo")).to_have_css("filter", "grayscale(1) brightness(0.5)")
    press(page, "白底黑字")
    expect(page.locator("#photo")).to_have_css("filter", "opacity(1) brightness(0.5)")
    expect(page.locator("#logo")).to_have_css("filter", "none")
