"""The large caption bar: what is pointed at, focused or spoken."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.looks import markup
from tests.e2e.site import Portal
from tests.e2e.test_toolbar import AXE
from tests.e2e.test_toolbar_pointer import point, ready
from tests.e2e.visitor import NARROW, PALETTES, launcher, opened, press, remember, toolbar
from tests.servers import serve_asgi

pytestmark = pytest.mark.browser


def bar(page: Page) -> Locator:
    """The caption bar."""
    return toolbar(page).get_by_role("region", name="大字幕", include_hidden=True)


def words(page: Page) -> Locator:
    """Its text."""
    return bar(page).locator(".words")


def button(page: Page, name: str) -> Locator:
    """One of its buttons."""
    return bar(page).get_by_role("button", name=name, exact=True)


@pytest.fixture(scope="module")
def speaking() -> Iterator[str]:
    portal = Portal(speech="auto")
    if not portal.speaks:
        pytest.skip("no speech engine is installed here")
    with serve_asgi(portal) as url:
        yield url


def test_it_shows_what_the_mouse_rests_on_and_what_has_the_focus(page: Page, care: str) -> None:
    ready(page, care + "/pointer.html", caption="on")
    expect(words(page)).to_contain_text("这里大字显示")
    point(page, page.locator("#bold"))
    expect(words(page)).to_have_text("本县老人凭身份证可到社区服务站办理登记。")
    page.locator("#send").focus()
    expect(words(page)).to_have_text("提交 申请")
    page.locator("#name").focus()
    expect(words(page)).to_have_text("姓名")
    point(page, page.locator("#fee"))
    expect(words(page)).to_have_text("身份证 收费标准：每证20元")
    # the way to its buttons leads over other texts
    place = button(page, "关字幕").bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 9, place["y"] + 9, steps=12)
    expect(words(page)).to_have_text("身份证 收费标准：每证20元")


def test_readers_by_ear_do_not_hear_it_twice(page: Page, care: str) -> None:
    ready(page, care + "/pointer.html", caption="on")
    expect(words(page)).to_be_visible()
    tree = bar(page).aria_snapshot()
    assert "大字显示" not in tree
    for name in ["上一页", "下一页", "字小", "字大", "关字幕"]:
        assert f'button "{name}"' in tree


def test_a_long_text_has_pages_that_turn_by_themselves(page: Page, care: str) -> None:
    page.clock.install()
    ready(page, care + "/pointer.html", caption="large")
    expect(words(page)).to_be_visible()
    point(page, page.locator("#long"))
    page.clock.run_for(400)
    expect(words(page)).to_contain_text("符合条件的老年人")
    counter = bar(page).locator(".counter")
    expect(counter).to_have_text("1/6")
    expect(button(page, "上一页")).to_have_attribute("aria-disabled", "true")
    page.clock.run_for(15000)
    expect(counter).to_have_text("2/6")
    # whoever turns a page turns the rest as well
    button(page, "下一页").dispatch_event("click")
    expect(counter).to_have_text("3/6")
    page.clock.run_for(60000)
    expect(counter).to_have_text("3/6")
    button(page, "上一页").focus()
    page.keyboard.press("Enter")
    expect(counter).to_have_text("2/6")
    page.keyboard.press("PageDown")
    page.keyboard.press("PageDown")
    expect(counter).to_have_text("4/6")


def test_every_line_is_whole_on_every_page(page: Page, care: str) -> None:
    for size in ["small", "on", "large"]:
        ready(page, care + "/pointer.html", caption=size)
        point(page, page.locator("#long"))
        expect(words(page)).to_contain_text("符合条件的老年人")
        seen = ""
        for _ in range(9):
            seen += page.evaluate(
                """() => {
                  const root = document.querySelector('a11y-toolbar').shadowRoot
                  const paper = root.querySelector('.paper')
                  const edge = paper.getBoundingClientRect()
                  return [...paper.querySelectorAll('.words > *')].filter((piece) => {
                    const box = piece.getBoundingClientRect()
                    const middle = (box.top + box.bottom) / 2
                    if (middle < edge.top || middle > edge.bottom) return false
                    const half = parseFloat(getComputedStyle(paper).fontSize) / 2
                    if (middle - half < edge.top || middle + half > edge.bottom) throw 'cut'
                    return true
                  }).map((piece) => piece.textContent).join('')
                }"""
            )
            if button(page, "下一页").get_attribute("aria-disabled") == "true":
                break
            button(page, "下一页").click()
        assert seen == page.locator("#long").inner_text()


def test_its_size_is_changed_where_it_is(page: Page, care: str) -> None:
    ready(page, care + "/pointer.html", caption="on")
    paper = bar(page).locator(".paper")
    expect(paper).to_have_css("font-size", "48px")
    button(page, "字大").click()
    expect(paper).to_have_css("font-size", "64px")
    expect(button(page, "字大")).to_have_attribute("aria-disabled", "true")
    button(page, "字小").click()
    button(page, "字小").click()
    expect(paper).to_have_css("font-size", "32px")
    expect(page.locator("html")).to_have_attribute("data-a11y-caption", "small")
    button(page, "关字幕").click()
    expect(bar(page)).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.documentElement).paddingBottom") == "0px"


def test_esc_closes_it_and_the_focus_goes_back(page: Page, care: str) -> None:
    ready(page, care + "/pointer.html", caption="on")
    expect(bar(page)).to_be_visible()
    page.locator("#send").focus()
    button(page, "字大").focus()
    page.keyboard.press("Escape")
    expect(bar(page)).to_have_count(0)
    expect(page.locator("#send")).to_be_focused()


@pytest.mark.parametrize("name", ["pointer.html", "portal.html", "frameset.html"])
def test_it_covers_nothing_of_the_page(page: Page, care: str, name: str) -> None:
    ready(page, f"{care}/{name}", caption="on", open=1)
    box = bar(page).bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == 768
    if name == "frameset.html":
        bottom = page.locator("frame[name=main]").evaluate(
            "(f) => f.getBoundingClientRect().bottom"
        )
        assert bottom == pytest.approx(box["y"], abs=8)
        return
    # the page's end can be read above it, and what gets the focus is brought there
    page.evaluate("scrollTo(0, 99999)")
    last = "#end" if name == "pointer.html" else "body > :last-child"
    end = page.locator(last).bounding_box()
    assert end is not None
    assert end["y"] + end["height"] <= box["y"] + 1
    page.evaluate("scrollTo(0, 0)")
    for _ in range(12):
        page.keyboard.press("Tab")
        low = page.evaluate(
            "document.activeElement.localName == 'a11y-toolbar' ? 0 :"
            " document.activeElement.getBoundingClientRect().bottom"
        )
        assert low <= box["y"]


@pytest.mark.parametrize(
    ("width", "height"), [(1366, 768), (390, 844), (320, 640), (683, 384), (768, 1024)]
)
@pytest.mark.parametrize("size", ["small", "on", "large"])
def test_it_fits_with_targets_that_are_easy_to_hit(
    page: Page, care: str, width: int, height: int, size: str
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    ready(page, care + "/pointer.html", caption=size, open=1)
    box = bar(page).bounding_box()
    panel = toolbar(page).get_by_role("region", name="关爱模式工具条").bounding_box()
    assert box is not None
    assert panel is not None
    assert box["height"] <= height * 0.5
    # above the sheet, or at the window's edge
    assert box["y"] + box["height"] <= (panel["y"] if panel["y"] > 100 else height) + 1
    for each in bar(page).get_by_role("button").all():
        target = each.bounding_box()
        assert target is not None
        assert target["width"] >= 48
        assert target["height"] >= 48
        assert target["x"] >= 0
        assert target["x"] + target["width"] <= width
        assert each.evaluate(
            "(button) => button.scrollWidth <= button.clientWidth + 1"
            " && button.scrollHeight <= button.clientHeight + 1"
        )
    assert page.evaluate("document.documentElement.scrollWidth") <= max(width, 400)


def test_the_launcher_keeps_off_it(page: Page, care: str) -> None:
    ready(page, care + "/pointer.html", caption="on")
    expect(bar(page)).to_be_visible()
    box, button_box = bar(page).bounding_box(), launcher(page).bounding_box()
    assert box is not None
    assert button_box is not None
    assert button_box["y"] + button_box["height"] <= box["y"]


def test_a_tap_shows_a_text(browser: Browser, care: str) -> None:
    context = browser.new_context(viewport=NARROW, locale="zh-CN", has_touch=True, is_mobile=True)
    touched = context.new_page()
    ready(touched, care + "/pointer.html", caption="small")
    expect(bar(touched)).to_be_visible()
    touched.locator("#bold").tap()
    expect(words(touched)).to_have_text("本县老人凭身份证可到社区服务站办理登记。")
    context.close()


def test_it_wears_the_palette(page: Page, care: str) -> None:
    opened(page, care + "/pointer.html")
    page.evaluate("a11y.set('caption', 'on')")
    seen = set()
    for label in PALETTES.values():
        press(page, label)
        panel = toolbar(page).get_by_role("region", name="关爱模式工具条")
        look = "(each) => [getComputedStyle(each).backgroundColor, getComputedStyle(each).color]"
        assert bar(page).evaluate(look) == panel.evaluate(look)
        seen.add(tuple(bar(page).evaluate(look)))
    assert len(seen) == len(PALETTES)


def test_while_a_page_is_read_it_shows_the_sentence_and_marks_the_word(
    page: Page, speaking: str
) -> None:
    remember(page, speaking, caption="on", rate=2, open=1)
    page.goto(speaking + "/article.html")
    expect(bar(page)).to_be_visible()
    press(page, "朗读")
    expect(words(page)).to_have_text("高龄津贴办事指南")
    expect(bar(page).locator(".now")).not_to_have_count(0)
    expect(words(page)).to_have_text("年满八十周岁、户籍在本县的老年人,可以申请高龄津贴。")
    expect(bar(page).locator(".now")).not_to_have_count(0)
    # what is heard goes before what is pointed at
    point(page, page.locator("a").first)
    expect(words(page)).to_contain_text("津贴按月发放", timeout=20_000)
    press(page, "暂停")
    expect(bar(page).locator(".now")).to_have_count(0)
    press(page, "继续")
    expect(bar(page).locator(".now")).not_to_have_count(0)
    press(page, "停止")
    expect(bar(page).locator(".now")).to_have_count(0)
    point(page, page.locator("a").first)
    expect(words(page)).to_have_text("在线申请")


def test_pinyin_and_traditional_characters_are_the_page_s(page: Page, care: str) -> None:
    ready(page, care + "/pointer.html", caption="on")
    expect(words(page)).to_be_visible()
    before = bar(page).locator(".paper").bounding_box()
    page.evaluate("a11y.set('pinyin', 'on'); a11y.set('script', 'traditional')")
    # The page makes room for its pinyin first: what is pointed at moves.
    expect(page.locator("#long ruby").first).to_contain_text("條")
    point(page, page.locator("#long"))
    expect(words(page)).to_contain_text("證")
    expect(bar(page).locator("ruby").first).to_be_visible()
    after = bar(page).locator(".paper").bounding_box()
    assert before is not None
    assert after is not None
    assert after["height"] > before["height"]
    # lines keep their height, so that pages hold whole lines
    high, line = page.evaluate(
        """() => {
          const { offsetHeight } = document.querySelector('a11y-toolbar').shadowRoot
            .querySelector('.caption .paper')
          return [offsetHeight, 96]
        }"""
    )
    assert high == 2 * line
    tops = page.evaluate(
        """() => [...new Set([...document.querySelector('a11y-toolbar').shadowRoot
          .querySelectorAll('.caption ruby')].map((each) => each.offsetTop))]"""
    )
    assert {later - earlier for earlier, later in itertools.pairwise(tops)} == {line}


def test_axe_finds_nothing(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    page.evaluate("a11y.set('caption', 'on'); a11y.set('magnifier', 'on')")
    press(page, "更多")
    expect(bar(page)).to_be_visible()
    point(page, page.locator("h1"))
    page.add_script_tag(path=AXE)
    result = page.evaluate(
        "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa',"
        " 'wcag22aa', 'best-practice'] })"
    )
    found = [(rule["id"], rule["nodes"][0]["html"]) for rule in result["violations"]]
    assert found == []


def test_leaving_restores_the_page(page: Page, care: str) -> None:
    for name in ["pointer.html", "frameset.html"]:
        page.goto(f"{care}/{name}")
        expect(launcher(page)).to_be_visible()
        before = [markup(frame) for frame in page.frames]
        page.evaluate("a11y.set('caption', 'large')")
        expect(bar(page)).to_be_visible()
        page.evaluate("a11y.exit()")
        expect(bar(page)).to_have_count(0)
        for frame in page.frames:
            frame.locator("html:not([data-a11y-on])").wait_for(state="attached")
        assert [markup(frame) for frame in page.frames] == before
