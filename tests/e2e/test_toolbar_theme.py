"""Palettes on a page with the sins of real ones: texts readable, photographs untouched."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looks import contrasts
from tests.e2e.visitor import NARROW, PALETTES, launcher, opened, press, remember, toolbar

pytestmark = pytest.mark.browser

BACK = "(element) => getComputedStyle(element).backgroundImage"


def poor(page: Page) -> list[dict[str, Any]]:
    """What is below 7:1 (WCAG 2.2, SC 1.4.6), in the page and in its frames."""
    seen = [text for frame in page.frames for text in contrasts(frame)]
    assert len(seen) > 20
    return [text for text in seen if text["ratio"] < 7]


def test_the_page_by_itself_is_hard_to_read(page: Page, care: str) -> None:
    page.goto(care + "/portal.html")
    assert len(poor(page)) > 25


def test_every_text_is_readable_in_every_palette(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    page.evaluate("document.getElementById('menu').classList.add('open')")
    for palette in PALETTES.values():
        press(page, palette)
        page.wait_for_function("() => !document.querySelector('[data-a11y-t]')")
        assert (palette, poor(page)) == (palette, [])


def test_a_slow_computer_is_not_left_between_two_palettes(page: Page, care: str) -> None:
    slow = page.context.new_cdp_session(page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 8})
    opened(page, care + "/portal.html")
    page.evaluate("document.getElementById('menu').classList.add('open')")
    for palette in ["白底黑字", "黑底白字"]:
        press(page, palette)
        page.wait_for_function("() => !document.querySelector('[data-a11y-t]')")
        assert (palette, poor(page)) == (palette, [])


def test_it_is_readable_when_the_choice_comes_from_the_cookie(page: Page, care: str) -> None:
    remember(page, care, theme="white-on-black", size=200)
    page.set_viewport_size(NARROW)
    page.goto(care + "/portal.html")
    expect(launcher(page)).to_be_visible()
    assert poor(page) == []


def test_pictures_stay(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    press(page, "黑底黄字")
    photo = page.locator("#photo")
    expect(photo).to_have_css("filter", "none")
    expect(photo).to_have_css("opacity", "1")
    expect(photo).to_have_css("visibility", "visible")
    # pictures that stand for text, and a link that lies over a photograph
    assert "logo.svg" in page.locator("#logo").evaluate(BACK)
    assert "home.svg" in page.locator("#nav .home").evaluate(BACK)
    expect(page.locator(".hero .cover")).to_have_css("background-color", "rgba(0, 0, 0, 0)")
    # a white picture that was drawn for a dark bar keeps a piece of the bar
    expect(page.locator("#nav .home")).to_have_css("background-color", "rgb(26, 120, 194)")
    # pictures behind text
    assert page.locator(".title").first.evaluate(BACK) == "none"
    assert page.locator("#nav").evaluate(BACK) == "none"
    assert page.locator("body").evaluate(BACK) == "none"


def test_links_can_be_told_from_text_without_colour_too(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    press(page, "白底黑字")
    link = page.locator("#news a").first
    expect(link).to_have_css("color", "rgb(10, 47, 158)")
    expect(link).to_have_css("text-decoration-line", "underline")
    expect(page.locator("#tab")).to_have_css("color", "rgb(0, 0, 0)")


def test_fields_have_an_edge_and_a_focus_ring(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    press(page, "黑底黄字", "收起")
    field = page.locator("#kw")
    expect(field).to_have_css("border-top-color", "rgb(217, 196, 0)")
    expect(page.locator("#go")).to_have_css("box-shadow", "rgb(217, 196, 0) 0px 0px 0px 2px")
    field.focus()
    expect(field).to_have_css("outline", "rgb(255, 255, 255) solid 4px")
    placeholder = "(element) => getComputedStyle(element, '::placeholder').color"
    assert field.evaluate(placeholder) == "rgb(255, 230, 0)"


def test_what_a_script_adds_is_readable_too(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    press(page, "黑底白字")
    page.evaluate(
        """() => {
          const box = document.createElement('div')
          box.style.cssText = 'position:fixed;left:40px;top:300px;width:300px;height:60px'
          box.style.setProperty('background', '#ffd', 'important')
          const text = document.createElement('b')
          text.textContent = '后来加入的浮窗'
          text.style.setProperty('color', '#fe9', 'important')
          const card = document.createElement('p')
          card.attachShadow({ mode: 'open' }).append('影子里的文字')
          box.append(text, card)
          document.body.append(box)
          document.getElementById('tab').style.setProperty('color', '#222', 'important')
        }"""
    )
    expect(page.get_by_text("后来加入的浮窗")).to_have_css("color", "rgb(255, 255, 255)")
    expect(page.locator("#tab")).to_have_css("color", "rgb(255, 255, 255)")
    assert poor(page) == []
    press(page, "退出")
    expect(page.get_by_text("后来加入的浮窗")).to_have_css("color", "rgb(255, 238, 153)")
    assert page.locator("#tab").get_attribute("style") == "color: rgb(34, 34, 34) !important;"


def test_open_shadow_trees_are_dressed_and_undressed(page: Page, care: str) -> None:
    page.goto(care + "/article.html")
    page.evaluate(
        """() => {
          const root = document.querySelector('main').appendChild(document.createElement('div'))
            .attachShadow({ mode: 'open' })
          const style = new CSSStyleSheet()
          style.replaceSync('p { color: #888; background: #999; font-size: 12px }')
          root.adoptedStyleSheets = [style]
          const text = Object.assign(document.createElement('p'), { id: 'within' })
          text.textContent = '影子'
          root.append(text)
        }"""
    )
    launcher(page).click()
    press(page, "黑底黄字")
    within = page.locator("#within")
    expect(within).to_have_css("color", "rgb(255, 230, 0)")
    expect(within).to_have_css("background-color", "rgb(0, 0, 0)")
    press(page, "退出")
    expect(within).to_have_css("color", "rgb(136, 136, 136)")
    assert within.evaluate("(element) => element.getRootNode().adoptedStyleSheets.length") == 1


def test_the_systems_own_high_contrast_comes_first(page: Page, care: str) -> None:
    page.emulate_media(forced_colors="active")
    opened(page, care + "/portal.html")
    press(page, "黑底黄字")
    assert "stripes.svg" in page.locator(".title").first.evaluate(BACK)
    expect(toolbar(page).get_by_role("status")).to_have_text("系统已开启高对比度，配色由系统决定")
    page.emulate_media(forced_colors="none")
    expect(page.locator("#tab")).to_have_css("color", "rgb(255, 230, 0)")
