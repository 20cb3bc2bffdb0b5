"""Reading aloud in a real browser: the sound, the speed, the highlight, and what is read."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from a11y.settings import Settings
from a11y.speech import SpeechService, routes
from tests.e2e.reading_pages import CSS, PAGES
from tests.servers import serve_asgi

pytestmark = pytest.mark.browser

WIDGET = Path(__file__).parents[2] / "widget"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "media-src 'self'; img-src 'self'; frame-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


@dataclass
class Portal:
    """A site with the speech routes, and what was asked of them."""

    url: str
    requests: list[str] = field(default_factory=list)

    def clips(self) -> list[str]:
        return [path for path in self.requests if path.endswith(".mp3")]


@pytest.fixture(scope="session")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The reader and the page's half of these tests, bundled as the widget is."""
    esbuild = shutil.which("esbuild", path=WIDGET / "node_modules" / ".bin")
    if not esbuild:
        pytest.fail("esbuild is not installed: run npm ci in widget/")
    bundle = tmp_path_factory.mktemp("reading") / "app.js"
    options = ["--bundle", "--target=chrome86", "--charset=utf8", "--tsconfig-raw={}"]
    page = WIDGET / "test" / "reading-page.js"
    subprocess.run(
        [esbuild, page, *options, f"--outfile={bundle}", "--log-level=warning"], check=True
    )
    return bundle.read_text(encoding="utf-8")


@contextmanager
def serve(script: str, settings: Settings) -> Iterator[Portal]:
    service = SpeechService(settings)
    portal = Portal("")

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await service.aclose()

    async def page(request: Request) -> Response:
        headers = {"Content-Security-Policy": POLICY}
        return Response(PAGES[request.url.path], headers=headers, media_type="text/html")

    app = Starlette(
        routes=[
            Mount("/_a11y/speech", routes=routes(service)),
            Route("/app.js", lambda _: Response(script, media_type="text/javascript")),
            Route("/favicon.ico", lambda _: Response(status_code=204)),
            Route("/style.css", lambda _: Response(CSS, media_type="text/css")),
            *(Route(path, page) for path in PAGES),
        ],
        lifespan=lifespan,
    )
    with serve_asgi(_recording(app, portal.requests)) as url:
        portal.url = url
        yield portal


def _recording(app: ASGIApp, requests: list[str]) -> ASGIApp:
    async def record(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and "/speech/" in scope["path"]:
            requests.append(scope["path"])
        await app(scope, receive, send)

    return record


@pytest.fixture(scope="module")
def site(script: str) -> Iterator[Portal]:
    with serve(script, Settings()) as portal:
        yield portal


@pytest.fixture
def portal(site: Portal) -> Portal:
    site.requests.clear()
    return site


@pytest.fixture
def problems(page: Page) -> Iterator[list[str]]:
    """Whatever the page's console calls an error; nothing may."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on(
        "console", lambda message: found.append(message.text) if message.type == "error" else None
    )
    yield found
    assert found == []


@pytest.fixture(scope="module")
def text_page(browser: Browser, site: Portal) -> Iterator[Page]:
    """One page for all tests that only look at what would be read."""
    context = browser.new_context(base_url=site.url)
    yield context.new_page()
    context.close()


def begin(page: Page, portal: Portal, path: str = "/article") -> None:
    """Open a page and press its button, as a visitor does."""
    page.goto(portal.url + path)
    page.click("#start")


def until(page: Page, condition: str, arg: object = None) -> None:
    """Wait until something is so. Playwright's own wait needs eval, which the policy forbids."""
    page.evaluate(
        """([arg, what]) => new Promise((resolve, reject) => {
          const end = performance.now() + 15000
          const look = (arg) => (CONDITION)
          const poll = () => look(arg) ? resolve()
            : performance.now() > end ? reject(new Error(`never: ${what}`)) : setTimeout(poll, 10)
          poll()
        })""".replace("CONDITION", condition),
        [arg, condition],
    )


def reached(page: Page, state: str) -> None:
    until(page, "reader.state === arg", state)


def events(page: Page, kind: str) -> list[Any]:
    return [event for event in page.evaluate("events") if event["type"] == kind]


def sentence(page: Page) -> str:
    """The text of the present sentence, as it was planned."""
    return str(page.evaluate("highlighted()"))


def test_the_page_is_heard(page: Page, portal: Portal, problems: list[str]) -> None:
    begin(page, portal)
    until(page, "reader.audio.currentTime > 0.3")
    until(page, "loudest() > 0.02")
    assert page.evaluate("reader.audio.isConnected") is False
    assert [event["state"] for event in events(page, "state")][:2] == ["loading", "playing"]


def test_each_sentence_is_highlighted_while_it_is_read(
    page: Page, portal: Portal, problems: list[str]
) -> None:
    page.goto(portal.url + "/steps")
    before = page.evaluate("document.documentElement.outerHTML")
    page.evaluate("reader.setRate(3)")
    page.click("#start")
    until(page, "events.at(-1)?.state === 'idle'")
    shown = [(event["index"], event["marked"]) for event in events(page, "progress")]
    assert shown == [
        (0, "通知"),
        (1, "好。"),
        (2, "请看：共有20元。"),
        (3, "走了。"),
        (4, "谢谢。"),
        (5, None),
    ]
    assert page.evaluate("document.documentElement.outerHTML") == before, "the page is touched"


def test_the_whole_page_is_read_and_then_there_is_silence(
    page: Page, portal: Portal, problems: list[str]
) -> None:
    page.goto(portal.url + "/short")
    page.evaluate("reader.setRate(3)")
    page.click("#start")
    until(page, "events.at(-1)?.state === 'idle'")
    assert page.evaluate("reader.audio.paused")
    progress = [(event["index"], event["count"]) for event in events(page, "progress")]
    assert progress == [(0, 2), (1, 2), (2, 2)]
    assert len(portal.clips()) == len(set(portal.clips())) == 2, "each clip is asked for once"


def test_the_speed_changes_in_the_middle_of_a_sentence(
    page: Page, portal: Portal, problems: list[str]
) -> None:
    begin(page, portal)
    until(page, "reader.audio.currentTime > 0.2 && reader.progress.count > 4")
    until(
        page,
        "performance.getEntriesByType('resource').filter((e) => /mp3/.test(e.name)).length > 1",
    )
    before = list(portal.requests)
    clip, at = page.evaluate("[reader.audio.src, reader.audio.currentTime]")
    page.evaluate("reader.setRate(2)")
    assert page.evaluate("[reader.audio.playbackRate, reader.audio.preservesPitch]") == [2, True]
    until(page, "reader.audio.currentTime > arg + 0.2", at)
    assert page.evaluate("reader.audio.src") == clip
    assert portal.requests == before, "the new speed is not asked of the server"
    assert page.evaluate("reader.state") == "playing"
    page.evaluate("reader.setRate(9)")
    assert page.evaluate("reader.audio.playbackRate") == 3


def test_pause_resume_and_stop(page: Page, portal: Portal, problems: list[str]) -> None:
    begin(page, portal)
    until(page, "reader.audio.currentTime > 0.2")
    page.evaluate("reader.pause()")
    assert page.evaluate("[reader.state, reader.audio.paused]") == ["paused", True]
    at = page.evaluate("reader.audio.currentTime")
    held = sentence(page)
    page.evaluate("reader.resume()")
    until(page, "reader.audio.currentTime > arg + 0.1", at)
    assert sentence(page) == held
    page.evaluate("reader.stop()")
    assert page.evaluate("[reader.state, reader.audio.paused]") == ["idle", True]
    page.evaluate("reader.resume()")
    assert page.evaluate("reader.state") == "idle"
    states = [event["state"] for event in events(page, "state")]
    assert states == ["loading", "playing", "paused", "loading", "playing", "idle"]


def test_a_pause_before_the_first_sound_holds(page: Page, portal: Portal) -> None:
    begin(page, portal)
    page.evaluate("reader.stop(); events.length = 0; reader.start(); reader.pause()")
    assert page.evaluate("reader.state") == "paused"
    until(page, "reader.progress.count > 3")
    assert page.evaluate("reader.audio.paused")
    page.evaluate("reader.resume()")
    until(page, "reader.audio.currentTime > 0.1")
    assert [event["state"] for event in events(page, "state")] == [
        *("loading", "paused", "loading", "playing")
    ]


def test_a_media_key_pauses_and_resumes(page: Page, portal: Portal) -> None:
    begin(page, portal)
    until(page, "reader.audio.currentTime > 0.2")
    page.evaluate("reader.audio.pause()")  # what the browser does for a key or a telephone call
    reached(page, "paused")
    page.evaluate("reader.audio.play()")
    reached(page, "playing")


def test_starting_again_starts_over(page: Page, portal: Portal, problems: list[str]) -> None:
    begin(page, portal)
    until(page, "reader.audio.currentTime > 0.2")
    page.click("#start")
    page.click("#start")
    until(page, "reader.state === 'playing' && reader.progress.index === 0")
    until(page, "reader.audio.currentTime > 0.1")


def test_reading_starts_from_a_place_in_the_page(page: Page, portal: Portal) -> None:
    begin(page, portal)
    reached(page, "playing")
    page.evaluate("reader.start(document.querySelector('#far'))")
    until(page, "highlighted() === '咨询电话：0730-8889999。'")
    assert page.evaluate("reader.progress.count") == 1
    until(page, "scrollY > 500")  # it was out of view


def test_reduced_motion_does_not_scroll(page: Page, portal: Portal) -> None:
    page.emulate_media(reduced_motion="reduce")
    begin(page, portal)
    reached(page, "playing")
    page.evaluate("reader.start(document.querySelector('#far').firstChild)")
    until(page, "highlighted() === '咨询电话：0730-8889999。'")
    until(page, "reader.audio.currentTime > 0.3")
    assert page.evaluate("scrollY") == 0


def test_the_page_may_change_under_the_reader(
    page: Page, portal: Portal, problems: list[str]
) -> None:
    page.goto(portal.url + "/steps")
    page.evaluate(
        """reader.addEventListener('progress', () => {
          if (reader.progress.index !== 1) return
          document.querySelector('b').replaceWith('三十')
          document.querySelector('#gone').remove()
          document.querySelector('#last').firstChild.data = '谢'
        })"""
    )
    page.evaluate("reader.setRate(3)")
    page.click("#start")
    until(page, "events.at(-1)?.state === 'idle'")
    shown = [(event["index"], event["marked"]) for event in events(page, "progress")]
    # What is left of a sentence is marked, if anything is.
    assert shown[2:] == [(2, "请看：共有三十元。"), (3, None), (4, "谢"), (5, None)]


def test_a_long_page_is_planned_in_parts(page: Page, portal: Portal) -> None:
    begin(page, portal, "/many")
    reached(page, "playing")
    # The first one in two, for a quick start.
    assert page.evaluate("reader.progress.count") == 301
    planned = "performance.getEntriesByType('resource').filter((e) => /plan/.test(e.name)).length"
    until(page, f"{planned} > 1")
    assert portal.requests.count("/_a11y/speech/plan") == 2
    assert page.evaluate("reader.progress.count") == 301


def test_a_page_without_text_says_so(page: Page, portal: Portal) -> None:
    begin(page, portal, "/empty")
    until(page, "events.length > 0")
    assert page.evaluate("events") == [{"type": "notice", "key": "speech.empty"}]
    assert portal.requests == []


def test_sound_that_the_browser_blocks_is_said_and_can_be_resumed(
    page: Page, portal: Portal
) -> None:
    # Whatever is evaluated counts as a press, so nothing is until the browser has said no.
    with page.expect_console_message(lambda message: message.text == "notice speech.blocked"):
        page.goto(portal.url + "/article?start=now")
    assert page.evaluate("reader.state") == "paused"
    assert events(page, "notice") == [{"type": "notice", "key": "speech.blocked"}]
    page.click("h1")  # the gesture that was missing
    page.evaluate("reader.resume()")
    until(page, "reader.audio.currentTime > 0.1")


def test_a_machine_without_sound_is_not_tried_for_ever(page: Page, portal: Portal) -> None:
    # As Firefox does it there: it plays, and fails at once.
    page.add_init_script(
        """window.plays = 0
        HTMLMediaElement.prototype.play = async function () {
          window.plays++
          Object.defineProperty(this, 'paused', { configurable: true, get: () => false })
          setTimeout(() => {
            this.dispatchEvent(new Event('playing'))
            this.dispatchEvent(new Event('error'))
          })
        }"""
    )
    begin(page, portal, "/short")
    until(page, "reader.state === 'idle' && events.some(({ type }) => type === 'notice')")
    assert page.evaluate("plays") == 4


def test_a_server_that_forgot_the_plan_is_asked_again(page: Page, portal: Portal) -> None:
    missing = []

    def forget(route: Any) -> None:
        missing.append(route.request.url)
        if len(missing) <= 2:  # the sound, and the question why it failed
            route.fulfill(status=404, json={"error": "unknown"})
        else:
            route.continue_()

    page.route("**/*.mp3", forget)
    begin(page, portal)
    until(page, "reader.audio.currentTime > 0.1")
    assert portal.requests.count("/_a11y/speech/plan") >= 2
    assert events(page, "notice") == []


def test_a_busy_server_is_waited_for(page: Page, portal: Portal) -> None:
    answers = []

    def busy(route: Any) -> None:
        answers.append(route.request.url)
        if len(answers) == 1:
            route.fulfill(status=429, headers={"Retry-After": "0"}, json={"error": "busy"})
        else:
            route.continue_()

    page.route("**/speech/plan", busy)
    begin(page, portal)
    until(page, "reader.audio.currentTime > 0.1")
    assert events(page, "notice") == [{"type": "notice", "key": "speech.busy"}]


@pytest.mark.parametrize("query", ["", "?server=no"])
def test_without_server_and_voices_one_sentence_says_so(
    page: Page, script: str, query: str
) -> None:
    with serve(script, Settings(speech="off")) as silent:
        begin(page, silent, f"/article{query}")
        until(page, "reader.state === 'idle' && events.some((e) => e.type === 'notice')")
        assert events(page, "notice") == [{"type": "notice", "key": "speech.none"}]
        plans = [path for path in silent.requests if path.endswith("/plan")]
        assert len(plans) == (0 if query else 1)


VOICES = """
// Chromium has no voices here, so this stands for the ones of a desktop: the API, not our code.
window.spoken = []
class Utterance {
  constructor(text) { this.text = text }
}
const queue = []
const synthesis = {
  getVoices: () => [
    { lang: 'zh-HK', localService: true, name: 'Cantonese' },
    { lang: 'zh-CN', localService: false, name: 'remote' },
    { lang: 'cmn', localService: true, name: 'local' },
  ],
  cancel() {
    for (const u of queue.splice(0)) setTimeout(() => u.onerror?.({ error: 'canceled' }))
  },
  speak(u) {
    spoken.push({ text: u.text, voice: u.voice.name, rate: u.rate })
    queue.push(u)
    if (!window.isDeaf) setTimeout(() => queue.includes(u) && u.onstart?.())
  },
  finish() { const u = queue.shift(); u?.onend?.() },
  addEventListener() {},
}
Object.defineProperty(window, 'speechSynthesis', { value: synthesis })
Object.defineProperty(window, 'SpeechSynthesisUtterance', { value: Utterance })
"""


def test_a_voice_of_the_browser_steps_in(page: Page, portal: Portal, problems: list[str]) -> None:
    page.add_init_script(VOICES)
    begin(page, portal, "/article?server=no")
    until(page, "reader.state === 'playing'")
    assert events(page, "notice") == [{"type": "notice", "key": "speech.browser"}]
    title = "关于调整2022年度城乡居民医疗保险缴费标准的通知"
    assert page.evaluate("spoken") == [{"text": title, "voice": "local", "rate": 1}]
    page.evaluate("speechSynthesis.finish()")
    until(page, "reader.progress.index === 1 && spoken.length === 2")
    page.evaluate("reader.setRate(1.5)")  # from the beginning of the sentence, at once
    until(page, "spoken.length === 3")
    again = page.evaluate("spoken.slice(1)")
    assert [(it["text"], it["rate"]) for it in again] == [(again[0]["text"], r) for r in (1, 1.5)]
    page.evaluate("reader.pause()")
    assert page.evaluate("reader.state") == "paused"
    page.evaluate("reader.resume()")
    until(page, "spoken.length === 4 && reader.state === 'playing'")
    assert page.evaluate("spoken[3].text") == again[0]["text"]
    page.evaluate("reader.stop()")
    assert page.evaluate("reader.state") == "idle"


def test_the_voice_goes_on_where_the_server_failed(page: Page, portal: Portal) -> None:
    page.add_init_script(VOICES)
    begin(page, portal, "/article")
    reached(page, "playing")
    page.route("**/*.mp3", lambda route: route.fulfill(status=503, json={"error": "failed"}))
    page.evaluate("reader.start(document.querySelectorAll('.TRS_Editor p')[4])")
    until(page, "spoken.length === 1")
    assert page.evaluate("spoken[0].text") == "第一句话在这里。"
    assert events(page, "notice") == [{"type": "notice", "key": "speech.browser"}]
    until(page, "highlighted() === '第一句话在这里。'")


def test_two_pages_never_speak_at_once(browser: Browser, portal: Portal) -> None:
    context = browser.new_context()
    first, second = context.new_page(), context.new_page()
    begin(first, portal)
    reached(first, "playing")
    begin(second, portal)
    reached(second, "playing")
    reached(first, "paused")
    assert first.evaluate("reader.audio.paused")
    context.close()


def test_leaving_the_page_ends_the_reading(page: Page, portal: Portal) -> None:
    begin(page, portal)
    reached(page, "playing")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert page.evaluate("[reader.state, reader.audio.paused]") == ["idle", True]


def texts(page: Page, script: str = "readContent(document)") -> list[str]:
    return list(page.evaluate(f"{script}.map((block) => block.text)"))


def test_what_is_read_of_an_article(text_page: Page) -> None:
    text_page.goto("/article")
    assert texts(text_page) == [
        "关于调整2022年度城乡居民医疗保险缴费标准的通知",
        "各县市区医疗保障局，市直各单位：从2022年1月5日起，缴费标准调整为320元。",
        "第一句话在这里。第二句话在这里。第三句话在这里。",
        "咨询电话：0730-8889999。",
    ]


def test_what_is_read_of_forms_lists_and_tables(text_page: Page) -> None:
    text_page.goto("/form")
    assert texts(text_page) == [
        *("在线", "申请", "申请人信息", "姓名", "身份证原件", "户口簿", "首页"),
        *("事项，费用", "工本费，15元", "布局左栏的文字", "第二段", "布局右栏"),
        "图 办事大厅地图 和完",
        "汉字和 A B C，软连字符",
        *("更多", "第一行", "第二行"),
    ]
    assert "秘密" not in "".join(texts(text_page))


def test_without_a_known_container_the_text_shows_where_the_content_is(text_page: Page) -> None:
    text_page.goto("/plain")
    read = texts(text_page)
    assert len(read) == 2
    assert read[0].startswith("本市户籍居民")
    assert read[1].startswith("办理时间为工作日")


def test_in_a_frameset_the_frame_with_the_text_is_read(text_page: Page) -> None:
    text_page.goto("/frames")
    menu = text_page.frames[1]
    article = next(frame for frame in text_page.frames if frame.url.endswith("/article"))
    article.wait_for_selector("#start")
    assert menu.url.endswith("/frame-menu")
    blocks = article.evaluate("readContent(parent.document).map((block) => block.text)")
    assert blocks[0].startswith("关于调整2022年度")


def test_ranges_lead_back_to_the_text(text_page: Page) -> None:
    text_page.goto("/form")
    pairs = text_page.evaluate(
        """readContent(document).flatMap((block) =>
          [...block.text].map((_, at) => [block.text.slice(at, at + 1), rangeOf(block, at, at + 1)])
            .filter(([unit, range]) => range && range.startContainer.nodeType === 3)
            .map(([unit, range]) => [unit, String(range)]))"""
    )
    assert len(pairs) > 60
    assert [pair for pair in pairs if pair[0] != pair[1]] == []


def test_sentences_for_the_browsers_voice_are_short(text_page: Page) -> None:
    text_page.goto("/short")
    cut = text_page.evaluate(
        """(text) => sentencesOf({ id: 'b0', text, runs: [] }).map(textOf)""",
        "第一句。“第二句！”"
        + "很长的一句话没有停顿" * 7
        + "，后面，还有"
        + "😀" * 70
        + "See 3.5 km. End",
    )
    assert cut[:2] == ["第一句。", "“第二句！”"]
    assert all(len(part.encode("utf-16-le")) <= 120 for part in cut)
    assert "".join(cut).count("很长") == 7
    assert cut[-1] == " End"
    assert "\ufffd" not in "".join(cut)


def test_the_best_voice_is_a_local_one_for_standard_chinese(text_page: Page) -> None:
    text_page.goto("/short")
    choose = """([voices, text]) => {
      const all = voices.map(([lang, localService]) => ({ lang, localService }))
      const voice = chooseVoice(all, text)
      return voice ? `${voice.lang} ${voice.localService}` : null
    }"""
    cases: list[tuple[list[tuple[str, bool]], str, str | None]] = [
        ([], "你好", None),
        ([("en-US", True)], "你好", None),
        ([("zh-HK", True), ("yue", True)], "你好", None),
        ([("zh-CN", False), ("zh-TW", True)], "你好", "zh-TW true"),
        ([("zh-TW", True), ("zh-Hans-CN", True), ("cmn", True)], "你好", "zh-Hans-CN true"),
        ([("zh_CN", False)], "你好", None),
        ([("zh_CN", True)], "你好", "zh_CN true"),
        ([("zh-CN", True), ("en-GB", True)], "Hello", "en-GB true"),
        ([("zh-CN", True), ("en-GB", True)], "2022", "zh-CN true"),
    ]
    for voices, text, best in cases:
        assert text_page.evaluate(choose, [voices, text]) == best
