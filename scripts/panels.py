"""Every panel of the toolbar, and how to bring it up on the demo portal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.e2e.visitor import NARROW, WIDE, launcher, press, toolbar

NOTICE = "/zwgk/zcwj/202501/t20250115_10086.shtml"
FORM = "/bsfw/guide/bdc_zydj.html"

# At 200 % a browser has half as many px as its window.
SIZES: dict[str, dict[str, Any]] = {
    "wide": {"viewport": WIDE},
    "narrow": {"viewport": NARROW},
    "zoomed": {
        "viewport": {"width": WIDE["width"] // 2, "height": WIDE["height"] // 2},
        "device_scale_factor": 2,
    },
}


def bar(page: Page) -> None:
    """The bar alone."""
    page.evaluate("a11y.open()")
    expect(toolbar(page).get_by_role("button", name="退出")).to_be_visible()


def chosen(**values: Any) -> Callable[[Page], None]:
    """The bar, with these chosen, and the mouse over a text."""

    def bring(page: Page) -> None:
        bar(page)
        for name, value in values.items():
            page.evaluate("([name, value]) => a11y.set(name, value)", [name, value])
        point(page)

    return bring


def point(page: Page) -> None:
    """The mouse over the page's heading, and a moment: the caption waits for a mouse to rest."""
    box = page.locator("h1, h2").first.bounding_box() or {"x": 0, "y": 0, "width": 0, "height": 0}
    width = (page.viewport_size or WIDE)["width"]
    x, y = min(box["x"] + box["width"] / 2, width - 60), box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.move(x + 1, y)
    page.wait_for_timeout(400)


def section(heading: str) -> Callable[[Page], None]:
    """The drawer at one of its sections."""

    def bring(page: Page) -> None:
        bar(page)
        press(page, "更多")
        title = toolbar(page).get_by_role("heading", name=heading, exact=True)
        title.evaluate(
            "(title) => { const drawer = title.closest('.drawer');"
            " drawer.scrollTop += title.getBoundingClientRect().top"
            " - drawer.getBoundingClientRect().top - 90 }"
        )

    return bring


def tool(name: str) -> Callable[[Page], None]:
    """The view of one of the drawer's tools."""

    def bring(page: Page) -> None:
        bar(page)
        press(page, "更多", name)

    return bring


def form(page: Page) -> None:
    """The help for the field that is being filled in."""
    chosen(forms="on")(page)
    page.locator("form input[type=text]:visible, form input:not([type]):visible").first.focus()
    expect(toolbar(page).locator(".forms")).to_be_visible()


def guard(page: Page) -> None:
    """The question before a form is sent."""
    chosen(guard="on")(page)
    page.get_by_role("button", name="提交预约").click()
    expect(toolbar(page).get_by_role("button", name="再看看")).to_be_visible()


def timeout(page: Page) -> None:
    """The warning before a session ends."""
    page.evaluate(
        "{ const meta = document.createElement('meta'); meta.name = 'session-timeout';"
        " meta.content = '20'; document.head.append(meta) }"
    )
    chosen(timeout="on")(page)
    expect(toolbar(page).get_by_role("button", name="知道了")).to_be_visible()


def kiosk(page: Page) -> None:
    """The warning before a kiosk forgets."""
    bar(page)
    page.clock.run_for(31_000)
    expect(toolbar(page).get_by_role("button", name="继续使用")).to_be_visible()


def reading(page: Page) -> None:
    """While it reads aloud."""
    bar(page)
    press(page, "朗读")
    page.wait_for_function("CSS.highlights.get('a11y-sentence')?.size")
    press(page, "暂停")


# By name: the page it is shown on, and what brings it up there.
PANELS: dict[str, tuple[str, Callable[[Page], None]]] = {
    "launcher": (NOTICE, lambda page: expect(launcher(page)).to_be_visible()),
    "bar": ("/", bar),
    "reading": (NOTICE, reading),
    "profiles": ("/new/", section("一键设置")),
    "text": ("/new/", section("文字")),
    "colours": ("/new/", section("颜色")),
    "pointer": ("/new/", section("鼠标和阅读")),
    "page": ("/new/", section("网页内容")),
    "help": ("/new/", section("帮助")),
    "palettes": ("/new/", tool("全部配色")),
    "own": ("/new/", tool("自选颜色")),
    "outline": (NOTICE, tool("页面大纲")),
    "regions": ("/", tool("区域跳转")),
    "guide": ("/new/", tool("使用说明")),
    "caption": (NOTICE, chosen(caption="on")),
    "magnifier": (NOTICE, chosen(magnifier="on")),
    "ruler": (NOTICE, chosen(ruler="on")),
    "mask": (NOTICE, chosen(mask="on")),
    "cross": (NOTICE, chosen(cross="on", cursor="huge-yellow")),
    "form": (FORM, form),
    "guard": (FORM, guard),
    "timeout": ("/new/feedback.html", timeout),
    "kiosk": ("/new/", kiosk),
    "enlarged": ("/new/", chosen(size=200, links="on", headings="on")),
    "pinyin": (NOTICE, chosen(size=150, pinyin="on")),
}


@contextmanager
def shown(browser: Browser, url: str, name: str, size: str) -> Iterator[Page]:
    """The page with that panel, in a window of that size."""
    path, bring = PANELS[name]
    context = browser.new_context(locale="zh-CN", reduced_motion="reduce", **SIZES[size])
    page = context.new_page()
    if name == "kiosk":
        page.clock.install()
    try:
        page.goto(url + path)
        toolbar(page).wait_for(state="attached")
        bring(page)
        yield page
    finally:
        context.close()
