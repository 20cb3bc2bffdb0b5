"""Pages that become others while care mode is on, and policies that leave hardly anything."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_hostile import LEFT, Console
from tests.e2e.visitor import launcher, opened, press, remember, toolbar

pytestmark = pytest.mark.browser

YELLOW = "rgb(255, 230, 0)"
SIZE = "(element) => parseFloat(getComputedStyle(element).fontSize) * element.currentCSSZoom"
# What a script does to its page, and the text that is there afterwards.
CHANGES = {
    "body": """
      const body = document.createElement('body')
      body.innerHTML = '<p id="fresh" style="font-size:16px;color:#777">另一个正文</p>'
      document.body = body
    """,
    "attributes": """
      for (const { name } of [...document.documentElement.attributes])
        document.documentElement.removeAttribute(name)
      document.documentElement.className = 'skin'
      document.body.insertAdjacentHTML('beforeend', '<p id=fresh style="font-size:16px">新皮肤</p>')
    """,
    "root": """
      const markup = '<!DOCTYPE html><title>另</title><p id=fresh style="font-size:16px">新根</p>'
      const page = new DOMParser().parseFromString(markup, 'text/html')
      document.replaceChild(document.adoptNode(page.documentElement), document.documentElement)
    """,
    "write": """
      document.open()
      document.write('<!DOCTYPE html><title>另</title><p id=fresh style="font-size:16px">新页</p>')
      document.close()
    """,
    "bare write": """
      document.write('<p id="fresh" style="font-size:16px">只写了一段,没有关上</p>')
    """,
    "everything below the root": """
      document.documentElement.innerHTML =
        '<head><title>另</title></head><body><p id=fresh style="font-size:16px">新内容</p></body>'
    """,
}


def use(page: Page) -> None:
    """Switch care mode on, with contrast and text twice as large."""
    launcher(page).click()
    press(page, "黑底黄字", "放大", "放大", "放大", "放大")


@pytest.mark.parametrize("change", CHANGES)
def test_care_mode_outlives_what_a_script_does_to_the_page(
    page: Page, care: str, change: str
) -> None:
    console = Console(page)
    page.goto(care + "/article.html")
    use(page)
    page.evaluate(f"() => {{ {CHANGES[change]} }}")
    fresh = page.locator("#fresh")
    expect(fresh).to_have_css("color", YELLOW)
    page.wait_for_function(f"({SIZE})(document.getElementById('fresh')) == 32")
    bar = toolbar(page).get_by_role("region", name="关爱模式工具条")
    expect(bar).to_have_count(1)
    expect(bar).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-a11y-on", "")
    expect(page.locator("html")).to_have_attribute("data-a11y-theme", "yellow-on-black")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(page.locator("html")).to_have_attribute("data-a11y-size", "175")
    press(page, "退出")
    expect(page.locator("html")).not_to_have_attribute("data-a11y-on", "")
    assert fresh.evaluate(SIZE) == 16
    assert page.evaluate(LEFT) == 0
    launcher(page).click()
    expect(bar).to_be_visible()
    assert console.take() == set()


@pytest.mark.parametrize("change", ["write", "root", "everything below the root"])
def test_the_button_outlives_it_too(page: Page, care: str, change: str) -> None:
    page.goto(care + "/article.html")
    expect(launcher(page)).to_be_visible()
    page.evaluate(f"() => {{ {CHANGES[change]} }}")
    expect(launcher(page)).to_have_count(1)
    use(page)
    expect(page.locator("#fresh")).to_have_css("color", YELLOW)


def test_a_page_that_is_written_anew_again_and_again_has_one_toolbar(page: Page, care: str) -> None:
    console = Console(page)
    page.goto(care + "/article.html")
    use(page)
    page.evaluate(
        """async () => {
          for (let turn = 0; turn < 5; turn++) {
            document.open()
            document.write(`<p id="fresh">第 ${turn} 次</p>`)
            document.close()
            await new Promise((done) => setTimeout(done, 60))
          }
        }"""
    )
    expect(page.locator("#fresh")).to_have_css("color", YELLOW)
    expect(page.locator("a11y-toolbar")).to_have_count(1)
    expect(toolbar(page).get_by_role("region", name="关爱模式工具条")).to_be_visible()
    assert console.take() == set()


def test_a_page_that_fights_for_the_root_has_its_way(page: Page, care: str) -> None:
    """Neither side writes for ever."""
    page.goto(care + "/article.html")
    use(page)
    page.evaluate(
        """() => {
          window.taken = 0
          new MutationObserver(() => {
            if (!document.documentElement.hasAttribute('data-a11y-on')) return
            document.documentElement.removeAttribute('data-a11y-on')
            taken++
          }).observe(document.documentElement, { attributes: true })
          document.documentElement.removeAttribute('data-a11y-on')
        }"""
    )
    page.wait_for_function("taken >= 9")
    page.evaluate("new Promise((done) => setTimeout(done, 400))")
    assert page.evaluate("taken") <= 10
    expect(page.locator("h1")).to_have_css("color", YELLOW)
    press(page, "退出")
    assert page.evaluate(LEFT) == 0


def values_of(schema: dict[str, Any]) -> list[Any]:
    """Every value of a choice, the ends of a scale."""
    return schema.get("choices") or [schema["min"], schema["max"]]


@pytest.mark.parametrize("name", ["torture.html", "regions.html"])
def test_nothing_is_reported_under_the_strictest_policy(page: Page, care: str, name: str) -> None:
    """Every value of every preference, and every tool."""
    page.add_init_script(
        "window.reports = []; document.addEventListener('securitypolicyviolation',"
        " ({ violatedDirective, sourceFile, target }) =>"
        " reports.push(`${violatedDirective} ${sourceFile} ${target.outerHTML.slice(0, 80)}`))"
    )
    page.goto(f"{care}/{name}?csp")
    launcher(page).wait_for()
    # What the page itself has inline is reported with and without us. No copy is made of the page:
    # from then on Chromium takes its style attributes for allowed.
    before, was = page.evaluate("reports"), page.content()
    console = Console(page)
    launcher(page).click()
    press(page, "更多")
    expect(toolbar(page).get_by_role("heading", name="更多功能")).to_be_focused()
    for preference, what in page.evaluate("a11y.preferences()").items():
        for value in values_of(what["schema"]):
            page.evaluate("([name, value]) => a11y.set(name, value)", [preference, value])
        page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    for tool in ("页面大纲", "区域跳转", "使用说明", "全部配色", "自选颜色"):
        press(page, tool, "返回")
    press(page, "长者", "低视力", "阅读障碍", "朗读")
    toolbar(page).get_by_role("button", name="退出", exact=True).click()
    assert page.evaluate("reports") == before
    assert page.content() == was
    blocked = {text for text in console.take() if "Security" in text or "Trusted" in text}
    assert blocked == set()


def test_frames_that_come_later_are_dressed(page: Page, care: str) -> None:
    opened(page, care + "/frameset.html")
    press(page, "黑底黄字", "放大", "放大", "放大", "放大")
    page.evaluate(
        """() => {
          const late = document.createElement('frame')
          late.name = 'late'
          late.src = 'article.html?late'
          document.querySelector('frameset frameset').cols = '200,*,300'
          document.querySelector('frameset frameset').append(late)
        }"""
    )
    expect(page.frame_locator("frame[name=late]").locator("h1")).to_have_css("color", YELLOW)
    late = page.frame(name="late")
    assert late
    expect(late.locator("html")).to_have_attribute("data-a11y-size", "200")
    # The page in an existing frame becomes another.
    main = page.frame(name="main")
    assert main
    main.goto(care + "/regions.html")
    expect(main.locator("h1")).to_have_css("color", YELLOW)
    press(page, "退出")
    for frame in page.frames:
        expect(frame.locator("html")).not_to_have_attribute("data-a11y-on", "")
        assert frame.evaluate(LEFT) == 0


def test_nested_frames_that_come_later_are_dressed_once(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    press(page, "黑底黄字", "放大", "放大", "放大", "放大")
    page.evaluate(
        """() => {
          const frame = document.createElement('iframe')
          frame.id = 'outer'
          frame.src = 'framed.html'
          document.body.append(frame)
        }"""
    )
    outer = page.frame_locator("#outer")
    expect(outer.locator("html")).to_have_attribute("data-a11y-theme", "yellow-on-black")
    expect(outer.locator("body")).to_have_css("color", YELLOW)
    within = [frame for frame in page.frames if frame.parent_frame]
    assert len(within) >= 1
    for frame in within:
        expect(frame.locator("html")).to_have_attribute("data-a11y-size", "200")
        assert frame.locator("a11y-toolbar").count() == 0


def test_every_choice_reaches_the_other_tabs(page: Page, care: str) -> None:
    """Also a tab with frames, and one whose drawer was never opened; leaving reaches them too."""
    remember(page, care, size=125)
    page.goto(care + "/frameset.html")
    expect(launcher(page)).to_contain_text("已开启")
    other = page.context.new_page()
    opened(other, care + "/article.html")
    other.evaluate(
        "[['letter', '0.12'], ['links', 'on'], ['theme', 'white-on-black'], ['size', 200]]"
        ".forEach(([name, value]) => a11y.set(name, value))"
    )
    for frame in page.frames:
        html = frame.locator("html")
        for name, value in {"letter": "0.12", "links": "on", "size": "200"}.items():
            expect(html).to_have_attribute(f"data-a11y-{name}", value)
    main = page.frame(name="main")
    assert main
    expect(main.locator("h1")).to_have_css("color", "rgb(255, 255, 255)")
    expect(main.locator("a").first).to_have_css("outline-style", "solid")
    press(other, "退出")
    for frame in page.frames:
        expect(frame.locator("html")).not_to_have_attribute("data-a11y-on", "")
        assert frame.evaluate(LEFT) == 0
