"""`make screenshots`: every panel in every size and palette, and the pictures in docs/images.

    python -m scripts.screenshots [--docs] [--size wide,...] [--palette none,...] [PANEL ...]

They go to build/look/SIZE/PALETTE/PANEL.png, to be looked at. docs/images gets the demo portal, one
sheet of the main panels for each size and for each palette; with --docs no others are taken. With
names of panels, sizes or palettes only those are taken, and docs/images stays.
"""

from __future__ import annotations

import argparse
import sys
from io import BytesIO
from pathlib import Path

from a11y_proxy.app import build_app
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from a11y import Settings
from a11y.themes import read_themes
from examples.portal.serve import app
from scripts.panels import PANELS, SIZES, shown
from tests.chromium import launch_options
from tests.e2e.visitor import NARROW, WIDE, launcher, press
from tests.servers import serve_asgi

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
LOOK = ROOT / "build" / "look"
NOTICE = "/zwgk/zcwj/202501/t20250115_10086.shtml"
# What the sheet of a size shows, and that of a palette.
SOME = ["bar", "profiles", "text", "pointer", "palettes", "own"]
SOME += ["outline", "guide", "caption", "magnifier", "guard", "enlarged"]
MAIN = ["bar", "pointer", "own", "caption", "guard", "guide"]
# How many panels stand in a row of a sheet, and how wide each is there, in px.
ROWS = {"wide": (3, 480), "narrow": (6, 240), "zoomed": (3, 480)}


def main() -> int:
    """Take every picture, or those asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("panels", nargs="*", metavar="PANEL", help=", ".join(PANELS))
    parser.add_argument("--size", default=",".join(SIZES), help="some of " + ", ".join(SIZES))
    parser.add_argument("--palette", default=",".join(palettes()))
    parser.add_argument("--docs", action="store_true", help="only what docs/images shows")
    arguments = parser.parse_args()
    sizes, worn = arguments.size.split(","), arguments.palette.split(",")
    known = {*PANELS, *SIZES, *palettes()}
    for wrong in {*arguments.panels, *sizes, *worn} - known:
        parser.error(f"there is no {wrong}; there are: {', '.join(sorted(known))}")
    whole = not arguments.panels and len(sizes) == len(SIZES) and len(worn) == len(palettes())
    IMAGES.mkdir(parents=True, exist_ok=True)
    with (
        serve_asgi(app) as origin,
        serve_asgi(build_app(origin, Settings(kiosk_seconds=60))) as url,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_options(playwright.chromium.executable_path))
        for size in sizes:
            for name in arguments.panels or (SOME if arguments.docs else PANELS):
                plain = arguments.docs and not (size == "wide" and name in MAIN)
                panel(browser, url, name, size, ["none"] if plain else worn)
        if whole:
            show(browser, url)
        browser.close()
    return 0


def panel(browser: Browser, url: str, name: str, size: str, worn: list[str]) -> None:
    """One panel in that size and those palettes."""
    with shown(browser, url, name, size) as page:
        for palette in worn:
            page.evaluate("(name) => a11y.set('theme', name)", palette)
            still(page, reads=False)
            picture = LOOK / size / palette / f"{name}.png"
            picture.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=picture)
    print(f"{size}: {name}", flush=True)


def palettes() -> list[str]:
    """The page's own colours, and every palette."""
    return ["none", *(theme.name for theme in read_themes(ROOT / "themes"))]


def show(browser: Browser, url: str) -> None:
    """The pictures in docs/images."""
    take(browser, WIDE, url + "/", "portal", [])
    take(browser, WIDE, url + "/", "panel", ["关爱模式"])
    buttons = ["关爱模式", "黑底黄字", *["放大"] * 2, "朗读"]
    take(browser, WIDE, url + NOTICE, "care-wide", buttons)
    take(browser, NARROW, url + "/new/", "care-narrow", ["关爱模式", "白底黑字", "放大"])
    take(browser, WIDE, url + "/old/", "frameset", ["关爱模式", "蓝底黄字", *["放大"] * 2])
    for viewport, name in ((WIDE, "palettes-wide"), (NARROW, "palettes-narrow")):
        sheet(browser, viewport, url + "/", name)
    for size, (columns, width) in ROWS.items():
        pictures = [LOOK / size / "none" / f"{name}.png" for name in SOME]
        join(pictures, columns, width, f"look-{size}")
    for palette in palettes()[1:]:
        join([LOOK / "wide" / palette / f"{name}.png" for name in MAIN], 3, 400, f"look-{palette}")


def join(pictures: list[Path], columns: int, width: int, name: str) -> None:
    """One sheet of pictures of the same size, each scaled to that width in px."""
    tiles = []
    for picture in pictures:
        with Image.open(picture) as taken:
            height = round(taken.height * width / taken.width)
            tiles.append(taken.convert("RGB").resize((width, height), Image.Resampling.LANCZOS))
    gap = 8
    rows = -(-len(tiles) // columns)
    size = columns * (width + gap) + gap, rows * (tiles[0].height + gap) + gap
    whole = Image.new("RGB", size, "#8090a0")
    for at, tile in enumerate(tiles):
        column, row = at % columns, at // columns
        whole.paste(tile, (gap + column * (width + gap), gap + row * (tile.height + gap)))
    save(whole, IMAGES / f"{name}.png", 256)


def save(image: Image.Image, path: Path, colours: int) -> None:
    """A small PNG: few colours are enough for text and plain areas."""
    image.quantize(colours, Image.Quantize.MEDIANCUT).save(path, optimize=True)
    print(path.relative_to(ROOT))


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
    save(whole, IMAGES / f"{name}.png", 256)
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
