"""`make screenshots`: the pictures in docs/images, of the demo portal behind the proxy."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from a11y_proxy.app import build_app
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from a11y import Settings
from a11y.themes import read_themes
from examples.portal.serve import app
from tests.chromium import launch_options
from tests.e2e.visitor import NARROW, WIDE, launcher, press
from tests.servers import serve_asgi

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
NOTICE = "/zwgk/zcwj/202501/t20250115_10086.shtml"


def main() -> int:
    """Take every picture."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        serve_asgi(app) as origin,
        serve_asgi(build_app(origin, Settings())) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_options(playwright.chromium.executable_path))
        take(browser, WIDE, url + "/", "portal", [])
        take(browser, WIDE, url + "/", "panel", ["关爱模式"])
        take(
            browser,
            WIDE,
            url + NOTICE,
            "care-wide",
            ["关爱模式", "黑底黄字", *["放大"] * 2, "朗读"],
        )
        take(browser, NARROW, url + "/new/", "care-narrow", ["关爱模式", "白底黑字", "放大"])
        take(browser, WIDE, url + "/old/", "frameset", ["关爱模式", "蓝底黄字", *["放大"] * 2])
        for viewport, name in ((WIDE, "palettes-wide"), (NARROW, "palettes-narrow")):
            sheet(browser, viewport, url + "/", name)
        browser.close()
    return 0


def sheet(browser: Browser, viewport: ViewportSize, url: str, name: str) -> None:
    """One picture of the page in every palette, at half its size, four in a row."""
    page = browser.new_context(viewport=viewport, locale="zh-CN").new_page()
    page.goto(url)
    page.locator("a[href='#a11y']").or_(launcher(page)).first.click()
    size = viewport["width"] // 2, viewport["height"] // 2
    themes = read_themes(ROOT / "themes")
    rows = -(-len(themes) // 4)
    whole = Image.new("RGB", (size[0] * 4, size[1] * rows), "white")
    for at, theme in enumerate(themes):
        page.evaluate("(name) => a11y.set('theme', name)", theme.name)
        still(page, reads=False)
        with Image.open(BytesIO(page.screenshot())) as taken:
            whole.paste(taken.resize(size), (at % 4 * size[0], at // 4 * size[1]))
    whole.quantize(256, Image.Quantize.MAXCOVERAGE).save(IMAGES / f"{name}.png", optimize=True)
    print(f"docs/images/{name}.png")
    page.context.close()


def take(browser: Browser, viewport: ViewportSize, url: str, name: str, buttons: list[str]) -> None:
    """One picture: open the page, press the buttons, wait until all is still."""
    context = browser.new_context(viewport=viewport, locale="zh-CN")
    page = context.new_page()
    page.goto(url)
    for button in buttons:
        if button == "关爱模式":
            page.locator("a[href='#a11y']").or_(launcher(page)).first.click()
        else:
            press(page, button)
    still(page, reads="朗读" in buttons)
    page.screenshot(path=IMAGES / f"{name}.png")
    print(f"docs/images/{name}.png")
    context.close()


def still(page: Page, *, reads: bool) -> None:
    """Wait for the launcher, pictures, the first sentence read, and two frames."""
    page.locator("a11y-toolbar").wait_for(state="attached")
    for frame in page.frames:
        frame.wait_for_load_state("load")
    if reads:
        page.wait_for_function("CSS.highlights.get('a11y-sentence')?.size")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


if __name__ == "__main__":
    sys.exit(main())
