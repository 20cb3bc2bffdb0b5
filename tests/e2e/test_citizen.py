"""A citizen reads the demo portal through the proxy: the whole way, with real sound."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from a11y_proxy.app import build_app
from playwright.sync_api import Page, Request, ViewportSize, expect

from a11y import Settings
from examples.portal.serve import app as portal_app
from tests.e2e.looks import contrasts, layout, markup
from tests.e2e.visitor import NARROW, PALETTES, WIDE, launcher, opened, press, remember, toolbar
from tests.servers import serve_asgi

pytestmark = pytest.mark.browser

NOTICE = "/zwgk/zcwj/202501/t20250115_10086.shtml"
PAGES = {
    "home": "/",
    "list": "/zwgk/list.asp?c=tzgg",
    "notice": NOTICE,
    "article": "/zwgk/show.asp?id=10118",
    "guide": "/bsfw/guide/bdc_zydj.html",
    "search": "/search/search.jsp?q=%D1%F8%C0%CF",
    "login": "/login/",
    "old": "/old/",
    "guestbook": "/old/lyb.htm",
    "modern": "/new/",
    "letter": "/new/feedback.html",
    "missing": "/nothing.html",
}
# Every <audio> that plays, although none of them is in the page.
HEAR = """
const players = new Set()
const play = HTMLMediaElement.prototype.play
HTMLMediaElement.prototype.play = function () { players.add(this); return play.call(this) }
window.heard = () => [...players].find((player) => !player.paused)
window.loudness = async () => {
  const player = window.heard()
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  context.createMediaStreamSource(player.captureStream()).connect(analyser)
  const samples = new Float32Array(analyser.fftSize)
  const end = performance.now() + 10000
  let loudest = 0
  while (loudest < 0.01 && performance.now() < end) {
    await new Promise(requestAnimationFrame)
    analyser.getFloatTimeDomainData(samples)
    loudest = Math.max(loudest, Math.sqrt(samples.reduce((sum, v) => sum + v * v, 0) / 2048))
  }
  await context.close()
  return loudest
}
window.highlighted = () =>
  [...(CSS.highlights.get('a11y-sentence') ?? [])].map((range) => range.toString()).join('')
"""


@pytest.fixture(scope="session")
def city() -> Iterator[str]:
    """The address of the demo portal behind the proxy."""
    with serve_asgi(portal_app) as origin, serve_asgi(build_app(origin, Settings())) as url:
        yield url


def switch_on(page: Page) -> None:
    """Press our button, or the portal's own entry where it has one."""
    page.locator("a[href='#a11y']").or_(launcher(page)).first.click()
    expect(page.locator("html")).to_have_attribute("data-a11y-on", "")


def start_reading(page: Page, url: str) -> None:
    """Switch care mode on, press 朗读 and wait for the first sound."""
    page.add_init_script(HEAR)
    opened(page, url)
    press(page, "朗读")
    page.wait_for_function("window.heard()?.currentTime > 0.2")


def test_the_notice_is_heard_and_shown_sentence_by_sentence(page: Page, city: str) -> None:
    start_reading(page, city + NOTICE)
    assert page.evaluate("loudness()") > 0.01
    first = page.evaluate("highlighted()")
    assert first
    assert first in page.inner_text("body").replace("\n", "")
    page.wait_for_function("(first) => highlighted() && highlighted() != first", arg=first)
    press(page, "暂停")
    page.wait_for_function("!window.heard()")
    press(page, "继续")
    page.wait_for_function("window.heard()")
    press(page, "停止")
    page.wait_for_function("!window.heard() && !highlighted()")


def test_the_rate_changes_within_a_sentence_and_asks_the_server_nothing(
    page: Page, city: str
) -> None:
    asked: list[str] = []

    def note(request: Request) -> None:
        if "/speech/plan" in request.url or ".mp3" in request.url:
            asked.append(request.url)

    start_reading(page, city + NOTICE)
    page.wait_for_function("window.heard()?.currentTime > 0.2")
    page.evaluate("window.before = { player: heard(), at: heard().currentTime, src: heard().src }")
    page.on("request", note)
    press(page, *["加快"] * 8)
    state = page.evaluate(
        "[heard() === before.player, heard().src === before.src,"
        " heard().currentTime >= before.at, heard().playbackRate, heard().preservesPitch]"
    )
    assert state == [True, True, True, 3, True]
    # The next sentence may be fetched ahead meanwhile; none is fetched or made twice.
    assert len(asked) == len(set(asked))
    assert not any("plan" in url for url in asked)
    expect(toolbar(page).get_by_role("button", name="加快")).to_have_attribute(
        "aria-disabled", "true"
    )


@pytest.mark.parametrize("name", PAGES)
def test_every_text_has_a_contrast_of_7_in_every_palette(page: Page, city: str, name: str) -> None:
    page.goto(city + PAGES[name])
    switch_on(page)
    for palette in PALETTES.values():
        press(page, palette)
        for frame in page.frames:
            poor = [text for text in contrasts(frame) if text["ratio"] < 7]
            assert not poor, (palette, frame.url, poor)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_or_overlaps_at_200_percent(
    page: Page, city: str, name: str, viewport: ViewportSize
) -> None:
    page.set_viewport_size(viewport)
    page.goto(city + PAGES[name])
    before = [layout(frame) for frame in page.frames]
    switch_on(page)
    press(page, *["放大"] * 4)
    expect(page.locator("html")).to_have_attribute("data-a11y-size", "200")
    after = [layout(frame) for frame in page.frames]
    for old, new in zip(before, after, strict=True):
        assert set(new["clipped"]) <= set(old["clipped"])
        pairs = {tuple(sorted(pair)) for pair in old["overlapping"]}
        assert {tuple(sorted(pair)) for pair in new["overlapping"]} <= pairs
    assert after[0]["overflow"] <= before[0]["overflow"]


@pytest.mark.parametrize("name", ["notice", "guide", "search", "login", "old", "letter"])
def test_leaving_restores_the_page_to_the_byte(page: Page, city: str, name: str) -> None:
    page.goto(city + PAGES[name])
    launcher(page).wait_for()
    before = [markup(frame) for frame in page.frames]
    launcher(page).click()
    press(page, "黑底黄字", "放大", "放大", "重置", "白底黑字", "放大", "放大", "放大", "放大")
    press(page, "退出")
    expect(page.locator("html")).not_to_have_attribute("data-a11y-on", "")
    assert [markup(frame) for frame in page.frames] == before
    assert page.context.cookies() == [] or "a11y" not in {
        cookie.get("name") for cookie in page.context.cookies()
    }


def test_the_choice_goes_with_the_visitor(page: Page, city: str) -> None:
    opened(page, city + "/")
    press(page, "黑底黄字", "放大", "加快")
    page.goto(city + NOTICE)
    for _ in range(2):
        html = page.locator("html")
        expect(html).to_have_attribute("data-a11y-theme", "yellow-on-black")
        expect(html).to_have_attribute("data-a11y-size", "125")
        expect(toolbar(page).get_by_text("1.25倍").first).to_be_visible()
        page.reload()


def test_a_form_is_sent_in_gbk_with_care_mode_on(page: Page, city: str) -> None:
    remember(page, city, theme="white-on-black", size=200)
    page.goto(city + "/search/search.jsp")
    page.locator("input[name=q]").first.fill("养老金")
    page.locator("input[name=q]").first.press("Enter")
    page.wait_for_url("**/search.jsp?*q=%D1%F8%C0%CF%BD%F0*")
    assert "养老金" in page.inner_text("body")


def test_the_way_by_keyboard_alone(page: Page, city: str) -> None:
    page.goto(city + NOTICE)
    launcher(page).wait_for()
    focused = "document.querySelector('a11y-toolbar').shadowRoot.activeElement?.innerText ?? ''"
    for _ in range(60):
        page.keyboard.press("Shift+Tab")
        if "关爱模式" in page.evaluate(focused):
            break
    page.keyboard.press("Enter")
    for _ in range(20):
        if "黑底" in page.evaluate(focused) and "黄字" in page.evaluate(focused):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("html")).to_have_attribute("data-a11y-theme", "yellow-on-black")
    for _ in range(20):
        if "退出" in page.evaluate(focused):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("html")).not_to_have_attribute("data-a11y-theme", "yellow-on-black")


def test_a_server_without_an_engine_leaves_it_to_the_browser(page: Page) -> None:
    with (
        serve_asgi(portal_app) as origin,
        serve_asgi(build_app(origin, Settings(speech="off"))) as url,
    ):
        page.add_init_script(HEAR)
        opened(page, url + NOTICE)
        press(page, "朗读")
        # This Chromium has no voice of its own: one plain sentence says so.
        expect(toolbar(page).get_by_text("没有可用的中文语音").first).to_be_visible()


def test_frames_fill_the_window_at_every_size(page: Page, city: str) -> None:
    opened(page, city + "/old/")
    bottom = "document.querySelector('frame[name=mainFrame]').getBoundingClientRect().bottom"
    for _ in range(4):
        press(page, "放大")
        assert 764 <= page.evaluate(bottom) <= 768


def test_the_wheel_scrolls_the_page_from_above_the_bar_too(page: Page, city: str) -> None:
    opened(page, city + NOTICE)
    page.mouse.move(400, 40)
    page.mouse.wheel(0, 300)
    page.wait_for_function("scrollY > 200")


def test_a_menu_that_would_begin_to_scroll_breaks_into_lines(page: Page, city: str) -> None:
    page.set_viewport_size(NARROW)
    opened(page, city + PAGES["letter"])
    press(page, *["放大"] * 4)
    hidden = "(menu) => menu.scrollWidth - menu.clientWidth"
    assert page.locator("header nav").first.evaluate(hidden) <= 1
