"""What a visitor does with the toolbar."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, ViewportSize

WIDE: ViewportSize = {"width": 1366, "height": 768}
NARROW: ViewportSize = {"width": 390, "height": 844}

PALETTES = {
    "black-on-white": "白底黑字",
    "white-on-black": "黑底白字",
    "yellow-on-black": "黑底黄字",
    "yellow-on-blue": "蓝底黄字",
    "blue-on-yellow": "黄底蓝字",
}


def toolbar(page: Page) -> Locator:
    """The toolbar's element; locators look into its shadow root."""
    return page.locator("a11y-toolbar")


def launcher(page: Page) -> Locator:
    """The button that opens the panel."""
    return toolbar(page).get_by_role("button", name="关爱模式")


def press(page: Page, *names: str) -> None:
    """Click the buttons of these names, one after the other."""
    for name in names:
        toolbar(page).get_by_role("button", name=name, exact=True).click()


def opened(page: Page, url: str) -> Page:
    """The page at that address, with care mode switched on by a click."""
    page.goto(url)
    launcher(page).click()
    return page


def remember(page: Page, url: str, **values: Any) -> None:
    """A visitor who has switched care mode on before."""
    pairs = "&".join(f"{name}={value}" for name, value in values.items())
    page.context.add_cookies([{"name": "a11y", "value": f"v1&on=1&{pairs}", "url": url}])
