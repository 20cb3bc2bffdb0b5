"""The toolbar in a real browser: it waits to be asked, obeys keys, and leaves nothing behind."""

from __future__ import annotations

import random
import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looks import markup
from tests.e2e.site import PAGES
from tests.e2e.visitor import NARROW, PALETTES, WIDE, launcher, opened, press, remember, toolbar

pytestmark = pytest.mark.browser

AXE = PAGES.parents[2] / "widget" / "node_modules" / "axe-core" / "axe.min.js"

# How each element of the host is drawn: its box and what a style sheet of ours could change.
DRAWN = """() => [...document.querySelectorAll('html, body, body *')].map((element) => {
  const { left, top, width, height } = element.getBoundingClientRect()
  const style = getComputedStyle(element)
  return [element.tagName, left, top, width, height, style.color, style.backgroundColor,
          style.backgroundImage, style.fontSize, style.zoom, style.outline, style.margin].join()
})"""
FOCUS = """() => {
  const root = document.querySelector('a11y-toolbar').shadowRoot
  const element = root.activeElement ?? document.activeElement
  return element.getAttribute('aria-label') ?? element.textContent.trim()
}"""

# Whether a button's label is all within it.
WITHIN = """(button) => [...button.querySelectorAll('span')].every((label) => {
  const outer = button.getBoundingClientRect(), inner = label.getBoundingClientRect()
  return inner.left >= outer.left && inner.right <= outer.right && inner.bottom <= outer.bottom
})"""


def focus(page: Page) -> str:
    name: str = page.evaluate(FOCUS)
    return name


def test_nothing_changes_before_it_is_asked_for(page: Page, care: str) -> None:
    page.goto(care + "/portal.html?bare")
    bare = page.evaluate(DRAWN), markup(page)
    page.goto(care + "/portal.html")
    expect(launcher(page)).to_be_visible()
    tag = re.compile(r'<script src="/_a11y/boot\.[0-9a-f]{8}\.js"></script>')
    assert page.evaluate(DRAWN) == bare[0]
    assert tag.sub("", markup(page)) == bare[1]
    assert page.evaluate("document.adoptedStyleSheets.length") == 0
    assert page.evaluate("Object.keys(window).filter((name) => name.includes('a11y'))") == []
    assert page.context.cookies() == []
    # the last child of the root, outside the body
    assert page.evaluate("document.documentElement.lastElementChild.localName") == "a11y-toolbar"


def test_nothing_of_the_page_is_heard_before_it_is_asked_for(page: Page, care: str) -> None:
    page.goto(care + "/portal.html")
    expect(launcher(page)).to_be_visible()
    devtools = page.context.new_cdp_session(page)
    window = devtools.send("Runtime.evaluate", {"expression": "window"})["result"]["objectId"]

    def heard() -> set[str]:
        found = devtools.send("DOMDebugger.getEventListeners", {"objectId": window})
        return {listener["type"] for listener in found["listeners"]}

    ours = {"keydown", "resize", "scroll"}
    assert heard() & ours == set()
    launcher(page).click()
    assert heard() >= ours
    press(page, "退出")
    assert heard() & ours == set()


def test_only_this_site_is_asked_for_anything(page: Page, care: str) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    opened(page, care + "/portal.html")
    press(page, "放大", "黑底黄字", "收起")
    assert {url for url in requested if not url.startswith(care)} == set()


def test_pressing_the_button_opens_the_panel_and_moves_the_focus_in(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    expect(toolbar(page).get_by_role("region", name="关爱模式工具条")).to_be_visible()
    expect(launcher(page)).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-a11y-on", "")
    assert not page.evaluate(
        "document.documentElement.matches('[data-a11y-theme],[data-a11y-size]')"
    )
    assert focus(page) == "朗读"
    [cookie] = page.context.cookies()
    assert cookie["value"] == "v1&on=1&open=1"
    assert cookie["sameSite"] == "Lax"
    assert cookie["path"] == "/"


def test_the_bar_covers_nothing_of_the_page(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    bar = toolbar(page).get_by_role("region").bounding_box()
    assert bar is not None
    assert bar["height"] < 768 / 5
    tops = page.evaluate(
        "['top', 'logo'].map((id) => document.getElementById(id).getBoundingClientRect().top)"
    )
    assert tops == [pytest.approx(bar["height"], abs=1), pytest.approx(bar["height"] + 30, abs=1)]
    page.mouse.wheel(0, 400)
    page.wait_for_function("scrollY > 100")
    assert (
        page.evaluate("document.getElementById('top').getBoundingClientRect().top")
        >= bar["height"] - 1
    )
    press(page, "收起")
    assert page.evaluate("document.getElementById('top').getBoundingClientRect().top") == 0


def test_everything_works_by_keyboard_alone(page: Page, care: str) -> None:
    page.goto(care + "/article.html")
    expect(launcher(page)).to_be_visible()
    page.keyboard.press("Tab")  # the page's own link
    page.keyboard.press("Tab")
    assert focus(page).startswith("关爱模式")
    page.keyboard.press("Enter")
    names = ["朗读", "停止", "减慢", "加快", "缩小", "放大", "网页原色", *PALETTES.values()]
    names += ["更多", "重置", "退出", "收起"]
    for name in names:
        assert focus(page) == name
        page.keyboard.press("Tab")
    for _ in range(len(names) - names.index("放大")):
        page.keyboard.press("Shift+Tab")
    assert focus(page) == "放大"
    page.keyboard.press("Space")
    expect(page.locator("html")).to_have_attribute("data-a11y-size", "125")
    assert focus(page) == "放大"
    for _ in range(4):
        page.keyboard.press("Tab")
    assert focus(page) == "黑底黄字"
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("data-a11y-theme", "yellow-on-black")
    page.keyboard.press("Escape")
    expect(toolbar(page).get_by_role("region")).to_be_hidden()
    expect(page.locator("html")).to_have_attribute("data-a11y-theme", "yellow-on-black")
    assert focus(page).startswith("关爱模式")
    page.keyboard.press("Enter")
    while focus(page) != "退出":
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("html")).not_to_have_attribute("data-a11y-on", "")
    assert focus(page) == "关爱模式"


def test_the_end_of_a_scale_keeps_the_focus_and_says_so(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    smaller = toolbar(page).get_by_role("button", name="缩小")
    expect(smaller).to_have_attribute("aria-disabled", "true")
    smaller.focus()
    page.keyboard.press("Enter")
    expect(toolbar(page).get_by_role("status")).to_have_text("已经是原来的大小")
    assert focus(page) == "缩小"


def test_changes_are_said_once(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    said = toolbar(page).get_by_role("status")
    expect(said).to_have_text("关爱模式已开启")
    press(page, "放大")
    expect(said).to_have_text("字号 125%")
    press(page, "加快")
    expect(said).to_have_text("语速 1.25倍")
    press(page, "黑底白字")
    expect(said).to_have_text("配色 黑底白字")
    pressed = toolbar(page).get_by_role("button", pressed=True)
    expect(pressed).to_have_count(1)
    expect(pressed).to_have_accessible_name("黑底白字")
    assert toolbar(page).get_by_role("status").count() == 1


def test_reset_stays_on_and_leaving_forgets_everything(page: Page, care: str) -> None:
    page.goto(care + "/portal.html")
    expect(launcher(page)).to_be_visible()
    before = markup(page)
    launcher(page).click()
    press(page, "放大", "黑底黄字", "加快", "重置")
    assert page.evaluate("['size', 'theme', 'rate'].map((name) => a11y.get(name))") == [
        100,
        "none",
        1,
    ]
    expect(page.locator("html")).to_have_attribute("data-a11y-on", "")
    press(page, "退出")
    assert markup(page) == before
    assert page.evaluate("document.adoptedStyleSheets.length") == 0
    assert page.context.cookies() == []
    expect(launcher(page)).to_be_focused()


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("name", ["portal.html", "frameset.html"])
def test_leaving_restores_the_page_to_the_byte(page: Page, care: str, name: str, seed: int) -> None:
    page.goto(f"{care}/{name}")
    expect(launcher(page)).to_be_visible()
    before = [markup(frame) for frame in page.frames]
    chance = random.Random(seed)  # noqa: S311  no secret, and the same each time
    page.set_viewport_size(chance.choice([NARROW, WIDE]))
    launcher(page).click()
    choices = ["放大", "缩小", "加快", "网页原色", *PALETTES.values(), "重置"]
    for choice in chance.choices(choices, [6, 2, 1, 1, 2, 2, 2, 2, 2, 1], k=10):
        toolbar(page).get_by_role("button", name=choice, exact=True).dispatch_event("click")
    press(page, "退出")
    for frame in page.frames:
        frame.locator("html:not([data-a11y-on])").wait_for(state="attached")
    assert [markup(frame) for frame in page.frames] == before


def test_a_choice_is_kept_over_pages_and_reloads(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    press(page, "放大", "黑底黄字")
    page.goto(care + "/portal.html")
    expect(toolbar(page).get_by_role("region")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-a11y-size", "125")
    expect(toolbar(page).get_by_role("button", name="黑底黄字")).to_have_attribute(
        "aria-pressed", "true"
    )
    press(page, "收起")
    page.reload()
    expect(launcher(page)).to_contain_text("已开启")
    expect(toolbar(page).get_by_role("region")).to_be_hidden()


def test_no_frame_shows_the_untouched_page(page: Page, care: str) -> None:
    remember(page, care, theme="yellow-on-black", size=200)
    page.goto(care + "/flash.html")
    page.wait_for_function("seen.length == 30")
    seen = page.evaluate("seen")
    assert {(color, background) for color, background, _ in seen} == {
        ("rgb(255, 230, 0)", "rgb(0, 0, 0)")
    }
    # zoom at first, later zoom and text scale, but never small
    assert {round(size) for _, _, size in seen} == {24}


@pytest.mark.parametrize("address", ["/flash.html", "/flash-city.html"])
def test_colours_of_ones_own_are_there_from_the_first_paint(
    page: Page, care: str, address: str
) -> None:
    remember(page, care, theme="00301c-ffffff-9fe8ff")
    page.goto(care + address)
    page.wait_for_function("seen.length == 30")
    seen = {(color, background) for color, background, _ in page.evaluate("seen")}
    assert seen == {("rgb(255, 255, 255)", "rgb(0, 48, 28)")}


def test_a_palette_of_the_portals_is_there_from_the_first_paint(page: Page, care: str) -> None:
    opened(page, care + "/flash-city.html")
    press(page, "城市深绿")
    expect(page.locator("html")).to_have_attribute("data-a11y-theme", "x-city")
    page.reload()
    page.wait_for_function("seen.length == 30")
    seen = {(color, background) for color, background, _ in page.evaluate("seen")}
    assert seen == {("rgb(255, 255, 255)", "rgb(0, 48, 28)")}
    button = toolbar(page).get_by_role("button", name="城市深绿")
    expect(button).to_have_attribute("aria-pressed", "true")
    # where nobody says what it is called, the colours are the same
    page.goto(care + "/article.html")
    expect(page.locator("p").first).to_have_css("color", "rgb(255, 255, 255)")
    # and its name is not lost
    press(page, "放大")
    page.goto(care + "/flash-city.html")
    expect(page.locator("html")).to_have_attribute("data-a11y-theme", "x-city")


@pytest.mark.parametrize(
    "cookie",
    [
        "v1&on=1&theme=../evil&size=9999&rate=-1",
        "v1&on=1&theme=constructor&size=151&rate=1.1",
        "v1&on=1&theme=%22%3E%3Cscript%3E&size=1e9&rate=NaN",
        "v1&on=1",
    ],
)
def test_a_cookie_is_not_trusted(page: Page, care: str, cookie: str) -> None:
    page.context.add_cookies([{"name": "a11y", "value": cookie, "url": care}])
    page.goto(care + "/article.html")
    expect(launcher(page)).to_contain_text("已开启")
    assert page.evaluate("['size', 'theme', 'rate'].map((name) => a11y.get(name))") == [
        100,
        "none",
        1,
    ]


@pytest.mark.parametrize("cookie", ["v2&on=1&size=200", "v1&size=200", "v1&on=true&size=200", ""])
def test_without_consent_nothing_is_shown(page: Page, care: str, cookie: str) -> None:
    page.context.add_cookies([{"name": "a11y", "value": cookie, "url": care}])
    page.goto(care + "/article.html")
    expect(launcher(page)).to_be_visible()
    expect(page.locator("html")).not_to_have_attribute("data-a11y-size", re.compile(""))


def test_the_strictest_policy_has_nothing_to_report(page: Page, care: str) -> None:
    page.add_init_script(
        "window.reports = []; document.addEventListener('securitypolicyviolation',"
        " (event) => reports.push(event.violatedDirective + ' ' + event.sourceFile))"
    )
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(care + "/article.html?csp")
    # the page's own style element is what the policy bars
    before = page.evaluate("reports.length")
    launcher(page).click()
    press(page, "放大", "放大", "放大", "放大", "黑底黄字", "加快", "收起")
    page.reload()
    expect(launcher(page)).to_contain_text("已开启")
    assert page.evaluate("reports.length") == before
    expect(page.locator("h1")).to_have_css("color", "rgb(255, 230, 0)")
    launcher(page).click()
    press(page, "退出")
    assert page.evaluate("reports.length") == before
    assert complaints == []


def test_axe_finds_nothing_with_the_panel_open(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    page.add_script_tag(path=AXE)
    for palette in ["网页原色", *PALETTES.values()]:
        press(page, palette)
        result = page.evaluate(
            "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa',"
            " 'wcag22aa', 'best-practice'] })"
        )
        found = [(rule["id"], rule["nodes"][0]["html"]) for rule in result["violations"]]
        assert (palette, found) == (palette, [])


@pytest.mark.parametrize(
    ("width", "height", "share"),
    [(1366, 768, 0.15), (390, 844, 0.4), (320, 640, 0.55), (683, 384, 0.5)],
)
def test_the_panel_fits_and_leaves_the_page_in_view(
    page: Page, care: str, width: int, height: int, share: float
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    opened(page, care + "/article.html")
    panel = toolbar(page).get_by_role("region").bounding_box()
    assert panel is not None
    assert panel["x"] == 0
    assert panel["width"] == width
    assert panel["height"] <= share * height
    for button in toolbar(page).get_by_role("button").all():
        if not button.is_visible():
            continue
        box = button.bounding_box()
        assert box is not None
        assert box["width"] >= 48
        assert box["height"] >= 48
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert button.evaluate(WITHIN)
        assert button.evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)") >= 18
    # the page itself scrolls sideways no more than before
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_toolbar_keeps_its_own_size(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    before = toolbar(page).get_by_role("button", name="停止").bounding_box()
    press(page, "放大", "放大", "放大", "放大")
    assert toolbar(page).get_by_role("button", name="停止").bounding_box() == before


def test_hostile_styles_do_not_reach_the_toolbar(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    region = toolbar(page).get_by_role("region")
    friendly = (
        region.bounding_box(),
        region.evaluate("(element) => getComputedStyle(element).fontSize"),
    )
    press(page, "退出")
    opened(page, care + "/hostile.html")
    assert (
        region.bounding_box(),
        region.evaluate("(element) => getComputedStyle(element).fontSize"),
    ) == friendly
    press(page, "黑底黄字", "退出")
    expect(launcher(page)).to_be_visible()


def test_a_portal_may_have_an_entry_of_its_own(page: Page, care: str) -> None:
    page.goto(care + "/plain.html")
    page.locator("#entry").click()
    expect(toolbar(page).get_by_role("region")).to_be_visible()
    assert page.url == care + "/plain.html"
    press(page, "收起")
    expect(launcher(page)).to_be_hidden()
    expect(page.locator("#entry")).to_be_focused()
    page.locator("#second").click()
    expect(toolbar(page).get_by_role("region")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#second")).to_be_focused()


def test_a_page_may_call_it_and_is_told(page: Page, care: str) -> None:
    page.goto(care + "/article.html")
    page.evaluate(
        """() => {
          window.told = []
          for (const type of ['a11y:open', 'a11y:close', 'a11y:change']) {
            document.addEventListener(type, ({ detail }) => told.push([type, detail]))
          }
        }"""
    )
    page.evaluate("a11y.set('theme', 'white-on-black')")
    expect(page.locator("html")).to_have_attribute("data-a11y-theme", "white-on-black")
    page.evaluate("a11y.open()")
    page.evaluate("a11y.set('size', 150); a11y.close(); a11y.reset(); a11y.exit()")
    assert page.evaluate("told") == [
        ["a11y:change", {"name": "theme", "value": "white-on-black"}],
        ["a11y:open", None],
        ["a11y:change", {"name": "size", "value": 150}],
        ["a11y:close", None],
        ["a11y:change", {"name": "size", "value": 100}],
        ["a11y:change", {"name": "theme", "value": "none"}],
    ]
    message = page.evaluate("try { a11y.set('theme', 'pink') } catch (error) { error.message }")
    assert "not a value of theme: pink" in message
    assert page.evaluate("Object.keys(window).includes('a11y')") is False


def test_another_tab_follows(page: Page, care: str) -> None:
    page.goto(care + "/article.html")
    expect(launcher(page)).to_be_visible()
    other = page.context.new_page()
    opened(other, care + "/article.html")
    press(other, "黑底白字", "放大")
    expect(page.locator("html")).to_have_attribute("data-a11y-theme", "white-on-black")
    expect(page.locator("html")).to_have_attribute("data-a11y-size", "125")
    expect(launcher(page)).to_contain_text("已开启")
    press(other, "退出")
    expect(page.locator("html")).not_to_have_attribute("data-a11y-on", "")


def test_a_frameset_has_one_toolbar_and_every_frame_follows(page: Page, care: str) -> None:
    opened(page, care + "/frameset.html")
    assert [frame.locator("a11y-toolbar").count() for frame in page.frames] == [1, 0, 0, 0]
    press(page, "黑底黄字", "放大", "放大", "放大", "放大")
    main = page.frame(name="main")
    assert main is not None
    expect(main.locator("h1")).to_have_css("color", "rgb(255, 230, 0)")
    expect(main.locator("html")).to_have_attribute("data-a11y-size", "200")
    # the frame has the zoom of its frameset, and not once more its own
    assert main.evaluate("+getComputedStyle(document.body).zoom * devicePixelRatio") == 2
    # frames end where the window ends, bar or no bar
    bottom = page.locator("frame[name=main]").evaluate(
        "(frame) => frame.getBoundingClientRect().bottom"
    )
    assert bottom == pytest.approx(768, abs=8)


def test_a_page_that_a_script_writes_anew_keeps_its_toolbar(page: Page, care: str) -> None:
    remember(page, care, theme="yellow-on-black", size=150)
    page.goto(care + "/rewritten.html")
    expect(page.locator("#fresh")).to_have_css("color", "rgb(255, 230, 0)")
    expect(page.locator("html")).to_have_attribute("data-a11y-size", "150")
    expect(launcher(page)).to_be_visible()
    launcher(page).click()
    press(page, "退出")
    expect(page.locator("#fresh")).to_have_css("color", "rgb(0, 0, 0)")


def test_a_page_that_has_our_name_keeps_it(page: Page, care: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(care + "/twice.html")
    expect(launcher(page)).to_have_count(1)
    launcher(page).click()
    press(page, "黑底黄字", "放大")
    expect(page.locator("body > p")).to_have_css("color", "rgb(255, 230, 0)")
    press(page, "退出")
    expect(page.locator("body > p")).to_have_css("color", "rgb(0, 0, 0)")
    assert page.evaluate("a11y") == "mine"
    assert errors == []


def test_paper_shows_the_page_alone(page: Page, care: str) -> None:
    opened(page, care + "/portal.html")
    press(page, "黑底黄字", "放大")
    page.emulate_media(media="print")
    expect(toolbar(page).get_by_role("region")).to_be_hidden()
    expect(page.locator("#tab")).to_have_css("color", "rgb(102, 102, 102)")
    expect(page.locator("body")).to_have_css("zoom", "1")
    expect(page.locator("html")).to_have_css("padding-top", "0px")


def test_its_own_keys_and_clicks_are_not_the_pages_business(page: Page, care: str) -> None:
    page.goto(care + "/article.html")
    page.evaluate(
        """() => {
          window.heard = []
          for (const type of ['click', 'keydown', 'keyup', 'pointerdown', 'focusin']) {
            document.addEventListener(type, (event) => heard.push(event.type))
          }
        }"""
    )
    launcher(page).click()
    page.keyboard.press("Tab")
    press(page, "放大")
    assert page.evaluate("heard") == []
