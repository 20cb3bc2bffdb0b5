"""Pages that make it hard: their styles, their scripts, the libraries of their time.

On each of them care mode works, the page does what it does without us, its console says nothing
that it would not have said by itself, and leaving restores it to the byte.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect

from tests.e2e.looks import markup
from tests.e2e.visitor import launcher, press, toolbar

pytestmark = pytest.mark.browser

# How a text is drawn in the end: its colour, what is behind it, its size in px of the screen.
DRAWN = """() => {
  const text = document.getElementById('text')
  let back = text
  const opaque = (element) => !/, 0\\)$|transparent/.test(getComputedStyle(element).backgroundColor)
  while (back.parentElement && !opaque(back)) back = back.parentElement
  const { color, fontSize, letterSpacing } = getComputedStyle(text)
  const link = getComputedStyle(document.getElementById('link'))
  return [color, getComputedStyle(back).backgroundColor, parseFloat(fontSize) * text.currentCSSZoom,
          letterSpacing, link.outlineStyle].join(';')
}"""

# How many elements still have something of ours on them.
LEFT = """() => [...document.querySelectorAll('*')].filter((element) =>
  [...element.attributes].some(({ name }) => name.startsWith('data-a11y'))).length"""


@dataclass(frozen=True)
class Hostile:
    """A page; which of the common checks do not apply to it, each with the reason."""

    name: str
    query: str = ""
    # A page that takes our marks off its elements has its way: no text size, no relaxed palette.
    marked: bool = True
    # What it has to do before it can be used.
    ready: str = ""
    # Our own cookie is not kept.
    kept: bool = True
    # Scripts of its own run on while it is compared.
    still: bool = True
    # It has something of its own to do.
    behaves: bool = True


PAGES = [
    Hostile("unset.html"),
    Hostile("blocks.html"),
    Hostile("layers.html"),
    Hostile("stacking.html", ready="document.documentElement.className == 'seen'"),
    Hostile("prototypes.html"),
    Hostile("names.html"),
    Hostile("builtins.html"),
    Hostile("cookieless.html", kept=False),
    Hostile("clobbered.html"),
    Hostile("frozen.html"),
    Hostile("lockdown.html"),
    Hostile("jquery-1.5.html"),
    Hostile("jquery-1.12.html"),
    Hostile("prototype.html"),
    Hostile("mootools.html"),
    Hostile("quirks.html"),
    Hostile("written.html"),
    Hostile("rtl.html"),
    Hostile("shadows.html"),
    Hostile("throwing.html"),
    Hostile("storm.html", marked=False, still=False),
    Hostile("cleaned.html"),
    Hostile("swept.html", ready="sweeps >= 1 || location.search"),
    Hostile("react.html", still=False),
    Hostile("document.html", ready="window.hydrated", behaves=False),
    Hostile("vue.html", still=False),
    Hostile("strict.xhtml"),
]


class Console:
    """What a page says is wrong."""

    def __init__(self, page: Page) -> None:
        self.said: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.said.append(f"{error}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.said.append(message.text)

    def take(self) -> set[str]:
        """All that was said so far; then it begins anew."""
        said, self.said = set(self.said), []
        return said


@dataclass(frozen=True)
class Drawn:
    """How the text and the link of a page are drawn in the end."""

    color: str
    back: str
    size: float  # px of the screen
    spacing: str
    outline: str


def drawn(page: Page) -> Drawn:
    """As one string: these pages break what Playwright sends lists and objects by."""
    color, back, size, spacing, outline = page.evaluate(DRAWN).split(";")
    return Drawn(color, back, float(size), spacing, outline)


def behave(page: Page, case: Hostile) -> list[str]:
    """What the page does by itself, and how it went."""
    told: str = page.evaluate("window.behave ? behave() : ''")
    assert told or not case.behaves
    return told.split("\n")


def visit(page: Page, case: Hostile, url: str) -> None:
    page.goto(url)
    if case.ready:
        page.wait_for_function(case.ready)


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_care_mode_and_the_page_do_not_meet(page: Page, care: str, case: Hostile) -> None:
    console = Console(page)
    address = f"{care}/hostile/{case.name}"
    visit(page, case, f"{address}?bare")
    alone = [behave(page, case) for _ in range(3)]
    wrong = console.take()

    visit(page, case, address)
    expect(launcher(page)).to_be_visible()
    assert behave(page, case) == alone[0]
    before, look = markup(page), drawn(page)
    launcher(page).click()
    expect(toolbar(page).get_by_role("region", name="关爱模式工具条")).to_be_visible()
    use(page, case, look)
    assert behave(page, case) == alone[1]
    press(page, "退出")
    expect(launcher(page)).to_be_visible()
    expect(page.locator("html")).not_to_have_attribute("data-a11y-on", "")
    if case.still:
        assert markup(page) == before
    else:
        assert page.evaluate(LEFT) == 0
    assert drawn(page) == look
    assert behave(page, case) == alone[2]
    assert page.evaluate("document.cookie.includes('a11y')") is False if case.kept else True
    assert console.take() == wrong


def use(page: Page, case: Hostile, before: Drawn) -> None:
    """Contrast, size, and some of what is in the drawer; each shows on the page."""
    press(page, "黑底黄字", "放大", "放大", "放大", "放大")
    page.evaluate(
        "[['letter', '0.12'], ['links', 'on'], ['mask', 'on'], ['cursor', 'large-black'],"
        " ['motion', 'on'], ['caption', 'on'], ['forms', 'on'], ['popups', 'on'], ['images', 'on']]"
        ".forEach((each) => a11y.set(each[0], each[1]))"
    )
    expect(page.locator("html")).to_have_attribute("data-a11y-images", "on")
    expect(toolbar(page).locator(".mask")).to_be_visible()
    expect(toolbar(page).get_by_text("指着文字", exact=False)).to_be_visible()
    press(page, "更多")
    expect(toolbar(page).get_by_role("heading", name="更多功能")).to_be_focused()
    press(page, "页面大纲", "链接")
    expect(toolbar(page).get_by_role("listitem").filter(has_text="办事大厅")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    now = drawn(page)
    assert (now.color, now.back) == ("rgb(255, 230, 0)", "rgb(0, 0, 0)")
    assert now.outline == "solid"
    if case.marked:
        assert now.size == pytest.approx(2 * before.size, rel=0.02)
        assert now.spacing != before.spacing
    if case.kept:
        assert "size=200" in page.evaluate("document.cookie")
