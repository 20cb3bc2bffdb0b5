"""What a portal adds and asks for: controls and palettes of its own, kiosks, a parent's cookie."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Page, Route, expect

from tests.e2e.looks import markup
from tests.e2e.site import PAGES, Portal
from tests.e2e.visitor import launcher, opened, press, remember, toolbar
from tests.servers import serve_asgi

pytestmark = pytest.mark.browser

DECLARATION = PAGES.parents[2] / "a11y" / "static" / "a11y.d.ts"
# What a call throws: the name of the error, and its message.
THROWN = (
    "(call) => { try { eval(call) } catch (error) { return `${error.name} ${error.message}` } }"
)


@pytest.fixture(scope="module")
def kiosk() -> Iterator[str]:
    """The address of a portal on machines in a service hall."""
    with serve_asgi(Portal(kiosk_seconds=90, kiosk_age=65, corner="top-left")) as url:
        yield url


@pytest.fixture(scope="module")
def shared() -> Iterator[str]:
    """The address of a portal whose cookie is for city.gov.cn."""
    with serve_asgi(Portal(cookie_domain="city.gov.cn")) as url:
        yield url


def errors(page: Page) -> list[str]:
    """What the console says is wrong, from now on."""
    found: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            found.append(message.text)

    page.on("console", hear)
    return found


def test_the_declaration_names_what_there_is(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    api = re.search(
        r"interface Api {(.*?)^  }", DECLARATION.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert api
    names = re.findall(r"^    (?:readonly )?(\w+)[(:]", api[1], re.MULTILINE)
    assert sorted(page.evaluate("Object.keys(a11y)")) == sorted(names)
    keys = re.search(r"type KeyName =(.*?)\n\n", DECLARATION.read_text("utf-8"), re.DOTALL)
    assert keys
    found = page.evaluate(THROWN, "a11y.keys({ nothing: null })")
    assert found.partition("there are: ")[2].split(", ") == re.findall(r"'(\w+)'", keys[1])


def test_a_portals_own_control_is_like_the_others(page: Page, care: str) -> None:
    page.goto(care + "/extended.html")
    expect(launcher(page)).to_be_visible()
    before = markup(page)
    launcher(page).click()
    press(page, "更多")
    tile = toolbar(page).get_by_role("button", name="大按钮", exact=True)
    expect(tile).to_have_attribute("aria-pressed", "false")
    tile.click()
    expect(tile).to_have_attribute("aria-pressed", "true")
    expect(toolbar(page).get_by_role("status")).to_have_text("大按钮 已打开")
    expect(page.locator("main a")).to_have_css("padding-left", "20px")
    toolbar(page).get_by_role("group", name="页边").get_by_role("button", name="加宽").click()
    expect(page.locator("main p")).to_have_css("margin-left", "10px")
    [cookie] = page.context.cookies()
    assert cookie["value"] == "v1&on=1&x-big-buttons=on&x-margin=10&open=1"
    press(page, "使用说明")
    expect(toolbar(page).get_by_text("把按钮变大。")).to_be_visible()
    press(page, "退出")
    expect(page.locator("main a")).to_have_css("padding-left", "0px")
    assert markup(page) == before


def test_a_portals_own_choice_is_kept_over_pages_that_do_not_know_it(page: Page, care: str) -> None:
    remember(page, care, **{"x-big-buttons": "on", "x-<": "on", "x-margin": "15"})
    opened(page, care + "/article.html")
    press(page, "放大")
    assert page.context.cookies()[0]["value"] == (
        "v1&on=1&size=125&x-big-buttons=on&x-margin=15&open=1"
    )
    page.goto(care + "/extended.html")
    expect(page.locator("main a")).to_have_css("padding-left", "20px")
    expect(page.locator("html")).to_have_attribute("data-a11y-x-big-buttons", "on")
    assert page.evaluate("a11y.get('x-margin')") == 0  # 15 is no step
    page.goto(care + "/article.html")
    expect(toolbar(page).get_by_role("region")).to_be_visible()
    press(page, "重置")
    assert page.context.cookies()[0]["value"] == "v1&on=1&open=1"


def test_a_portals_own_palette_is_worn_and_kept(page: Page, care: str) -> None:
    opened(page, care + "/extended.html")
    press(page, "城市深绿")
    expect(page.locator("body")).to_have_css("color", "rgb(255, 255, 255)")
    expect(page.locator("html")).to_have_css("background-color", "rgb(0, 48, 28)")
    expect(page.locator("main a")).to_have_css("color", "rgb(159, 232, 255)")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-a11y-theme", "x-city")
    expect(page.locator("main a")).to_have_css("color", "rgb(159, 232, 255)")
    swatch = toolbar(page).get_by_role("button", name="城市深绿")
    expect(swatch).to_have_attribute("aria-pressed", "true")


def test_both_may_come_after_the_toolbar(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    press(page, "更多")
    page.evaluate(
        """() => {
          a11y.define({ name: 'x-late', schema: { initial: 'a', choices: ['a', 'b', 'c'] },
            texts: { 'zh-CN': { label: '晚到', a: '甲', b: '乙', c: '丙' } } })
          a11y.palette({ name: 'x-pale', label: { 'zh-CN': '浅灰' }, soft: true,
            background: '#eee', text: '#555', link: '#245' })
        }"""
    )
    expect(toolbar(page).get_by_role("button", name="浅灰（柔和）")).to_be_visible()
    press(page, "更多", "乙")
    assert page.evaluate("a11y.get('x-late')") == "b"
    there = page.evaluate("a11y.preferences()")
    assert there["x-late"] == {
        "label": "晚到",
        "schema": {"initial": "a", "choices": ["a", "b", "c"]},
    }


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("a11y.define({ name: 'size' })", "a name begins with x-"),
        ("a11y.define({ name: 'x-a', schema: {} })", "schema has choices, or min, max, step"),
        ("a11y.define({ name: 'x-a', schema: { initial: 'a', choices: ['a', 'b;'] } })", "b;"),
        (
            "a11y.define({ name: 'x-a', schema: { initial: 'a', choices: ['a', 'b'] },"
            " texts: { 'zh-CN': { label: '甲', a: '甲' } } })",
            "texts has b",
        ),
        (
            "a11y.palette({ name: 'x-p', label: { 'zh-CN': '灰' }, background: '#fff',"
            " text: '#777', link: '#00f' })",
            "text has a contrast of 4.48, 7 is needed",
        ),
        (
            "a11y.palette({ name: 'x-p', label: { 'zh-CN': '灰' }, background: 'red',"
            " text: '#777', link: '#00f' })",
            "background is a colour as #rrggbb",
        ),
    ],
)
def test_what_is_not_right_is_refused(page: Page, care: str, call: str, why: str) -> None:
    opened(page, care + "/article.html")
    found = errors(page)
    with page.expect_console_message(lambda message: why in message.text):
        page.evaluate(f"() => {{ {call} }}")
    assert len(found) == 1


def test_leaving_is_an_event(page: Page, care: str) -> None:
    opened(page, care + "/article.html")
    page.evaluate("document.addEventListener('a11y:exit', () => (window.left = true))")
    press(page, "收起")
    assert page.evaluate("window.left") is None
    page.evaluate("a11y.exit()")
    assert page.evaluate("window.left") is True


@pytest.mark.parametrize(
    ("person", "on"),
    [
        ("{ age: 65 }", True),
        ("{ age: 64 }", False),
        ("{ birth: '1950-03-01' }", True),
        ("{ birth: '19500301' }", True),
        ("{ birth: '2001-03-01' }", False),
    ],
)
def test_a_kiosk_switches_care_mode_on_by_age(
    page: Page, kiosk: str, person: str, on: bool
) -> None:
    sent: list[str] = []
    page.goto(kiosk + "/article.html")
    page.on("request", lambda request: sent.append(request.url + (request.post_data or "")))
    assert page.evaluate(f"a11y.kiosk({person})") is on
    assert page.evaluate("document.documentElement.hasAttribute('data-a11y-on')") is on
    stored = page.evaluate("document.cookie + JSON.stringify(localStorage)")
    assert stored == ("a11y=v1&on=1&open=1{}" if on else "{}")
    assert not any("1950" in url or "65" in url.partition("?")[2] for url in sent)


@pytest.mark.parametrize("person", ["{}", "{ age: '70' }", "{ birth: '1950-02-30' }", "undefined"])
def test_a_kiosk_wants_an_age(page: Page, kiosk: str, person: str) -> None:
    page.goto(kiosk + "/article.html")
    name = page.evaluate(f"a11y.kiosk({person}).catch((error) => error.name)")
    assert name == "RangeError"


def test_the_age_is_sixty_if_nobody_says_otherwise(page: Page, care: str) -> None:
    page.goto(care + "/article.html")
    assert page.evaluate("a11y.kiosk({ age: 59 })") is False
    assert page.evaluate("a11y.kiosk({ age: 60 })") is True


def test_a_kiosk_forgets_after_a_warning(page: Page, kiosk: str) -> None:
    page.clock.install()
    page.goto(kiosk + "/article.html")
    expect(launcher(page)).to_be_visible()
    before = markup(page)
    page.evaluate("document.addEventListener('a11y:idle', () => (window.idle = true))")
    launcher(page).click()
    press(page, "放大")
    warning = toolbar(page).get_by_role("alertdialog", name="还在使用吗？")
    page.clock.run_for(55_000)
    expect(warning).to_be_hidden()
    page.clock.run_for(6_000)
    expect(warning).to_be_visible()
    expect(toolbar(page).get_by_role("button", name="继续使用")).to_be_focused()
    page.clock.run_for(10_000)
    expect(warning).to_contain_text(re.compile("(19|20) 秒后退出关爱模式"))
    press(page, "继续使用")
    expect(warning).to_be_hidden()
    expect(toolbar(page).get_by_role("button", name="放大")).to_be_focused()
    page.clock.run_for(58_000)
    page.mouse.move(300, 300)
    page.clock.run_for(58_000)
    expect(warning).to_be_hidden()
    page.clock.run_for(4_000)
    expect(warning).to_be_visible()
    page.mouse.move(200, 300)
    page.clock.run_for(31_000)
    assert page.evaluate("window.idle") is True
    assert markup(page) == before
    assert page.context.cookies() == []
    page.clock.run_for(200_000)
    expect(warning).to_be_hidden()


def test_the_launcher_starts_where_the_site_has_it(page: Page, kiosk: str) -> None:
    page.goto(kiosk + "/article.html")
    box = launcher(page).bounding_box()
    assert box is not None
    assert (box["x"], box["y"]) == (20, 24)


def test_portals_of_one_city_share_the_choice(page: Page, shared: str) -> None:
    def serve(route: Route) -> None:
        path = re.sub(r"^https?://[^/]+", "", route.request.url)
        route.fulfill(response=route.fetch(url=shared + path))

    page.context.route(re.compile(r"\.gov\.cn/"), serve)
    page.goto("http://www.city.gov.cn/article.html")
    expect(launcher(page)).to_be_visible()
    # of an earlier time, for this host alone
    page.context.add_cookies(
        [{"name": "a11y", "value": "v1&on=1&size=200", "url": "http://www.city.gov.cn"}]
    )
    launcher(page).click()
    press(page, "放大")
    [cookie] = page.context.cookies()
    assert (cookie["domain"], cookie["value"]) == (".city.gov.cn", "v1&on=1&size=125&open=1")
    page.goto("http://hall.city.gov.cn/article.html")
    expect(page.locator("html")).to_have_attribute("data-a11y-size", "125")
    press(page, "退出")
    assert page.context.cookies() == []
    # A host outside the domain keeps its own.
    page.goto("http://www.other.gov.cn/article.html")
    launcher(page).click()
    [cookie] = page.context.cookies()
    assert cookie["domain"] == "www.other.gov.cn"
