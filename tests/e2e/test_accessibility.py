"""The toolbar to those who hear it or press keys: what it says, in which order, where one is.

The accessibility tree is the browser's own, as a screen reader gets it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.e2e.sequences import EXAMPLES
from tests.e2e.site import Portal
from tests.e2e.test_toolbar import AXE, FOCUS
from tests.e2e.visitor import launcher, opened, press, remember, toolbar
from tests.servers import serve_asgi

pytestmark = pytest.mark.browser

TOOLS = ["页面大纲", "区域跳转", "使用说明", "全部配色", "自选颜色"]
HAN = re.compile(r"[\u4e00-\u9fff]")
# Roles that say nothing to anybody.
SILENT = {"none", "generic", "InlineTextBox", "StaticText", "LineBreak", "ListMarker", "SvgRoot"}
STATES = ("pressed", "expanded", "disabled", "level", "modal")
BAR = {
    "zh-CN": """
region 关爱模式工具条
button 跳到正文
group 朗读
button 朗读
button 停止 disabled
group 语速
button 减慢
button 加快
group 字号
button 缩小 disabled
button 放大
group 配色
button 网页原色 pressed
button 白底黑字
button 黑底白字
button 黑底黄字
button 蓝底黄字
button 黄底蓝字
button 更多
button 重置
button 退出
button 收起
""",
    "en": """
region Care mode toolbar
button To the content
group Reading aloud
button Read
button Stop disabled
group Speed
button Slower
button Faster
group Text size
button Smaller disabled
button Larger
""",
}


@pytest.fixture(scope="module")
def english() -> Iterator[str]:
    """The address of a portal whose toolbar speaks English."""
    with serve_asgi(Portal(language="en")) as url:
        yield url


def tree(page: Page, role: str, name: str) -> list[str]:
    """What a screen reader meets within a part of the toolbar: roles, names, states, in order."""
    devtools = page.context.new_cdp_session(page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    devtools.detach()
    known = {node["nodeId"]: node for node in nodes}
    [top] = [node for node in nodes if said(node)[:2] == (role, name)]

    def within(node: dict[str, Any]) -> Iterator[str]:
        kind, label, states = said(node)
        if not node.get("ignored") and kind not in SILENT:
            yield " ".join([kind, label, *states]).strip()
        for child in node.get("childIds", []):
            if child in known:
                yield from within(known[child])

    return list(within(top))


def said(node: dict[str, Any]) -> tuple[str, str, list[str]]:
    """Role, name, and the states that hold."""
    states = []
    for each in node.get("properties", []):
        value = each["value"].get("value")
        if each["name"] in STATES and value not in (False, "false", None):
            plain = value in (True, "true")
            states.append(each["name"] if plain else f"{each['name']}={value}")
    name = str(node.get("name", {}).get("value", ""))
    return str(node.get("role", {}).get("value")), name.strip(), states


def drawer(page: Page) -> None:
    """Open it."""
    press(page, "更多")
    expect(toolbar(page).get_by_role("heading", name="更多功能")).to_be_focused()


def show(page: Page, tool: str) -> None:
    """Press a tool's button in the drawer."""
    toolbar(page).locator(".drawer").get_by_role("button", name=tool, exact=True).click()
    expect(toolbar(page).get_by_role("heading", name=tool, exact=True)).to_be_focused()


def focus(page: Page) -> str:
    name: str = page.evaluate(FOCUS)
    return name


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_bar_is_heard_in_order(page: Page, care: str, english: str, language: str) -> None:
    page.goto((care if language == "zh-CN" else english) + "/article.html")
    toolbar(page).get_by_role("button").first.click()
    name = BAR[language].split("\n")[1].removeprefix("region ")
    expect(toolbar(page).get_by_role("region", name=name)).to_be_visible()
    expected = BAR[language].strip().split("\n")
    assert tree(page, "region", name)[: len(expected)] == expected


def test_english_is_english_throughout(page: Page, english: str) -> None:
    page.goto(english + "/article.html")
    page.evaluate("document.documentElement.lang = 'en'")
    toolbar(page).get_by_role("button", name="Care mode").click()
    expect(toolbar(page).locator(".frame")).to_have_attribute("lang", "en")
    press(page, "More")
    expect(toolbar(page).get_by_role("heading", name="More functions")).to_be_focused()
    lines = tree(page, "region", "More functions")
    assert [line for line in lines if HAN.search(line)] == []
    for name in ("Page outline", "Jump to a region", "How it works", "All colours", "My colours"):
        press(page, name)
        lines = tree(page, "region", "More functions")
        # The page's own words are in its own language.
        wrong = [line for line in lines if HAN.search(line)]
        assert name == "Page outline" or wrong == []
        press(page, "Back")


def test_the_drawer_and_its_views_are_heard_in_chinese(page: Page, care: str) -> None:
    opened(page, care + "/regions.html")
    press(page, "更多")
    expect(toolbar(page).get_by_role("heading", name="更多功能")).to_be_focused()
    lines = tree(page, "region", "更多功能")
    headings = [line for line in lines if line.startswith("heading")]
    assert headings == [
        "heading 更多功能 level=2",
        "heading 一键设置 level=3",
        "heading 文字 level=3",
        "heading 颜色 level=3",
        "heading 鼠标和阅读 level=3",
        "heading 网页内容 level=3",
        "heading 帮助 level=3",
    ]
    assert lines[:4] == ["region 更多功能", headings[0], "button 收起", headings[1]]
    for view in ["", *TOOLS]:
        if view:
            press(page, view)
            expect(toolbar(page).get_by_role("heading", name=view).first).to_be_focused()
            lines = tree(page, "region", "更多功能")
            assert lines[1:4] == ["button 返回", f"heading {view} level=2", "button 收起"]
        pressable = [line for line in lines if line.split()[0] in ("button", "group", "textbox")]
        assert len(pressable) >= 3
        # Each has a name, and each name is Chinese; a key of the keyboard is what is on it.
        assert [line for line in pressable if not HAN.search(line)] == []
        # No two buttons beside each other are called the same.
        buttons = [line for line in lines if line.startswith("button")]
        assert [one for one, two in pairwise(buttons) if one == two] == []
        if view:
            press(page, "返回")


def test_a_switch_a_choice_and_a_scale_say_their_state(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    press(page, "更多", "突出链接", "大字")
    page.evaluate("a11y.set('zoom', 200); a11y.set('ruler', 'wide'); a11y.set('print', 'large')")
    lines = tree(page, "region", "更多功能")
    assert "button 突出链接 pressed" in lines
    assert "button 突出标题" in lines
    zoom = lines.index("group 网页缩放")
    assert lines[zoom + 2].endswith(" disabled")
    ruler = lines.index("group 阅读尺")
    assert sum(line.endswith(" pressed") for line in lines[ruler + 1 : ruler + 5]) == 1
    assert "button 更多 expanded" in tree(page, "region", "关爱模式工具条")


def test_dialogs_are_heard_as_what_they_are(page: Page, care: str) -> None:
    opened(page, care + "/tasks.html")
    page.evaluate("a11y.set('guard', 'on'); a11y.set('forms', 'on')")
    expect(page.locator("html")).to_have_attribute("data-a11y-guard", "on")
    page.locator("#name").fill("张三")
    page.evaluate("document.getElementById('apply').noValidate = true")
    button = toolbar(page).get_by_role("button", name="再看看")
    for key in ("Enter", "Escape"):
        page.locator("#count").click()  # twice the same at once is a tremble
        page.locator("#send").focus()
        page.keyboard.press("Enter")
        expect(button).to_be_focused()
        lines = tree(page, "alertdialog", "确定要“提交申请”吗？")
        assert lines[0] == "alertdialog 确定要“提交申请”吗？ modal"
        assert lines[-2:] == ["button 再看看", "button 确定"]
        page.keyboard.press(key)
        expect(button).to_have_count(0)
        expect(page.locator("#send")).to_be_focused()
    assert page.evaluate("log.filter((each) => each.startsWith('submit'))") == []


def test_the_warning_before_a_sessions_end_is_a_dialog(page: Page, care: str) -> None:
    remember(page, care, timeout="on")
    page.goto(care + "/session.html")
    known = toolbar(page).get_by_role("button", name="知道了")
    expect(known).to_be_focused()
    heading = toolbar(page).get_by_role("alertdialog").get_by_role("heading").inner_text()
    assert tree(page, "alertdialog", heading)[0].endswith(" modal")
    page.keyboard.press("Escape")
    expect(known).to_have_count(0)
    assert focus(page)


def test_the_caption_is_a_region_whose_text_is_not_heard_twice(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    page.evaluate("a11y.set('caption', 'on')")
    expect(toolbar(page).get_by_role("region", name="大字幕")).to_be_visible()
    expect(toolbar(page).get_by_text("指着文字", exact=False)).to_be_visible()
    assert tree(page, "region", "大字幕") == [
        "region 大字幕",
        "button 上一页 disabled",
        "button 下一页 disabled",
        "button 字小",
        "button 字大",
        "button 关字幕",
    ]
    page.locator("main a").first.focus()
    toolbar(page).get_by_role("button", name="字大").focus()
    page.keyboard.press("Escape")
    expect(toolbar(page).get_by_role("region", name="大字幕")).to_have_count(0)
    expect(page.locator("main a").first).to_be_focused()


def test_there_is_one_live_region_and_it_is_terse(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    press(page, "更多")
    page.evaluate("a11y.set('caption', 'on'); a11y.set('magnifier', 'on')")
    expect(toolbar(page).get_by_role("region", name="大字幕")).to_be_visible()
    live = toolbar(page).locator("[aria-live], [role=status], [role=alert], [role=log], output")
    expect(live).to_have_count(1)
    for name in ("放大", "黑底白字", "突出链接", "长者", "页面大纲"):
        press(page, name)
        expect(live).not_to_have_text("")
        assert len(live.inner_text()) <= 20


# What opens, by which button; where one is then; what Esc leads back to.
WAYS = [("更多", "更多功能", "更多"), *((tool, tool, tool) for tool in TOOLS)]


def test_the_focus_goes_in_and_comes_back_by_escape(page: Page, care: str) -> None:
    page.goto(care + "/regions.html")
    launcher(page).focus()
    page.keyboard.press("Enter")
    assert focus(page) == "朗读"
    for opener, there, back in WAYS:
        if opener != "更多" and not toolbar(page).locator(".drawer").is_visible():
            press(page, "更多")
        toolbar(page).get_by_role("button", name=opener, exact=True).focus()
        page.keyboard.press("Enter")
        expect(toolbar(page).get_by_role("heading", name=there).first).to_be_focused()
        page.keyboard.press("Escape")
        expect(toolbar(page).get_by_role("button", name=back, exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    expect(toolbar(page).locator(".drawer")).to_be_hidden()
    assert focus(page) == "更多"
    page.keyboard.press("Escape")
    expect(launcher(page)).to_be_focused()
    page.keyboard.press("Enter")
    toolbar(page).get_by_role("button", name="退出").focus()
    page.keyboard.press("Space")
    expect(launcher(page)).to_be_focused()


@pytest.mark.parametrize("view", ["", *TOOLS])
def test_every_button_is_reached_by_tab_once_and_in_order(page: Page, care: str, view: str) -> None:
    opened(page, care + "/regions.html")
    drawer(page)
    if view:
        show(page, view)
    found = page.evaluate(
        """() => {
          const root = document.querySelector('a11y-toolbar').shadowRoot
          const all = root.querySelectorAll('.drawer :is(button, input, select, [tabindex="0"])')
          window.wanted = [...all].filter((each) => each.checkVisibility())
          const first = root.querySelector('.drawer h2')
          first.focus()
          return wanted.length
        }"""
    )
    assert found >= 3
    at = "wanted.indexOf(document.querySelector('a11y-toolbar').shadowRoot.activeElement)"
    # The heading stands behind 返回 where there is one.
    start = 1 if view else 0
    seen = []
    for _ in range(found - start):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(at))
    assert seen == list(range(start, found))
    page.keyboard.press("Tab")
    assert page.evaluate(at) == -1  # no trap


ZOOMED: ViewportSize = {"width": 683, "height": 384}
SMALL: ViewportSize = {"width": 320, "height": 640}
# What is cut off at a side, or smaller than a finger, in what is shown of the drawer.
FAULTS = """() => {
  const root = document.querySelector('a11y-toolbar').shadowRoot
  const drawer = root.querySelector('.drawer')
  const faults = []
  if (drawer.scrollWidth > drawer.clientWidth) faults.push(`scrolls sideways ${drawer.scrollWidth}`)
  for (const button of root.querySelectorAll('.drawer button, .panel button:not(.skip)')) {
    if (!button.checkVisibility()) continue
    const box = button.getBoundingClientRect()
    if (box.width < 48 || box.height < 48) faults.push(`small: ${button.textContent}`)
    if (box.left < 0 || box.right > innerWidth) faults.push(`outside: ${button.textContent}`)
    for (const label of button.querySelectorAll('span')) {
      const { left, right, width } = label.getBoundingClientRect()
      if (width && (left < box.left || right > box.right)) faults.push(`cut: ${button.textContent}`)
    }
    const size = parseFloat(getComputedStyle(button).fontSize)
    if (size < 18) faults.push(`fine: ${button.textContent}`)
  }
  return faults
}"""
# Whether what has the focus can be seen, all of it.
IN_VIEW = """() => {
  const { activeElement } = document.querySelector('a11y-toolbar').shadowRoot
  if (!activeElement) return true // out of the toolbar
  const box = activeElement.getBoundingClientRect()
  const at = document.querySelector('a11y-toolbar').shadowRoot
    .elementFromPoint(box.left + box.width / 2, box.top + box.height / 2)
  return activeElement.contains(at) || at?.contains(activeElement)
}"""


@pytest.mark.parametrize("viewport", [SMALL, ZOOMED], ids=["320 px", "200 %"])
def test_everything_fits_a_small_window(page: Page, care: str, viewport: ViewportSize) -> None:
    page.set_viewport_size(viewport)
    opened(page, care + "/regions.html")
    drawer(page)
    for view in ["", *TOOLS]:
        if view:
            show(page, view)
        assert (view, page.evaluate(FAULTS)) == (view, [])
        for _ in range(6):
            page.keyboard.press("Tab")
            assert page.evaluate(IN_VIEW), (view, focus(page))
        if view:
            press(page, "返回")


def test_states_are_seen_in_forced_colours_and_nothing_moves_for_who_wants_that(
    page: Page, care: str
) -> None:
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    opened(page, care + "/article.html")
    press(page, "更多", "突出链接")
    looks = page.evaluate(
        """() => {
          const root = document.querySelector('a11y-toolbar').shadowRoot
          const look = (pressed, part) => {
            const button = root.querySelector(`.tiles > .toggle[aria-pressed=${pressed}]`)
            const { content, borderStyle, outlineStyle } = getComputedStyle(button, part)
            return [content, borderStyle, outlineStyle].join()
          }
          return [true, false].map((pressed) => [look(pressed), look(pressed, '::after')].join())
        }"""
    )
    assert looks[0] != looks[1]
    for name in ("页面大纲", "返回", "放大", "收起"):
        toolbar(page).get_by_role("button", name=name, exact=True).first.click()
        moving = "document.querySelector('a11y-toolbar').shadowRoot.getAnimations().length"
        assert page.evaluate(moving) == 0


def test_axe_finds_nothing_in_any_view_in_any_palette(page: Page, care: str) -> None:
    opened(page, care + "/regions.html")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    drawer(page)
    palettes = page.evaluate("a11y.preferences().then((all) => all.theme.schema.choices)")
    assert len(palettes) >= 12
    page.evaluate("a11y.set('caption', 'on')")
    expect(toolbar(page).get_by_role("region", name="大字幕")).to_be_visible()
    palettes.append("203040-ffffff-a0e0ff")
    found: dict[tuple[str, str], list[str]] = {}
    for at, view in enumerate(["", *TOOLS]):
        if view:
            show(page, view)
        # Every palette below the drawer; below each tool some of them, all in a long run.
        some = palettes if not view or EXAMPLES > 3 else palettes[at % 4 :: 4]
        for palette in some:
            page.evaluate("(palette) => a11y.set('theme', palette)", palette)
            violations = page.evaluate(
                "axe.run('a11y-toolbar').then(({ violations }) =>"
                " violations.map(({ id, nodes }) => `${id} ${nodes[0].html}`))"
            )
            if violations:
                found[view, palette] = violations
        if view:
            press(page, "返回")
    assert found == {}
