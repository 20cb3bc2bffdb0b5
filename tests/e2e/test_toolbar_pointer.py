"""What follows the pointer, the finger and the focus: crosshair, ruler, mask, magnifier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.looks import markup
from tests.e2e.visitor import NARROW, PALETTES, launcher, opened, press, remember, toolbar

pytestmark = pytest.mark.browser

FOLLOWERS = ["cross", "ruler", "mask"]
LISTENED = {"pointermove", "pointerover", "pointerdown", "pointerup", "mouseout", "mouseover"}
LISTENED |= {"focusin"}
# What the toolbar listens to without any of these.
AWAKE = {"resize", "load", "pageshow", "scroll", "keydown"}
# Where a part of an element is in the top window. Playwright leaves out the zoom of frames.
PLACE = """(element, [across, down]) => {
  const { left, top, width, height } = element.getBoundingClientRect()
  let x = left + width * across
  let y = top + height * down
  for (let view = element.ownerDocument.defaultView; view.frameElement; view = view.parent) {
    const frame = view.frameElement
    const box = frame.getBoundingClientRect()
    x = box.left + (frame.clientLeft + x) * frame.currentCSSZoom
    y = box.top + (frame.clientTop + y) * frame.currentCSSZoom
  }
  return [x, y]
}"""
# The middle of what follows, in px of the window.
MIDDLE = """(element) => {
  const { left, top, height } = element.getBoundingClientRect()
  return [left, top + height / 2]
}"""


def stage(page: Page, name: str) -> Locator:
    """What a preference shows on the stage."""
    return toolbar(page).locator(f".stage .{name}")


def ready(page: Page, url: str, **values: Any) -> None:
    """Somebody who has chosen these opens a page, and all that follows is there."""
    remember(page, url.rsplit("/", 1)[0], **values)
    page.goto(url)
    expect(page.locator("html")).to_have_attribute("data-a11y-on", "")
    panel = toolbar(page).get_by_role("region", name="关爱模式工具条")
    expect(panel if "open" in values else launcher(page)).to_be_visible()


def at(element: Locator, x: float = 0.5, y: float = 0.5) -> tuple[float, float]:
    """A place in an element, in px of the top window."""
    element.scroll_into_view_if_needed()
    left, top = element.evaluate(PLACE, [x, y])
    return left, top


def point(page: Page, element: Locator, x: float = 0.5, y: float = 0.5) -> tuple[float, float]:
    """Move the mouse onto an element, as a hand does: in more than one step."""
    place = at(element, x, y)
    page.mouse.move(place[0] - 2, place[1], steps=2)
    page.mouse.move(*place)
    return place


def expect_middle(page: Page, name: str, x: float, y: float) -> None:
    """Wait until a follower is there (a ruler and a mask only have a height to be at)."""
    element = stage(page, name)
    expect(element).to_be_visible() if name != "cross" else expect(element).to_be_attached()
    page.wait_for_function(
        f"""([name, x, y]) => {{
          const root = document.querySelector('a11y-toolbar').shadowRoot
          const element = root.querySelector('.stage .' + name)
          const [left, middle] = ({MIDDLE})(element)
          const there = (one, other) => Math.abs(one - other) <= 1.5
          return !element.hidden && there(middle, y) && (name != 'cross' || there(left, x))
        }}""",
        arg=[name, x, y],
    )


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A telephone that is touched."""
    context = browser.new_context(viewport=NARROW, locale="zh-CN", has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


class Listeners:
    """What our own scripts listen to in a page (the tests' tool listens too)."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._ours: set[str] = set()
        self._session.on("Debugger.scriptParsed", self._parsed)
        self._session.send("Debugger.enable")

    def _parsed(self, script: dict[str, Any]) -> None:
        if "/_a11y/" in script["url"]:
            self._ours.add(script["scriptId"])

    def types(self) -> set[str]:
        """The events that are listened to at the window and the document."""
        found = set()
        for target in ["window", "document"]:
            handle = self._session.send("Runtime.evaluate", {"expression": target})
            listeners = self._session.send(
                "DOMDebugger.getEventListeners", {"objectId": handle["result"]["objectId"]}
            )["listeners"]
            found |= {each["type"] for each in listeners if each["scriptId"] in self._ours}
        return found


@pytest.mark.parametrize("name", FOLLOWERS)
def test_it_is_there_at_once_and_follows_the_mouse(page: Page, care: str, name: str) -> None:
    ready(page, care + "/pointer.html", **{name: "on"})
    expect_middle(page, name, 683, 384)
    page.mouse.move(300, 200)
    expect_middle(page, name, 300, 200)
    page.mouse.move(900, 600)
    expect_middle(page, name, 900, 600)
    # nothing of it is in the way
    hit = page.evaluate("document.elementFromPoint(900, 600).localName")
    assert hit != "a11y-toolbar"


@pytest.mark.parametrize("name", FOLLOWERS)
def test_it_keeps_off_the_toolbar_and_goes_with_the_mouse(page: Page, care: str, name: str) -> None:
    ready(page, care + "/pointer.html", **{name: "on"})
    page.mouse.move(300, 200)
    expect_middle(page, name, 300, 200)
    launcher(page).hover()
    expect(stage(page, name)).to_have_attribute("hidden", "")
    page.mouse.move(300, 300)
    expect_middle(page, name, 300, 300)
    # the mouse leaves the window
    page.evaluate("document.body.dispatchEvent(new MouseEvent('mouseout', { bubbles: true }))")
    expect(stage(page, name)).to_have_attribute("hidden", "")
    page.mouse.move(310, 310)
    expect_middle(page, name, 310, 310)


def test_over_a_frame_that_tells_nothing_there_is_none(page: Page, care: str) -> None:
    """Nothing is heard from in there: better none than one that stays behind."""
    ready(page, care + "/pointer.html", mask="on")
    page.evaluate(
        """() => {
          const frame = document.createElement('iframe')
          frame.id = 'foreign'
          frame.srcdoc = '<p>地图</p>'
          document.body.prepend(frame)
        }"""
    )
    page.frame_locator("#foreign").locator("p").wait_for()
    page.mouse.move(700, 400)
    expect_middle(page, "mask", 700, 400)
    page.mouse.move(*at(page.locator("#foreign")), steps=5)
    expect(stage(page, "mask")).to_have_attribute("hidden", "")
    page.mouse.move(700, 420)
    expect_middle(page, "mask", 700, 420)


@pytest.mark.parametrize("name", FOLLOWERS)
def test_it_follows_the_focus(page: Page, care: str, name: str) -> None:
    ready(page, care + "/pointer.html", **{name: "on"})
    page.keyboard.press("Tab")
    expect(page.locator("#link")).to_be_focused()
    expect_middle(page, name, *at(page.locator("#link")))
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator("#send")).to_be_focused()
    expect_middle(page, name, *at(page.locator("#send")))
    # no key is taken: the page scrolls below it
    before = stage(page, name).evaluate(MIDDLE)
    page.keyboard.press("PageDown")
    page.wait_for_function("scrollY > 300")
    assert stage(page, name).evaluate(MIDDLE) == before


@pytest.mark.parametrize("name", FOLLOWERS)
def test_a_tap_moves_it_and_a_finger_that_scrolls_does_not(
    phone: Page, care: str, name: str
) -> None:
    ready(phone, care + "/pointer.html", **{name: "on"})
    place = at(phone.locator("#bold"))
    phone.touchscreen.tap(*place)
    expect_middle(phone, name, *place)
    session = phone.context.new_cdp_session(phone)
    for step, y in enumerate([500, 450, 350, 250, 150]):
        event = {"type": "touchMove" if step else "touchStart", "touchPoints": [{"x": 200, "y": y}]}
        session.send("Input.dispatchTouchEvent", event)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    # until it lies still: a tap would only stop it
    phone.wait_for_function(
        "was => { was = window.was; window.was = scrollY; return was == scrollY && was > 99 }",
        polling=200,
    )
    expect_middle(phone, name, *place)
    # a tap on the toolbar leaves it where the reader has put it
    launcher(phone).tap()
    expect(toolbar(phone).get_by_role("region", name="关爱模式工具条")).to_be_visible()
    expect_middle(phone, name, *place)


@pytest.mark.parametrize("size", [100, 150, 200])
@pytest.mark.parametrize("name", ["cross", "magnifier"])
def test_in_frames_it_is_where_the_mouse_is(page: Page, care: str, name: str, size: int) -> None:
    ready(page, care + "/pointer.html", **{name: "on", "size": size})
    frame = page.frame_locator("#inner")
    expect(frame.locator("html")).to_have_attribute("data-a11y-on", "")
    place = point(page, frame.locator("#note"))
    if name == "cross":
        expect_middle(page, name, *place)
    else:
        expect(stage(page, name)).to_have_text("便民热线全天受理,节假日不休。")
    place = point(page, page.locator("#send"))
    if name == "cross":
        expect_middle(page, name, *place)
    frame.locator("a").focus()
    if name == "cross":
        expect_middle(page, name, *at(frame.locator("a")))
    else:
        expect(stage(page, name)).to_have_text("12345 热线")


@pytest.mark.parametrize("size", [100, 200])
def test_in_a_frameset_too(page: Page, care: str, size: int) -> None:
    ready(page, care + "/frameset.html", cross="on", magnifier="on", size=size)
    main = page.frame(name="main")
    assert main is not None
    expect(main.locator("html")).to_have_attribute("data-a11y-on", "")
    expect_middle(page, "cross", *point(page, main.locator("h1"), 0.1))
    expect(stage(page, "magnifier")).to_have_text("高龄津贴办事指南")
    expect_middle(page, "cross", *point(page, page.frame_locator("frame[name=side]").locator("a")))
    expect(stage(page, "magnifier")).to_have_text("12345 热线")


TEXTS = {
    "a heading whole": ("#em", "办事 须知"),
    "a sentence across bold words and links": ("#bold", "本县老人凭身份证可到社区服务站办理登记。"),
    "the next sentence": ("#it", "登记之后七个工作日内答复。"),
    "a link whole": ("#link", "社区服务站"),
    "a link's picture": ("#photo", "县城风光"),
    "a picture": ("#plain", "首页图标"),
    "a button whole": ("#send b", "提交 申请"),
    "a field's label": ("#name", "姓名"),
    "the label of a list": ("#city", "城区"),
    "a password's name": ("#secret", "密码"),
    "what an empty field asks for": ("#note", "补充说明"),
    "an option": ("#east", "东城区"),
    "a cell with its headers": ("#fee", "身份证 收费标准：每证20元"),
}


@pytest.mark.parametrize("size", [100, 200])
def test_the_magnifier_reads_what_is_there(page: Page, care: str, size: int) -> None:
    ready(page, care + "/pointer.html", magnifier="on", size=size)
    for what, (selector, text) in TEXTS.items():
        point(page, page.locator(selector), 0.4)
        expect(stage(page, "magnifier"), what).to_have_text(text)
    # never what somebody has typed
    assert not {"王秀英", "123456", "我的病历"} & set(stage(page, "magnifier").all_inner_texts())


def test_the_magnifier_covers_neither_pointer_nor_focus(page: Page, care: str) -> None:
    ready(page, care + "/pointer.html", magnifier="on", open=1)
    magnifier = stage(page, "magnifier")
    for selector in ["#title", "#send", "#fee", "#card", "#end"]:
        x, y = point(page, page.locator(selector), 0.1)
        expect(magnifier).to_be_visible()
        box = magnifier.bounding_box()
        assert box is not None
        assert not (
            box["x"] <= x <= box["x"] + box["width"] and box["y"] <= y <= box["y"] + box["height"]
        )
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 1366
        assert box["y"] >= 80
        assert box["y"] + box["height"] <= 768
    page.locator("#card").focus()
    expect(magnifier).to_have_text("社保查询")
    focused = page.locator("#card").bounding_box()
    box = magnifier.bounding_box()
    assert box is not None
    assert focused is not None
    assert box["y"] >= focused["y"] + focused["height"] or box["y"] + box["height"] <= focused["y"]


def test_what_is_scrolled_below_a_resting_mouse_is_read(page: Page, care: str) -> None:
    ready(page, care + "/pointer.html", magnifier="on")
    point(page, page.locator("#title"), 0.05)
    expect(stage(page, "magnifier")).to_have_text("办事 须知")
    page.evaluate("scrollTo(0, document.getElementById('long').offsetTop - 30)")
    expect(stage(page, "magnifier")).to_contain_text("符合条件的老年人")


@pytest.mark.parametrize("name", ["ruler", "mask"])
def test_its_height_can_be_chosen(page: Page, care: str, name: str) -> None:
    opened(page, care + "/pointer.html")
    press(page, "更多")
    group = toolbar(page).get_by_role("group", name={"ruler": "阅读尺", "mask": "阅读遮罩"}[name])
    heights = []
    for choice in ["窄", "适中", "宽"]:
        group.get_by_role("button", name=choice, exact=True).click()
        expect(stage(page, name)).to_be_visible()
        heights.append(stage(page, name).evaluate("(element) => element.offsetHeight"))
    assert heights == sorted(set(heights))
    group.get_by_role("button", name="关闭").click()
    expect(stage(page, name)).to_have_count(0)


@pytest.mark.parametrize("theme", ["none", *PALETTES])
def test_its_lines_show_on_everything(page: Page, care: str, theme: str) -> None:
    """Beside its own colour each line has a black edge and a white one."""
    ready(page, care + "/pointer.html", cross="on", ruler="on", mask="on", theme=theme)
    for selector in [".cross i", ".ruler", ".mask"]:
        shadow = (
            toolbar(page)
            .locator(f".stage {selector}")
            .first.evaluate("(element) => getComputedStyle(element).boxShadow")
        )
        assert "rgb(0, 0, 0)" in shadow
        assert "rgb(255, 255, 255)" in shadow


def test_forced_colours_leave_it_in_sight(page: Page, care: str) -> None:
    page.emulate_media(forced_colors="active")
    ready(page, care + "/pointer.html", mask="on", cross="on")
    page.mouse.move(300, 300)
    expect_middle(page, "mask", 300, 300)
    dark = toolbar(page).locator(".stage .mask i").first
    expect(dark).to_have_css("background-color", "rgba(0, 0, 0, 0.66)")


def test_another_window_size_leaves_nothing_outside(page: Page, care: str) -> None:
    ready(page, care + "/pointer.html", mask="on")
    page.mouse.move(1000, 600)
    expect_middle(page, "mask", 1000, 600)
    page.set_viewport_size(NARROW)
    page.set_viewport_size({"width": 640, "height": 480})
    page.wait_for_function(
        f"({MIDDLE})(document.querySelector('a11y-toolbar').shadowRoot"
        ".querySelector('.stage .mask'))[1] < 480"
    )


def test_off_it_listens_to_nothing_and_leaves_nothing(page: Page, care: str) -> None:
    page.goto(care + "/pointer.html")
    expect(launcher(page)).to_be_visible()
    before = [markup(frame) for frame in page.frames]
    listeners = Listeners(page)
    assert listeners.types() == {"click", "DOMContentLoaded", "pageshow"}
    names = [*FOLLOWERS, "magnifier"]
    for name in names:
        page.evaluate("(name) => a11y.set(name, 'on')", name)
    page.evaluate("a11y.set('caption', 'on'); a11y.set('cursor', 'huge-yellow')")
    expect(toolbar(page).get_by_role("region", name="大字幕")).to_be_visible()
    point(page, page.locator("#card"))
    assert listeners.types() >= LISTENED
    for name in [*names, "caption", "cursor"]:
        page.evaluate("(name) => a11y.set(name, 'off')", name)
    assert listeners.types() == {"click", "DOMContentLoaded"} | AWAKE
    page.evaluate("a11y.exit()")
    for frame in page.frames:
        frame.locator("html:not([data-a11y-on])").wait_for(state="attached")
    assert [markup(frame) for frame in page.frames] == before
