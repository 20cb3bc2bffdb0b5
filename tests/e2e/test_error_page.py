"""What citizens see where the portal gives no answer: large, plain, and with something to press."""

from __future__ import annotations

import pytest
from a11y_proxy import errors
from a11y_proxy.error_page import page as error_page
from a11y_proxy.errors import Reason
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

REASONS = [value for value in vars(errors).values() if isinstance(value, Reason)]

# The least sizes of texts, and of what is pressed, in CSS pixels.
_LOOKS = """() => ({
    text: Math.min(...[...document.querySelectorAll('h1, p, a')]
        .map(one => parseFloat(getComputedStyle(one).fontSize))),
    press: Math.min(...[...document.querySelectorAll('a')]
        .map(one => Math.min(one.offsetHeight, one.offsetWidth))),
    wide: document.documentElement.scrollWidth - innerWidth,
})"""


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("retry", [True, False])
def test_it_is_large_and_fits(page: Page, width: int, *, retry: bool) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for reason in REASONS:
        page.set_content(error_page(reason, retry=retry, contact="010-12345678").decode())
        looks = page.evaluate(_LOOKS)
        assert looks["text"] >= 18
        assert looks["press"] >= 48
        assert looks["wide"] <= 0
        assert page.locator("a").count() == 1 + retry
        assert page.get_by_text("010-12345678").is_visible()


def test_what_to_press_first_is_on_the_first_screen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 664})
    for reason in REASONS:
        page.set_content(error_page(reason, retry=True).decode())
        box = page.locator("a.first").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 664


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_contrast_in_both_schemes(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_content(error_page(errors.NO_ANSWER, retry=True).decode())
    assert page.evaluate(_CONTRAST) >= 7


# WCAG 2.2's relative luminance; the nearest painted background counts.
_CONTRAST = """() => {
    const channels = text => text.match(/[\\d.]+/g).map(Number);
    const luminance = text => channels(text).slice(0, 3)
        .map(one => one / 255)
        .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
        .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
    const behind = element => {
        const colour = getComputedStyle(element).backgroundColor;
        return channels(colour)[3] === 0 ? behind(element.parentElement) : colour;
    };
    const ratios = [...document.querySelectorAll('h1, p, a')].map(element => {
        const pair = [getComputedStyle(element).color, behind(element)].map(luminance);
        return (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    });
    return Math.min(...ratios);
}"""
