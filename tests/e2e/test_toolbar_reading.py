"""Reading aloud with the toolbar's buttons, through the server's own engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, ViewportSize, expect
from playwright.sync_api import TimeoutError as NotYet

from tests.e2e.site import Portal
from tests.e2e.visitor import NARROW, opened, press, toolbar
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
    expect(toolbar(page).get_by_role("button", name="暂停", exact=True)).to_be_visible()
    assert page.evaluate("CSS.highlights.get('a11y-sentence').size") == 1
    press(page, "加快", "加快")
    page.wait_for_function("heard.find((audio) => !audio.paused)?.playbackRate == 1.5")
    press(page, "暂停")
    expect(toolbar(page).get_by_role("status")).to_have_text("朗读已暂停")
    page.wait_for_function("heard.every((audio) => audio.paused)")
    press(page, "继续")
    page.wait_for_function(SPEAKING)
    press(page, "停止")
    expect(toolbar(page).get_by_role("button", name="朗读", exact=True)).to_be_visible()
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


def player(page: Page) -> Locator:
    """The player at the lower edge of the window."""
    return toolbar(page).get_by_role("region", name="播放器")


def reading(page: Page, url: str) -> None:
    """A page that is being read: its first sentence can be heard."""
    page.add_init_script(HEAR)
    opened(page, url)
    press(page, "朗读")
    page.wait_for_function(SPEAKING)


def read_now(page: Page, sentence: str) -> None:
    """Wait until this is the sentence that is read."""
    page.wait_for_function(
        """(wanted) => {
          const [range] = CSS.highlights.get('a11y-sentence') ?? []
          return range && `${range}` == wanted
        }""",
        arg=sentence,
    )


TITLE = "高龄津贴办事指南"
FIRST = "年满八十周岁、户籍在本县的老年人,可以申请高龄津贴。"
SECOND = "津贴按月发放,从批准的当月算起。"
THIRD = "每年年底核验一次,核验可以在手机上完成,也可以由社区工作人员上门办理。"


def test_the_player_goes_back_and_forward(page: Page, speaking: str) -> None:
    reading(page, speaking + "/article.html")
    read_now(page, TITLE)
    press(page, "下一句")
    read_now(page, FIRST)
    press(page, "下一句", "下一句")
    read_now(page, THIRD)
    press(page, "上一句")  # only just begun: so it is the one before
    read_now(page, SECOND)
    press(page, "上一段")
    read_now(page, FIRST)
    press(page, "下一段")
    read_now(page, SECOND)
    expect(player(page).get_by_role("progressbar")).to_have_attribute(
        "aria-valuetext", "第 3 句，共 5 句，还剩不到 1 分钟"
    )
    press(page, "上一段", "上一段")
    read_now(page, TITLE)


def test_back_is_to_the_beginning_of_a_sentence_that_was_heard_for_a_while(
    page: Page, speaking: str
) -> None:
    reading(page, speaking + "/article.html")
    press(page, "下一句")
    read_now(page, FIRST)
    page.wait_for_function("heard.some((audio) => !audio.paused && audio.currentTime > 2.2)")
    press(page, "上一句")
    page.wait_for_function("heard.some((audio) => !audio.paused && audio.currentTime < 1)")
    read_now(page, FIRST)


def test_the_player_stays_while_the_bar_is_collapsed(page: Page, speaking: str) -> None:
    reading(page, speaking + "/article.html")
    press(page, "收起")
    expect(player(page)).to_be_visible()
    press(page, "停一下")
    page.wait_for_function("heard.every((audio) => audio.paused)")
    press(page, "播放")
    page.wait_for_function(SPEAKING)
    press(page, "停止朗读")
    page.wait_for_function("states.at(-1) == 'idle'")
    expect(player(page)).to_be_visible()
    press(page, "关播放器")
    expect(player(page)).to_be_hidden()


def test_escape_stops(page: Page, speaking: str) -> None:
    reading(page, speaking + "/article.html")
    page.locator("a").focus()
    page.keyboard.press("Escape")
    page.wait_for_function("states.at(-1) == 'idle' && heard.every((audio) => audio.paused)")


def test_a_click_on_a_sentence_goes_on_from_there(page: Page, speaking: str) -> None:
    reading(page, speaking + "/article.html")
    page.evaluate(
        """() => {
          window.shown = []
          const { set } = HighlightRegistry.prototype
          HighlightRegistry.prototype.set = function (name, mark) {
            if (name == 'a11y-sentence') shown.push([...mark].join())
            return set.call(this, name, mark)
          }
        }"""
    )
    page.get_by_text(THIRD).click(position={"x": 300, "y": 10})
    read_now(page, THIRD)
    assert page.evaluate("shown[0]") == THIRD, "at once"
    with page.expect_request("**/apply"):
        page.get_by_role("link", name="在线申请").click()


def test_a_click_does_nothing_while_nothing_is_read(page: Page, speaking: str) -> None:
    reading(page, speaking + "/article.html")
    press(page, "停止朗读")
    page.get_by_text(THIRD).click(position={"x": 300, "y": 10})
    assert page.evaluate("[states.at(-1), CSS.highlights.has('a11y-sentence')]") == ["idle", False]


def test_the_word_that_is_heard_is_marked_in_its_sentence(page: Page, speaking: str) -> None:
    reading(page, speaking + "/article.html")
    words = """() => {
      const [sentence] = CSS.highlights.get('a11y-sentence') ?? []
      const [word] = CSS.highlights.get('a11y-word') ?? []
      return sentence && word && `${sentence}`.includes(`${word}`) && `${word}` != `${sentence}`
    }"""
    page.wait_for_function(words)
    press(page, "停止朗读")
    assert page.evaluate("CSS.highlights.has('a11y-word')") is False


@pytest.mark.parametrize(
    "size",
    [NARROW, {"width": 683, "height": 384}, {"width": 320, "height": 640}],
    ids=["narrow", "200 %", "small"],
)
def test_the_player_fits_and_its_buttons_are_large(
    page: Page, speaking: str, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    reading(page, speaking + "/article.html")
    press(page, "收起")
    boxes = [button.bounding_box() for button in player(page).get_by_role("button").all()]
    assert len(boxes) == 8
    for box in boxes:
        assert box
        assert box["width"] >= 48
        assert box["height"] >= 48
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
        assert box["y"] + box["height"] <= size["height"]


def test_the_keys_of_a_keyboard_and_a_lock_screen(page: Page, speaking: str) -> None:
    page.add_init_script(
        """window.keys = {}
        navigator.mediaSession.setActionHandler = (name, act) => {
          if (name == 'seekforward') throw new TypeError('not known here')
          keys[name] = act
        }"""
    )
    reading(page, speaking + "/article.html")
    assert page.evaluate("navigator.mediaSession.metadata.title") == TITLE
    page.evaluate("keys.nexttrack()")
    read_now(page, FIRST)
    page.evaluate("keys.pause()")
    page.wait_for_function("heard.every((audio) => audio.paused)")
    assert page.evaluate("navigator.mediaSession.playbackState") == "paused"
    page.evaluate("keys.play()")
    page.wait_for_function(SPEAKING)
    page.evaluate("keys.stop()")
    page.wait_for_function("states.at(-1) == 'idle'")
    assert page.evaluate("[keys.play, navigator.mediaSession.metadata]") == [None, None]


def test_the_sound_of_the_page_can_be_downloaded(page: Page, speaking: str) -> None:
    reading(page, speaking + "/article.html")
    with page.expect_download() as began:
        press(page, "下载")
    assert began.value.suggested_filename == f"{TITLE}.mp3"
    sound = Path(began.value.path()).read_bytes()
    assert len(sound) > 20_000
    page.wait_for_function(SPEAKING)


def test_where_tokens_are_required_they_are_sent_and_renewed(page: Page) -> None:
    portal = Portal(speech="auto", speech_tokens="required")
    if not portal.speaks:
        pytest.skip("no speech engine is installed here")
    with serve_asgi(portal) as url:
        tokens = []

        def stale(route: Route) -> None:
            tokens.append(route.request.url)
            if len(tokens) == 1:
                route.fulfill(json={"v": 1, "token": "x" * 48, "seconds": 1800})
            else:
                route.continue_()

        page.route("**/speech/token", stale)
        reading(page, url + "/article.html")
        read_now(page, TITLE)
        assert len(tokens) == 2
        press(page, "停止", "朗读")
        page.wait_for_function(SPEAKING)
        assert len(tokens) == 2, "it is good for half an hour"


def test_how_loud_and_with_what_pauses_it_is_read(page: Page, speaking: str) -> None:
    reading(page, speaking + "/article.html")
    page.evaluate("a11y.set('volume', 40)")
    page.wait_for_function("heard.every((audio) => audio.volume == 0.4)")
    page.evaluate("a11y.set('gap', 'long')")
    page.evaluate(
        """() => {
          const times = (window.times = {})
          for (const audio of heard) {
            audio.addEventListener('ended', () => (times.ended ??= performance.now()))
            audio.addEventListener('playing', () => {
              if (times.ended) times.next ??= performance.now()
            })
          }
        }"""
    )
    read_now(page, FIRST)
    page.wait_for_function("times.next")
    assert page.evaluate("times.next - times.ended") >= 1500
    page.reload()
    assert page.evaluate("document.cookie").find("gap=long&volume=40") >= 0
    press(page, "朗读")
    page.wait_for_function("heard.some((audio) => !audio.paused && audio.volume == 0.4)")


def test_it_is_read_three_times_as_fast(page: Page, speaking: str) -> None:
    page.add_init_script(HEAR)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, speaking + "/article.html")
    press(page, "朗读")
    page.wait_for_function(SPEAKING)
    press(page, "停一下")
    before = len(asked)
    page.evaluate("a11y.set('rate', 3)")
    assert page.evaluate("heard.map((audio) => audio.playbackRate).every((rate) => rate == 3)")
    assert [url for url in asked[before:] if "/speech/" in url] == []


def test_what_is_pointed_at_is_read(page: Page, speaking: str) -> None:
    page.add_init_script(HEAR)
    opened(page, speaking + "/article.html")
    page.evaluate("a11y.set('pointing', 'on')")
    # The switch's code is on its way: the mouse comes again until somebody follows it.
    come = page.get_by_text(FIRST)
    while not page.evaluate("states.length"):
        come.hover(position={"x": 20, "y": 8})
        come.hover(position={"x": 60, "y": 8})
        with suppress(NotYet):
            page.wait_for_function("states.length", timeout=2000)
    read_now(page, FIRST.partition(",")[0] + ",")  # the first clip is short, for a quick start
    page.get_by_text(TITLE).hover(position={"x": 20, "y": 8})
    read_now(page, TITLE)
    page.wait_for_function("states.at(-1) == 'idle'")
    press(page, "朗读")  # now the whole page: nothing interrupts it
    page.wait_for_function("states.at(-1) == 'playing'")
    page.get_by_text(THIRD).hover()
    read_now(page, FIRST)
    page.evaluate("a11y.set('pointing', 'off')")


def test_what_is_selected_is_read(page: Page, speaking: str) -> None:
    page.add_init_script(HEAR)
    opened(page, speaking + "/article.html")
    page.evaluate("a11y.set('selecting', 'on')")
    page.evaluate(
        """() => {
          const [first, second] = document.querySelectorAll('p')
          getSelection().setBaseAndExtent(first.firstChild, 6, second.firstChild, 6)
        }"""
    )
    own = toolbar(page).get_by_role("button", name="读这段")
    expect(own).to_be_visible()
    box = own.bounding_box()
    assert box
    assert min(box["width"], box["height"]) >= 48
    press(page, "读这段")
    read_now(page, FIRST[6:])
    expect(own).to_be_hidden()
    read_now(page, SECOND[:6])
    page.wait_for_function("states.at(-1) == 'idle'")
