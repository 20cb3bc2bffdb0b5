"""The drawer's tools in a real browser: outline, regions, profiles, guide, keys, print, corner."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.looks import markup
from tests.e2e.site import PAGES
from tests.e2e.visitor import NARROW, launcher, opened, press, remember, toolbar

pytestmark = pytest.mark.browser

ROOT = PAGES.parents[2]
AXE = ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"
DATA = (ROOT / "widget" / "src" / "profiles" / "data.js").read_text(encoding="utf-8")
PROFILES = {
    "elder": "长者",
    "sight": "低视力",
    "reader": "视障读屏",
    "colours": "色弱",
    "letters": "阅读障碍",
    "hand": "肢体障碍",
}
REGIONS = {
    "导航区": "region-nav",
    "视窗区": "region-banner",
    "正文区": "region-main",
    "列表区": "region-list",
    "交互区": "region-form",
    "服务区": "region-service",
}


def drawer(page: Page, url: str) -> Locator:
    """The open drawer of a page in care mode."""
    opened(page, url)
    press(page, "更多")
    found = toolbar(page).get_by_role("region", name="更多功能")
    expect(found).to_be_visible()
    return found


def said(page: Page) -> Locator:
    return toolbar(page).get_by_role("status")


def top_of(page: Page, name: str) -> float:
    top: float = page.locator(f"#{name}").evaluate(
        "(element) => element.getBoundingClientRect().top"
    )
    return top


def bar_height(page: Page) -> float:
    height: float = page.evaluate(
        "document.querySelector('a11y-toolbar').shadowRoot.querySelector('.panel').offsetHeight"
    )
    return height


def test_the_outline_lists_headings_and_goes_there(page: Page, care: str) -> None:
    page.goto(care + "/regions.html")
    expect(launcher(page)).to_be_visible()
    before = markup(page)
    launcher(page).click()
    press(page, "更多", "页面大纲")
    items = toolbar(page).get_by_role("listitem")
    expect(items.first).to_have_text("1级清河县养老服务")
    expect(items).to_have_text(
        ["1级清河县养老服务", "2级高龄津贴怎么领", "2级便民服务", "3级社保卡", "2级框架里的标题"]
    )
    expect(said(page)).to_have_text("标题，共 5 个")
    toolbar(page).get_by_role("button", name="高龄津贴怎么领").click()
    expect(page.locator("#how")).to_be_focused()
    expect(said(page)).to_have_text("已到：高龄津贴怎么领")
    assert top_of(page, "how") == pytest.approx(bar_height(page) + 8, abs=2)
    expect(page.locator("#how")).to_have_attribute("tabindex", "-1")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelectorAll('[tabindex], [data-a11y-j]').length") == 0
    page.evaluate("a11y.exit()")
    assert markup(page) == before


def test_leaving_takes_the_tabindex_back_at_once(page: Page, care: str) -> None:
    page.goto(care + "/regions.html")
    expect(launcher(page)).to_be_visible()
    before = markup(page)
    launcher(page).click()
    press(page, "更多", "页面大纲", "2级 便民服务")
    expect(page.locator("#service-title")).to_be_focused()
    page.evaluate("a11y.exit()")
    assert markup(page) == before


def test_the_outline_lists_landmarks_links_and_forms(page: Page, care: str) -> None:
    drawer(page, care + "/regions.html")
    press(page, "页面大纲", "区域")
    items = toolbar(page).get_by_role("listitem")
    expect(items).to_have_text(["页头", "导航 主导航", "正文", "搜索", "页脚"])
    press(page, "链接")
    expect(items).to_have_text(
        ["首页", "政务公开", "在线申请", "通知一", "通知二", "通知三", "办理"]
    )
    press(page, "表单")
    expect(items).to_have_text(["关键词", "搜索", "确定"])
    toolbar(page).get_by_role("button", name="关键词").click()
    expect(page.locator("#word")).to_be_focused()
    assert page.locator("#word").get_attribute("tabindex") is None


def test_the_outline_goes_into_frames(page: Page, care: str) -> None:
    drawer(page, care + "/regions.html")
    press(page, "页面大纲", "2级 框架里的标题")
    frame = page.frame_locator("iframe")
    expect(frame.locator("h2")).to_be_focused()
    box = frame.locator("h2").bounding_box()
    assert box is not None
    assert bar_height(page) <= box["y"] < 768
    page.keyboard.press("Tab")
    expect(frame.locator("h2[tabindex]")).to_have_count(0)


def test_many_links_come_in_portions(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    page.evaluate(
        """() => { for (let at = 0; at < 130; at++) {
          const link = document.body.appendChild(document.createElement('a'))
          link.href = '#'; link.textContent = `链接${at}` } }"""
    )
    press(page, "更多", "页面大纲", "链接")
    items = toolbar(page).get_by_role("listitem")
    expect(items).to_have_count(60)
    press(page, "再看 60 个")
    expect(items).to_have_count(120)
    expect(toolbar(page).get_by_role("button", name="链接59", exact=True)).to_be_focused()
    press(page, "再看 11 个")
    expect(items).to_have_count(131)


@pytest.mark.parametrize("viewport", [None, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize(("label", "name"), REGIONS.items())
def test_a_region_is_found_and_gone_to(
    page: Page, care: str, label: str, name: str, viewport: Any
) -> None:
    if viewport:
        page.set_viewport_size(viewport)
    drawer(page, care + "/regions.html")
    press(page, "区域跳转", label)
    expect(page.locator(f"#{name}")).to_be_focused()
    expect(said(page)).to_have_text(re.compile(f"^{label}"))
    expect(page.locator(f"#{name}")).to_have_attribute("data-a11y-j", "")
    room = 0 if viewport else bar_height(page)
    assert top_of(page, name) >= room - 1


@pytest.mark.parametrize(
    ("label", "selector"),
    [
        ("导航区", "#nav"),
        ("视窗区", ".hero"),
        ("正文区", ".wrap"),
        ("列表区", "#news"),
        ("交互区", "form"),
        ("服务区", "td:has(> .title)"),
    ],
)
def test_regions_of_an_old_portal_are_found_by_its_names(
    page: Page, care: str, label: str, selector: str
) -> None:
    drawer(page, care + "/portal.html")
    press(page, "区域跳转", label)
    expect(page.locator(selector).first).to_be_focused()


def test_a_region_that_is_not_there_is_said(page: Page, care: str) -> None:
    drawer(page, care + "/article.html")
    press(page, "区域跳转", "服务区")
    expect(said(page)).to_have_text("这一页没有服务区")
    expect(toolbar(page).get_by_role("heading", name="区域跳转")).to_be_visible()


def test_the_next_press_leads_to_the_next_place(page: Page, care: str) -> None:
    opened(page, care + "/regions.html")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<form id=two>二</form>')"
    )
    page.keyboard.press("Alt+Shift+5")
    expect(said(page)).to_have_text("交互区，第 1 处，共 2 处")
    expect(page.locator("#two")).to_be_focused()
    page.keyboard.press("Alt+Shift+5")
    expect(page.locator("#region-form")).to_be_focused()
    expect(said(page)).to_have_text("交互区，第 2 处，共 2 处")


def test_a_frameset_has_an_outline_and_regions(page: Page, care: str) -> None:
    drawer(page, care + "/frameset.html")
    press(page, "页面大纲", "链接")
    expect(toolbar(page).get_by_role("listitem").first).to_be_visible()
    toolbar(page).get_by_role("listitem").first.get_by_role("button").click()
    assert page.evaluate("document.activeElement.localName") == "frame"


@pytest.mark.parametrize(("name", "label"), PROFILES.items())
def test_a_profile_sets_what_it_says_and_takes_it_back(
    page: Page, care: str, name: str, label: str
) -> None:
    drawer(page, care + "/article.html")
    there = page.evaluate("a11y.preferences()")
    block = re.search(rf"^  {name}: {{.*?^  }},", DATA, re.DOTALL | re.MULTILINE)
    assert block
    wanted = set(re.findall(r"(\w+): [\[\d']", block[0].partition("values:")[2]))
    tile = toolbar(page).get_by_role("button", name=label, exact=True)
    expect(tile).to_have_attribute("aria-pressed", "false")
    tile.click()
    chosen = {
        each
        for each, what in there.items()
        if page.evaluate(f"a11y.get('{each}')") != initial(what)
    }
    # Each value is legal: one that is not would have been left out.
    assert chosen == wanted & set(there)
    if not chosen:
        return
    expect(tile).to_have_attribute("aria-pressed", "true")
    expect(said(page)).to_have_text(f"{label}，已打开")
    tile.click()
    expect(tile).to_have_attribute("aria-pressed", "false")
    assert [page.evaluate(f"a11y.get('{each}')") for each in chosen] == [
        initial(there[each]) for each in chosen
    ]


def initial(preference: dict[str, Any]) -> Any:
    """A preference's default, as the API tells it."""
    return preference["schema"]["initial"]


def test_a_profile_takes_back_nothing_else(page: Page, care: str) -> None:
    drawer(page, care + "/article.html")
    press(page, "十字线", "色弱", "色弱")
    assert page.evaluate("['cross', 'theme', 'links'].map((name) => a11y.get(name))") == [
        "on",
        "none",
        "off",
    ]


def test_the_guide_explains_every_function(page: Page, care: str) -> None:
    drawer(page, care + "/article.html")
    press(page, "使用说明")
    view = toolbar(page).locator(".view")
    expect(view.get_by_role("heading", name="文字")).to_be_visible()
    labels = [each["label"] for each in page.evaluate("a11y.preferences()").values()]
    terms = view.locator("dt").all_text_contents()
    assert set(labels) <= set(terms)
    # every term has its sentence
    assert view.locator("dt:not(:has(+ dd))").all_text_contents() == []
    assert [text for text in view.locator("dd").all_text_contents() if len(text) < 2] == []
    expect(view.locator("kbd").first).to_have_text("Alt+Shift+G")
    assert view.evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)") >= 20


def test_the_guide_prints_without_the_page(page: Page, care: str) -> None:
    drawer(page, care + "/article.html")
    press(page, "使用说明")
    page.evaluate("window.print = () => { window.printed = true }")
    press(page, "打印说明")
    page.wait_for_function("window.printed")
    page.emulate_media(media="print")
    expect(page.locator("main")).to_be_hidden()
    expect(toolbar(page).get_by_text("按一下，从正文开头读起", exact=False)).to_be_visible()
    expect(toolbar(page).get_by_role("button", name="打印说明")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("main")).to_be_visible()
    expect(toolbar(page).locator(".drawer")).to_be_hidden()
    page.emulate_media(media="screen")
    expect(toolbar(page).get_by_role("heading", name="使用说明")).to_be_visible()


@pytest.mark.parametrize("view", ["", "页面大纲", "区域跳转", "使用说明"])
@pytest.mark.parametrize("theme", ["none", "yellow-on-black"])
def test_axe_finds_nothing_in_any_view(page: Page, care: str, view: str, theme: str) -> None:
    remember(page, care, theme=theme)
    drawer(page, care + "/article.html")
    if view:
        press(page, view)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document).then((result) => result.violations)")
    mine = [
        each for each in found if any("a11y-toolbar" in str(n["target"]) for n in each["nodes"])
    ]
    assert [(each["id"], [n["target"] for n in each["nodes"]]) for each in mine] == []


def test_every_target_is_large(page: Page, care: str) -> None:
    for viewport in (None, NARROW):
        if viewport:
            page.set_viewport_size(viewport)
        drawer(page, care + "/regions.html")
        for view in ("", "页面大纲", "区域跳转", "使用说明"):
            if view:
                press(page, view)
            for each in toolbar(page).locator(".drawer").get_by_role("button").all():
                box = each.bounding_box()
                assert box is not None
                assert min(box["width"], box["height"]) >= 48, each.text_content()
            if view:
                press(page, "返回")
        page.evaluate("a11y.exit()")


def test_the_drawer_says_its_names_in_chinese(page: Page, care: str) -> None:
    found = drawer(page, care + "/regions.html")
    expect(found).to_match_aria_snapshot(
        """
        - region "更多功能":
          - heading "更多功能" [level=2]
          - button "收起"
          - heading "一键设置" [level=3]
          - button "长者"
          - button "低视力"
          - button /视障读屏/
          - button "色弱"
          - button "阅读障碍"
          - button "肢体障碍"
        """
    )
    press(page, "区域跳转")
    expect(found).to_match_aria_snapshot(
        """
        - region "更多功能":
          - button "返回"
          - heading "区域跳转" [level=2]
          - button "收起"
          - paragraph
          - button "导航区"
          - button "视窗区"
          - button "正文区"
          - button "列表区"
          - button "交互区"
          - button "服务区"
        """
    )


def test_the_outline_is_used_by_keyboard_alone(page: Page, care: str) -> None:
    page.goto(care + "/regions.html")
    expect(launcher(page)).to_be_visible()
    launcher(page).focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Alt+Shift+O")
    expect(toolbar(page).get_by_role("heading", name="页面大纲")).to_be_focused()
    page.keyboard.press("Escape")
    expect(toolbar(page).get_by_role("button", name="页面大纲")).to_be_focused()
    page.keyboard.press("Enter")
    expect(toolbar(page).get_by_role("heading", name="页面大纲")).to_be_focused()
    for _ in range(6):  # hide, four kinds, the first heading
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_focused()


def test_the_skip_button_leads_from_the_bar_to_the_content(page: Page, care: str) -> None:
    opened(page, care + "/regions.html")
    page.keyboard.press("Shift+Tab")
    skip = toolbar(page).get_by_role("button", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#region-main")).to_be_focused()


def test_keys_work_in_care_mode_only(page: Page, care: str) -> None:
    page.goto(care + "/regions.html")
    expect(launcher(page)).to_be_visible()
    page.keyboard.press("Alt+Shift+ArrowUp")
    page.keyboard.press("Alt+Shift+G")
    assert page.evaluate("a11y.get('size')") == 100
    launcher(page).click()
    page.locator("body").click(position={"x": 5, "y": 400})
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.locator("html")).to_have_attribute("data-a11y-size", "125")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(said(page)).to_have_text("字号 100%")
    page.keyboard.press("Alt+Shift+C")
    expect(page.locator("html")).to_have_attribute("data-a11y-theme", re.compile("."))
    page.keyboard.press("Alt+Shift+H")
    expect(toolbar(page).get_by_role("heading", name="使用说明")).to_be_visible()
    page.keyboard.press("Alt+Shift+G")
    expect(toolbar(page).get_by_role("region", name="关爱模式工具条")).to_be_hidden()
    page.keyboard.press("Alt+Shift+G")
    expect(toolbar(page).get_by_role("region", name="关爱模式工具条")).to_be_visible()
    page.evaluate("a11y.exit()")
    page.keyboard.press("Alt+Shift+ArrowUp")
    assert page.evaluate("a11y.get('size')") == 100


def test_keys_can_be_switched_off(page: Page, care: str) -> None:
    drawer(page, care + "/article.html")
    press(page, "快捷键")
    page.keyboard.press("Alt+Shift+ArrowUp")
    assert page.evaluate("a11y.get('size')") == 100
    expect(page.locator("html")).to_have_attribute("data-a11y-keys", "off")


def test_keys_of_the_page_come_first(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    page.evaluate(
        """() => {
          document.querySelector('main a').accessKey = 'c'
          addEventListener('keydown', (event) => {
            if (event.code == 'ArrowUp') event.preventDefault() }, true)
        }"""
    )
    page.locator("p").first.click()
    page.keyboard.press("Alt+Shift+C")
    page.keyboard.press("Alt+Shift+ArrowUp")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(said(page)).to_have_text("字号 100%")
    assert page.evaluate("a11y.get('theme')") == "none"


def test_keys_are_heard_in_fields_and_frames(page: Page, care: str) -> None:
    opened(page, care + "/regions.html")
    page.locator("#word").focus()
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.locator("html")).to_have_attribute("data-a11y-size", "125")
    expect(page.locator("#word")).to_have_value("")
    page.frame_locator("iframe").locator("html[data-a11y-on]").wait_for()
    page.frame_locator("iframe").locator("button").focus()
    page.keyboard.press("Alt+Shift+ArrowUp")
    expect(page.locator("html")).to_have_attribute("data-a11y-size", "150")


def test_a_portal_may_give_other_keys(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    page.evaluate("a11y.keys({ larger: 'Ctrl+Alt+8', theme: null })")
    page.keyboard.press("Alt+Shift+ArrowUp")
    page.keyboard.press("Alt+Shift+C")
    page.keyboard.press("Control+Alt+8")
    expect(page.locator("html")).to_have_attribute("data-a11y-size", "125")
    assert page.evaluate("a11y.get('theme')") == "none"
    for bad in (
        "{ larger: 'Alt+F' }",
        "{ larger: 'Alt+Shift+T' }",
        "{ none: null }",
        "{ larger: 'Alt+Shift+R' }",
    ):
        name = page.evaluate(
            f"(() => {{ try {{ a11y.keys({bad}) }} catch (e) {{ return e.name }} }})()"
        )
        assert name == "RangeError", bad


def test_the_button_moves_to_another_corner_and_stays_there(page: Page, care: str) -> None:
    drawer(page, care + "/article.html")
    press(page, "左上角")
    page.evaluate("a11y.close()")
    for _ in range(2):
        box = launcher(page).bounding_box()
        assert box is not None
        assert (box["x"], box["y"]) == (20, 24)
        page.reload()
        expect(launcher(page)).to_be_visible()


def test_a_portal_has_a_place_for_the_button(page: Page, care: str) -> None:
    page.goto(care + "/place.html")
    button = page.locator("[data-a11y-launcher]").get_by_role("button", name="关爱模式")
    expect(button).to_be_visible()
    assert "launcher" not in page.evaluate("document.querySelector('#place').innerHTML")
    place, box = page.locator("#place").bounding_box(), button.bounding_box()
    assert place is not None
    assert box is not None
    assert place["y"] <= box["y"] < place["y"] + place["height"]
    button.click()
    expect(button).to_be_hidden()
    press(page, "退出")
    expect(button).to_be_focused()


def test_clearing_is_said_and_done(page: Page, care: str) -> None:
    drawer(page, care + "/article.html")
    press(page, "长者")
    expect(toolbar(page).get_by_text("自动保存在本机的浏览器里")).to_be_visible()
    press(page, "清除记录")
    assert page.context.cookies() == []
    expect(said(page)).to_have_text("记录已清除，已退出关爱模式")
    expect(launcher(page)).to_be_focused()


@pytest.mark.parametrize(("choice", "width"), [("大字", 595), ("小票", 227)])
def test_pages_are_printed_large(page: Page, care: str, choice: str, width: int) -> None:
    drawer(page, care + "/portal.html")
    before = page.pdf(prefer_css_page_size=True)
    press(page, choice)
    after = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    lead = page.locator("#lead")
    assert lead.evaluate("(element) => getComputedStyle(element).color") == "rgb(0, 0, 0)"
    assert lead.evaluate("(element) => parseFloat(getComputedStyle(element).fontSize)") >= 16
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+)", after)
    assert {round(float(each)) for each in boxes} == {width}
    assert b"/MediaBox [0 0 612" in before
    page.set_viewport_size({"width": round(width / 0.75) - 24, "height": 900})
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    press_on_screen(page, "照原样")
    page.emulate_media(media="print")
    assert lead.evaluate("(element) => getComputedStyle(element).color") == "rgb(170, 170, 170)"


def test_a_receipt_holds_what_it_is_about(page: Page, care: str) -> None:
    drawer(page, care + "/receipt.html")
    press(page, "小票")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 279, "height": 1100})  # 80 mm without the margins
    expect(page.locator("#nav")).to_be_hidden()
    expect(toolbar(page).get_by_role("region")).to_have_count(0)
    # no cell has its characters one below the other, no row waits for a new page
    narrow = "(all) => Math.min(...all.map((cell) => cell.clientWidth))"
    assert page.locator("#data :is(td, th)").evaluate_all(narrow) >= 2 * 16
    breaks = page.locator("#rest").evaluate("(row) => getComputedStyle(row).breakInside")
    assert breaks == "auto"


def press_on_screen(page: Page, name: str) -> None:
    page.emulate_media(media="screen")
    press(page, name)


def test_the_simple_view_waits_for_the_server(page: Page, care: str) -> None:
    drawer(page, care + "/article.html")
    expect(toolbar(page).get_by_role("button", name="简约版")).to_have_count(0)
    page.route(
        re.compile(r"/boot\.\w+\.js"),
        lambda route: route.fulfill(
            body=route.fetch().text().replace('"speech":', '"simple":true,"speech":'),
            content_type="text/javascript",
        ),
    )
    page.goto(care + "/article.html?a=1")
    expect(toolbar(page).get_by_role("region", name="关爱模式工具条")).to_be_visible()
    press(page, "更多", "简约版")
    page.wait_for_url(care + "/_a11y/simple/article.html?a=1")


def test_all_of_it_works_under_the_strictest_policy(page: Page, care: str) -> None:
    reports: list[str] = []
    page.on("console", lambda message: reports.append(message.text))
    drawer(page, care + "/regions.html?csp")
    reports.clear()
    press(
        page,
        "长者",
        "页面大纲",
        "链接",
        "返回",
        "使用说明",
        "返回",
        "小票",
        "左上角",
        "区域跳转",
        "正文区",
    )
    expect(page.locator("#region-main")).to_be_focused()
    assert [text for text in reports if "Security" in text or "Trusted" in text] == []


def rows(header: str) -> list[list[str]]:
    """The cells of every table of docs/toolbar.md with that header."""
    text = (ROOT / "docs" / "toolbar.md").read_text(encoding="utf-8")
    tables = [part.partition("\n\n")[0] for part in text.split(f"{header}\n")[1:]]
    lines = [line for table in tables for line in table.splitlines()[1:]]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def documented(label: str, name: str, schema: dict[str, Any]) -> list[str]:
    """The first three cells of a preference's row."""
    if "choices" in schema:
        others = [each for each in schema["choices"] if each != schema["initial"]]
        values = "、".join(f"`{each}`" for each in [schema["initial"], *others])
    else:
        ends = "{min} 到 {max},每次 {step},默认 {initial}"
        values = ends.format(**schema)
    return [label, f"`{name}`", values]


def test_the_documentation_names_every_preference_and_its_values(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    there = page.evaluate("a11y.preferences()")
    wanted = [documented(what["label"], name, what["schema"]) for name, what in there.items()]
    assert sorted(row[:3] for row in rows("| 功能 | 名字 | 值 | 作用 |")) == sorted(wanted)


def test_the_documentation_names_the_keys_and_profiles(page: Page, care: str) -> None:
    drawer(page, care + "/article.html")
    press(page, "使用说明")
    keys = toolbar(page).locator(".keys")
    terms, texts = (keys.locator(each).all_text_contents() for each in ("dt", "dd"))
    assert rows("| 键 | 作用 |") == [list(pair) for pair in zip(terms, texts, strict=True)]
    blocks = re.findall(r"^  (\w+): {.*?values: {(.*?)},?\n  },", DATA, re.DOTALL | re.MULTILINE)
    assert rows("| 一键设置 | 设置的项目 |") == [
        [PROFILES[name], " ".join(f"`{each}`" for each in re.findall(r"(\w+): [\[\d']", values))]
        for name, values in blocks
    ]
