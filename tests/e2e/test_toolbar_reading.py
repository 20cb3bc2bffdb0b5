"""Reading aloud with the toolbar's buttons, through the server's own engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.site import Portal
from tests.e2e.visitor import opened, press, toolbar
from tests.servers import serve_asgi

pytestmark = pytest.mark.browser

# Every audio element that plays, in the order in which they first do.
HEAR = """(() => {
  window.heard = []
  const { play } = HTMLMediaElement.prototype
  HTMLMediaElement.prototype.play = function () {
    if (!heard.includes(this)) heard.push(this)
    return play.call(this)
  }
  window.states = []
  document.addEventListener('a11y:reading', ({ detail }) => states.push(detail.state))
})()"""
SPEAKING = "heard.some((audio) => !audio.paused && audio.currentTime > 0.2)"


@pytest.fixture(scope="module")
def speaking() -> Iterator[str]:
    portal = Portal(speech="auto")
    if not portal.speaks:
        pytest.skip("no speech engine is installed here")
    with serve_asgi(portal) as url:
        yield url


def test_one_button_starts_pauses_and_goes_on(page: Page, speaking: str) -> None:
    page.add_init_script(HEAR)
    opened(page, speaking + "/article.html")
    press(page, "朗读")
    page.wait_for_function(SPEAKING)
    expect(toolbar(page).get_by_role("button", name="暂停")).to_be_visible()
    assert page.evaluate("CSS.highlights.get('a11y-sentence').size") == 1
    press(page, "加快", "加快")
    page.wait_for_function("heard.find((audio) => !audio.paused)?.playbackRate == 1.5")
    press(page, "暂停")
    expect(toolbar(page).get_by_role("status")).to_have_text("朗读已暂停")
    page.wait_for_function("heard.every((audio) => audio.paused)")
    press(page, "继续")
    page.wait_for_function(SPEAKING)
    press(page, "停止")
    expect(toolbar(page).get_by_role("button", name="朗读")).to_be_visible()
    assert page.evaluate("CSS.highlights.has('a11y-sentence')") is False
    assert page.evaluate("[...states.slice(0, 3), states.at(-1)]") == [
        "loading",
        "playing",
        "paused",
        "idle",
    ]


def test_leaving_care_mode_is_silence(page: Page, speaking: str) -> None:
    page.add_init_script(HEAR)
    opened(page, speaking + "/article.html")
    press(page, "朗读")
    page.wait_for_function(SPEAKING)
    press(page, "退出")
    page.wait_for_function("heard.every((audio) => audio.paused)")
    assert page.evaluate("CSS.highlights.has('a11y-sentence')") is False


def test_in_a_frameset_the_largest_frame_is_read(page: Page, speaking: str) -> None:
    opened(page, speaking + "/frameset.html")
    press(page, "朗读")
    main = page.frame(name="main")
    assert main is not None
    main.wait_for_function("CSS.highlights.has('a11y-sentence')")
    press(page, "停止")
