"""What the toolbar does to a page's content: links, motion, pictures, sounds, pop-ups, forms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from a11y_proxy.app import build_app
from playwright.sync_api import Page, expect

from a11y import Settings
from examples.portal.serve import app as portal_app
from tests.e2e.looks import markup
from tests.e2e.visitor import launcher, opened, press, remember, toolbar
from tests.servers import serve_asgi

pytestmark = pytest.mark.browser


def shut(page: Page) -> None:
    """Close the drawer, then the panel."""
    drawer = toolbar(page).get_by_role("region", name="更多功能")
    drawer.get_by_role("button", name="收起", exact=True).click()
    press(page, "收起")


# Those that are a style sheet and nothing else, or come with the drawer, have no file of their own.
AT_ONCE = {"突出链接", "突出标题", "突出焦点"}
FILES = "performance.getEntriesByType('resource').filter(({ name }) => /enactor-/.test(name))"


def loaded(page: Page, *names: str) -> None:
    """Wait until the functions' own files have run."""
    count = len(set(names) - AT_ONCE)
    page.wait_for_function(f"(count) => {FILES}.length >= count", arg=count)
    page.evaluate(f"Promise.all({FILES}.map(({{ name }}) => import(name)))")


def chosen(page: Page, url: str, *names: str) -> str:
    """The page with these functions switched on; returns its markup from before."""
    page.goto(url)
    expect(launcher(page)).to_be_visible()
    before = markup(page)
    launcher(page).click()
    press(page, "更多", *names)
    for name in names:
        button = toolbar(page).get_by_role("button", name=name, exact=True)
        expect(button).to_have_attribute("aria-pressed", "true")
    loaded(page, *names)
    shut(page)
    return before


def left(page: Page) -> str:
    """The markup after leaving care mode."""
    if toolbar(page).get_by_role("region", name="关爱模式工具条").is_hidden():
        launcher(page).click()
    press(page, "退出")
    return markup(page)


# Not of a copy: Chromium applies style attributes that the policy barred when elements are copied.
SOURCE = (
    """document.documentElement.outerHTML.replace(/<a11y-toolbar[^>]*><\\/a11y-toolbar>/, '')"""
)

# Links, headings, focus

FRAMED = """(element) => {
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
  return (outlineStyle == 'solid' && parseFloat(outlineWidth) >= 1) || boxShadow.includes('inset')
}"""


@pytest.mark.parametrize("palette", ["网页原色", "黑底黄字", "黄底蓝字"])
@pytest.mark.parametrize("size", [100, 200])
def test_every_link_has_a_frame_and_a_line(page: Page, care: str, palette: str, size: int) -> None:
    remember(page, care, links="on", size=size)
    opened(page, care + "/portal.html")
    press(page, palette)
    expect(page.locator("html")).to_have_attribute("data-a11y-links", "on")
    for link in page.locator("a[href]").all():
        assert link.evaluate(FRAMED)
        decorated = link.evaluate("(a) => getComputedStyle(a).textDecorationLine")
        assert decorated == "underline"
    # half of it lies within, where no list cuts it
    offset = "(a) => parseFloat(getComputedStyle(a).outlineOffset)"
    assert -1 <= page.locator("#news a").first.evaluate(offset) < 0
    press(page, "退出")
    assert "data-a11y" not in markup(page)


def test_a_line_under_a_link_reaches_the_boxes_in_it(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend',"
        ' \'<p><a id=boxed href=/1 style="text-decoration:none!important">'
        "<span style=display:inline-block>在线办理</span></a></p>')"
    )
    page.evaluate("a11y.set('links', 'on')")
    expect(page.locator("#boxed span")).to_have_css("text-decoration-line", "underline")
    expect(page.locator("#boxed")).to_have_css("text-decoration-line", "underline")


RING = """(element) => {
  const { outlineWidth, outlineStyle, outlineColor, boxShadow } = getComputedStyle(element)
  const light = /rgb\\(255, 255, 255\\)/.test(boxShadow)
  return [outlineStyle, parseFloat(outlineWidth) >= 3, outlineColor, light]
}"""


@pytest.mark.parametrize("palette", ["网页原色", "黑底黄字", "黄底蓝字"])
def test_the_focus_has_a_dark_and_a_light_ring(page: Page, care: str, palette: str) -> None:
    opened(page, care + "/portal.html")
    press(page, palette)
    page.evaluate("a11y.set('focus', 'on')")
    page.evaluate(
        "document.querySelectorAll('a').forEach("
        "(a) => a.style.setProperty('outline', 'none', 'important'))"
    )
    for selector in ["#nav a.home", "#kw", "#news a", ".hero .cover", "#go2"]:
        element = page.locator(selector).first
        element.focus()
        page.wait_for_function(
            "(s) => document.activeElement == document.querySelector(s)", arg=selector
        )
        page.wait_for_function(f"(s) => ({RING})(document.querySelector(s))[1]", arg=selector)
        assert element.evaluate(RING) == ["solid", True, "rgb(0, 0, 0)", True]


def test_a_ring_that_would_be_cut_lies_within(page: Page, care: str) -> None:
    before = chosen(page, care + "/portal.html", "突出焦点")
    link = page.locator("#news a").first
    link.focus()
    expect(link).to_have_attribute("data-a11y-r", "inside")
    expect(link).to_have_css("outline-offset", "-3px")
    page.locator("#kw").focus()
    expect(link).not_to_have_attribute("data-a11y-r", "inside")
    assert left(page) == before


# Motion


def test_what_moves_stands_still_and_is_all_there(page: Page, care: str) -> None:
    before = chosen(page, care + "/motion.html", "停止动画")
    expect(page.locator("#appear")).to_have_css("opacity", "1")
    expect(page.locator("#blink")).to_have_css("opacity", "1")
    page.wait_for_function(
        "!document.getAnimations().some((animation) => animation.playState == 'running')"
    )
    assert page.evaluate("drawing.animationsPaused()")
    assert page.evaluate("film.paused")
    assert page.evaluate("swiper.swiper.autoplay.running") is False
    expect(page.locator("html")).to_have_css("scroll-behavior", "auto")
    # all of the text of a marquee, not cut, and its link is the page's own
    box = page.locator("[data-a11y-mv=text]")
    expect(box).to_contain_text("请城乡居民")
    strip = page.locator(".strip")
    assert strip.evaluate("(e) => e.scrollHeight <= e.clientHeight + 1")
    expect(page.locator("#inner")).to_be_in_viewport()
    scroller = page.locator("[data-a11y-mv=list]")
    assert scroller.evaluate("(e) => [e.offsetHeight, e.scrollTop]") == [60, 0]
    left(page)
    assert markup(page) == before
    assert page.evaluate("drawing.animationsPaused()") is False
    assert page.evaluate("swiper.swiper.autoplay.running")
    page.wait_for_function("!film.paused")
    page.wait_for_function("turning.getAnimations()[0].playState == 'running'")


def test_a_script_that_begins_to_move_something_is_stopped_too(page: Page, care: str) -> None:
    chosen(page, care + "/motion.html", "停止动画")
    page.evaluate(
        "window.late = turning.animate([{ opacity: 0 }, { opacity: 1 }],"
        " { duration: 9000, fill: 'forwards' })"
    )
    page.wait_for_function("late.playState == 'finished'")
    expect(page.locator("#turning")).to_have_css("opacity", "1")


COLOUR = """(canvas) => [...canvas.getContext('2d').getImageData(0, 0, 1, 1).data]"""


def test_a_moving_picture_shows_its_first_frame(page: Page, care: str) -> None:
    page.goto(care + "/motion.html")
    box = page.locator("#gif").bounding_box()
    chosen(page, care + "/motion.html", "停止动画")
    still = page.locator("canvas[data-a11y-still]")
    expect(still).to_have_count(1)  # not the pixel
    assert still.evaluate(COLOUR) == [255, 0, 0, 255]
    expect(page.get_by_role("img", name="新消息")).to_have_count(1)
    now = still.bounding_box()
    assert box
    assert now
    assert (now["width"], now["height"]) == (box["width"], box["height"])


def test_a_film_plays_when_the_visitor_says_so(page: Page, care: str) -> None:
    chosen(page, care + "/motion.html", "停止动画")
    assert page.evaluate("film.paused")
    page.locator("#play").click()
    page.wait_for_function("!film.paused && film.currentTime > 0.1")


# Pictures


def test_pictures_give_way_to_their_words(page: Page, care: str) -> None:
    before = chosen(page, care + "/pictures.html", "隐藏图片")
    for name in ["news", "nameless", "titled", "decoration"]:
        expect(page.locator(f"#{name}")).to_be_hidden()
    words = page.locator("[data-a11y-alt]")
    expect(words).to_have_text(["县领导慰问老年人", "图片", "清河风光", "一网通办", "政务服务"])
    for label in words.all():
        assert label.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)") >= 16
    # links keep a name and can be pressed
    expect(page.get_by_role("link", name="一网通办")).to_be_visible()
    expect(page.get_by_role("link", name="政务服务")).to_be_visible()
    # what somebody needs stays
    for name in ["check", "check2", "code", "map", "button"]:
        expect(page.locator(f"#{name}")).to_be_visible()
    image = "(e) => getComputedStyle(e).backgroundImage"
    assert page.locator("#empty").evaluate(image) == "none"
    assert page.locator("#title").evaluate(image) != "none"
    assert page.locator("#icon").evaluate(image) != "none"
    assert left(page) == before


def test_pictures_that_come_later_or_change_are_followed(page: Page, care: str) -> None:
    chosen(page, care + "/pictures.html", "隐藏图片")
    page.evaluate(
        "later.innerHTML = '<img id=new src=hill.svg width=100 height=50 alt=后来的图片>'"
    )
    label = page.locator("#later [data-a11y-alt]")
    expect(label).to_have_text("后来的图片")
    page.evaluate("document.getElementById('new').alt = '换了一张'")
    expect(label).to_have_text("换了一张")
    page.evaluate("document.getElementById('new').remove()")
    expect(label).to_have_count(0)


# Sounds


def test_the_page_is_silent_and_gets_its_voice_back(page: Page, care: str) -> None:
    before = chosen(page, care + "/sounds.html", "静音")
    page.locator("#play").click()
    page.locator("#hidden").click()
    page.wait_for_function("!music.paused && !out.paused")
    inner = "document.getElementById('frame').contentDocument.getElementById('inner')"
    assert page.evaluate(f"[music.muted, out.muted, {inner}.muted]") == [True, True, True]
    page.evaluate("document.body.append(Object.assign(new Audio('tone.wav'), { id: 'more' }))")
    page.wait_for_function("document.getElementById('more').muted")
    page.evaluate("document.getElementById('more').remove()")
    assert left(page) == before
    assert page.evaluate(f"[music.muted, out.muted, {inner}.muted]") == [False, False, False]
    assert page.evaluate("silent.muted")  # as the page had it
    assert "native code" in page.evaluate("HTMLMediaElement.prototype.play.toString()")


# Pop-ups

ADVERTS = ["ad", "duilian_left", "notice"]
USEFUL = ["cookies", "cookies2", "side", "chat", "totop", "bar", "dialog", "qr", "menu", "slides"]


def test_adverts_are_put_away_and_nothing_else(page: Page, care: str) -> None:
    chosen(page, care + "/adverts.html", "收起浮窗")
    for name in ADVERTS:
        expect(page.locator(f"#{name}")).to_be_hidden()
    for name in USEFUL:
        expect(page.locator(f"#{name}")).to_be_visible()
    before = page.evaluate("ad.style.left")
    page.wait_for_function("(x) => ad.style.left != x", arg=before)  # its script goes on
    launcher(page).click()
    press(page, "更多")
    drawer = toolbar(page).get_by_role("region", name="更多功能")
    expect(drawer).to_contain_text("已收起 3 个浮动窗口")
    press(page, "显示浮窗")
    for name in ADVERTS:
        expect(page.locator(f"#{name}")).to_be_visible()
    expect(drawer.get_by_text("已收起 3 个浮动窗口")).to_be_hidden()
    left(page)
    assert "data-a11y" not in markup(page)


@pytest.fixture(scope="module")
def city() -> Iterator[str]:
    """The address of the demo portal behind the proxy."""
    settings = Settings(speech="off")
    with serve_asgi(portal_app) as origin, serve_asgi(build_app(origin, settings)) as url:
        yield url


AWAY = "[...document.querySelectorAll('[data-a11y-pp]')].map(({ id }) => id).sort()"


def test_what_floats_on_pages_is_told_apart(page: Page, care: str) -> None:
    remember(page, care, popups="on")
    page.goto(care + "/floats.html")
    adverts = page.locator(".advert").evaluate_all("(all) => all.map((each) => each.className)")
    assert len(adverts) == 4
    page.wait_for_function("document.querySelectorAll('.advert[data-a11y-pp]').length == 4")
    # dialogs that were asked for, navigation, help, warnings: all there
    wrong = page.locator("[data-a11y-pp]:not(.advert)")
    assert wrong.evaluate_all("(all) => all.map((each) => each.id)") == []


def test_the_adverts_of_the_demo_portal_are_put_away(page: Page, city: str) -> None:
    remember(page, city, popups="on")
    page.goto(city + "/")
    page.wait_for_function(f"{AWAY}.length == 3")
    assert page.evaluate(AWAY) == ["adleft", "adright", "pop"]
    page.goto(city + "/zwgk/list.asp?c=tzgg")  # one that drifts over the page
    page.wait_for_function(f"{AWAY}.length == 1")
    assert page.evaluate(AWAY) == ["floatad"]
    for path in ["/bsfw/", "/login/", "/new/", "/new/feedback.html"]:
        page.goto(city + path)
        loaded(page, "收起浮窗")
        assert page.evaluate(AWAY) == []


@pytest.mark.parametrize("path", ["/bsfw/", "/login/", "/old/lyb.htm", "/new/feedback.html"])
def test_the_demo_portal_gets_everything_back(page: Page, city: str, path: str) -> None:
    page.goto(city + path)
    page.wait_for_function("window.a11y")
    before = page.evaluate(SOURCE)
    for name in ["links", "headings", "focus", "motion", "images", "mute", "popups", "forms"]:
        page.evaluate("(name) => a11y.set(name, 'on')", name)
    loaded(page, "motion", "images", "mute", "popups", "forms")
    page.locator("a[href]:visible, input:visible").first.focus()
    page.evaluate("a11y.exit()")
    expect(page.locator("html")).not_to_have_attribute("data-a11y-on", "")
    assert page.evaluate(SOURCE) == before


# Mis-tap guard


def dialog(page: Page) -> Any:
    return toolbar(page).get_by_role("alertdialog")


def log(page: Page) -> list[str]:
    found: list[str] = page.evaluate("log.splice(0)")
    return found


def test_a_far_reaching_press_is_asked_about_first(page: Page, care: str) -> None:
    before = chosen(page, care + "/tasks.html", "防误触")
    page.locator("#name").fill("李大爷")
    page.locator("#send").click()
    expect(dialog(page)).to_have_accessible_name("确定要“提交申请”吗？")
    expect(dialog(page)).to_contain_text("您填写的内容将发送给“高龄津贴申请”。")
    assert log(page) == []
    safe = toolbar(page).get_by_role("button", name="再看看")
    expect(safe).to_be_focused()
    for button in dialog(page).get_by_role("button").all():
        box = button.bounding_box()
        assert box
        assert box["height"] >= 64
    # the page is out of reach for the keyboard
    for _ in range(5):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.localName") in ("a11y-toolbar", "body")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(page.locator("#send")).to_be_focused()
    assert log(page) == []
    page.wait_for_timeout(1000)  # a press within a second would be a tremble
    page.keyboard.press("Enter")
    toolbar(page).get_by_role("button", name="确定", exact=True).click()
    page.wait_for_function("log.length == 2")
    assert log(page) == ["click send", "submit apply"]
    page.locator("#remove").click()
    expect(dialog(page)).to_contain_text("可能无法恢复")
    toolbar(page).get_by_role("button", name="确定", exact=True).click()
    page.wait_for_function("log.length == 1")
    assert log(page) == ["removed"]
    page.locator("#clear").click()
    expect(dialog(page)).to_have_accessible_name("确定要清空吗？")
    toolbar(page).get_by_role("button", name="再看看").click()
    assert log(page) == []
    expect(page.locator("#name")).to_have_value("李大爷")
    page.evaluate("document.forms[0].reset(); log.length = 0")
    assert left(page) == before


def test_what_is_harmless_is_not_asked_about(page: Page, care: str) -> None:
    chosen(page, care + "/tasks.html", "防误触")
    for name in ["check", "find", "enter", "news", "count"]:
        page.locator(f"#{name}").click()
        assert f"click {name}" in log(page)
    # a form that the browser itself holds back
    page.locator("#send").click()
    assert log(page) == ["click send"]
    expect(dialog(page)).to_have_count(0)


def test_a_form_without_a_button_is_asked_about(page: Page, care: str) -> None:
    chosen(page, care + "/tasks.html", "防误触")
    page.locator("#only").press("Enter")
    expect(dialog(page)).to_have_accessible_name("确定要继续吗？")
    assert log(page) == []
    toolbar(page).get_by_role("button", name="确定", exact=True).click()
    page.wait_for_function("log.length == 1")
    assert log(page) == ["submit plain"]


def test_the_second_of_two_quick_presses_is_swallowed(page: Page, care: str) -> None:
    chosen(page, care + "/tasks.html", "防误触")
    page.locator("#count").dblclick()
    assert log(page) == ["click count"]


def test_a_form_in_a_frame_asks_on_top(page: Page, care: str) -> None:
    remember(page, care, guard="on", forms="on")
    page.goto(care + "/office.html")
    frame = page.frame_locator("#form")
    page.wait_for_function(f"frames[0].eval(`{FILES}.length`) == 2")
    page.frames[1].evaluate(f"Promise.all({FILES}.map(({{ name }}) => import(name)))")
    frame.locator("#name").fill("李大爷")
    expect(card(page)).to_have_text("姓 名必填")
    field = frame.locator("#name").bounding_box()
    box = card(page).bounding_box()
    assert field
    assert box
    assert box["y"] >= field["y"] + field["height"] or box["y"] + box["height"] <= field["y"]
    assert abs(box["x"] - field["x"]) < 12
    frame.locator("#send").click()
    expect(dialog(page)).to_contain_text("办事大厅")
    toolbar(page).get_by_role("button", name="确定", exact=True).click()
    page.wait_for_function("frames[0].log.length == 2")
    assert page.frames[1].evaluate("log") == ["click send", "submit apply"]


# Form help


def card(page: Page) -> Any:
    return page.locator("a11y-toolbar .stage .forms")


def test_a_field_is_explained_in_large_type(page: Page, care: str) -> None:
    before = chosen(page, care + "/tasks.html", "填表帮助")
    page.locator("#name").focus()
    expect(card(page)).to_have_text("姓 名必填")
    name = card(page).locator(".name")
    assert name.evaluate("(e) => parseFloat(getComputedStyle(e).fontSize)") >= 26
    page.locator("#phone").focus()
    for text in [
        "联系电话",
        "仅用于办理进度通知",
        "11位手机号码",
        "请填写电话号码",
        "最多 11 个字",
    ]:
        expect(card(page)).to_contain_text(text)
    page.locator("#secret").focus()
    expect(card(page)).to_contain_text("密码")
    expect(card(page)).not_to_contain_text("不可看见")
    page.locator("#idcard").focus()
    expect(card(page).locator(".error")).to_have_text("身份证号码应为18位")
    expect(card(page)).not_to_contain_text("1101011940")
    page.locator("#man").focus()
    expect(card(page)).to_contain_text("性别:男")
    field = page.locator("#man").bounding_box()
    box = card(page).bounding_box()
    assert field
    assert box
    apart = box["y"] + box["height"] <= field["y"] or box["y"] >= field["y"] + field["height"]
    assert apart
    # the page's own message, large and whole
    wrong = page.locator("#wrong")
    assert wrong.evaluate(
        "(e) => [parseFloat(getComputedStyle(e).fontSize) >= 20,"
        " e.scrollHeight <= e.clientHeight + 1]"
    ) == [True, True]
    page.locator("#name").focus()
    page.locator("#send").click()
    expect(card(page).locator(".error")).not_to_be_empty()
    page.locator("#name").fill("李大爷")
    expect(card(page).locator(".error")).to_have_count(0)
    page.locator("#send").focus()
    expect(card(page)).to_have_count(0)
    page.evaluate("document.forms[0].reset()")
    assert left(page) == before


# Time limits


def test_a_page_that_leads_on_says_so_and_can_be_held(page: Page, care: str) -> None:
    remember(page, care, timeout="on")
    page.goto(care + "/refresh.html")
    expect(dialog(page)).to_contain_text("本页会自动转到另一页")
    toolbar(page).get_by_role("button", name="继续停留").click()
    page.wait_for_timeout(6000)  # nothing tells that nothing will happen
    assert page.url.endswith("/refresh.html")


def test_the_end_of_a_session_is_said(page: Page, care: str) -> None:
    remember(page, care, timeout="on")
    page.goto(care + "/session.html")
    expect(dialog(page)).to_contain_text("本页会超时退出")
    toolbar(page).get_by_role("button", name="知道了").click()
    expect(dialog(page)).to_have_count(0)


# All of them

EVERY = [
    "突出链接",
    "突出标题",
    "突出焦点",
    "停止动画",
    "隐藏图片",
    "静音",
    "收起浮窗",
    "防误触",
    "填表帮助",
    "超时提醒",
]


@pytest.mark.parametrize("name", ["portal", "motion", "pictures", "tasks", "adverts"])
def test_all_together_leave_nothing_behind(page: Page, care: str, name: str) -> None:
    page.add_init_script(
        "window.reports = []; document.addEventListener('securitypolicyviolation',"
        " (event) => reports.push(event.violatedDirective + ' ' + event.sourceFile))"
    )
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{care}/{name}.html?csp")
    expect(launcher(page)).to_be_visible()
    before, reports = page.evaluate(SOURCE), page.evaluate("reports.length")
    launcher(page).click()
    press(page, "更多", *EVERY)
    loaded(page, *EVERY)
    shut(page)
    page.locator("a:visible, input:visible, h1").first.focus()
    launcher(page).click()
    press(page, "退出")
    assert page.evaluate(SOURCE) == before
    assert page.evaluate("reports.length") == reports
    assert complaints == []
    assert page.evaluate("document.adoptedStyleSheets.length") == 0
