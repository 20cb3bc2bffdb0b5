"""Chromium of any age, and the Firefox and WebKit that ``playwright install`` fetches."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError

from tests.browsers.driver import HEIGHT, WIDTH, DriverError


class PlaywrightDriver:
    """A browser that Playwright has started; whoever started it ends it.

    ``first`` is a script that runs in each page before any other.
    """

    def __init__(self, browser: Browser, first: str = "") -> None:
        self.version = browser.version
        self._first = first
        self._browser = browser
        self._context: BrowserContext | None = None
        self._opened: Page | None = None

    @property
    def _page(self) -> Page:
        if self._opened is None:
            raise DriverError("no window is open: call fresh first")
        return self._opened

    def fresh(self, site: str) -> None:
        self._leave()
        self._context = self._browser.new_context(
            locale="zh-CN", viewport={"width": WIDTH, "height": HEIGHT}
        )
        if self._first:
            self._context.add_init_script(self._first)
        self._opened = self._context.new_page()

    def goto(self, url: str) -> None:
        self._page.goto(url)

    def click(self, x: float, y: float) -> None:
        self._page.mouse.click(x, y)

    def press(self, keys: str) -> None:
        self._page.keyboard.press(keys)

    def evaluate(self, function: str, *arguments: Any) -> Any:
        try:
            return self._page.evaluate(f"(given) => ({function})(...given)", list(arguments))
        except PlaywrightError as error:
            raise DriverError(error.message) from error

    def screenshot(self) -> bytes:
        return self._page.screenshot(animations="allow")

    def close(self) -> None:
        self._leave()

    def _leave(self) -> None:
        if self._context is not None:
            self._context.close()
        self._context = self._opened = None
