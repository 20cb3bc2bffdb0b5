"""Pinyin above a page's characters, and traditional characters, by a real server."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from a11y import A11yMiddleware
from examples.portal.serve import app as portal_app
from tests.e2e.looks import markup
from tests.e2e.site import Portal
from tests.e2e.visitor import launcher, opened, press, toolbar
from tests.servers import serve_asgi

pytest.importorskip("pypinyin", reason="no pypinyin is installed")
pytest.importorskip("opencc", reason="no OpenCC is installed")
pytestmark = pytest.mark.browser

OURS = "ruby[data-a11y-y]"
# Texts that should have pinyin and have not (yet), in what the tests look at.
BARE = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const bare = []
  const skipped = 'script,style,noscript,template,textarea,select,code,pre,ruby,svg,' +
    '[translate=no],[lang=ja],[lang=zh-Hant],[contenteditable],a11y-toolbar'
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode
    if (/\\p{Script=Han}/u.test(data) && !parentElement.closest(skipped)) bare.push(data)
  }
  return bare
}"""
# The base characters with what is shown above them.
READ = """(element) => [...element.querySelectorAll('rt[data-a11y-y]')]
  .map((rt) => rt.previousSibling.data + getComputedStyle(rt, '::before').content.slice(1, -1))
  .join(' ')"""
# What scripts of the page, a search and a copy of it get.
WORDS = """() => {
  getSelection().selectAllChildren(document.getElementById('text'))
  const copied = getSelection().toString()
  getSelection().removeAllRanges()
  return [document.body.textContent, document.getElementById('text').innerText, copied]
}"""
# Annotations that a box of the page cuts: by how many pixels, and the text.
CUT = """() => [...document.querySelectorAll('rt[data-a11y-y]')].flatMap((rt) => {
  const { top, bottom, left, right } = rt.getBoundingClientRect()
  for (let box = rt.closest('ruby').parentElement; box; box = box.parentElement) {
    const { overflowX, overflowY, display, textIndent } = getComputedStyle(box)
    if (box == document.body) break
    if (display == 'inline' || box.id == 'ticker' || parseFloat(textIndent) < -99) continue
    const edge = box.getBoundingClientRect()
    const high = /hidden|clip/.test(overflowY) ? Math.max(edge.top - top, bottom - edge.bottom) : 0
    const wide = /hidden|clip/.test(overflowX) ? Math.max(edge.left - left, right - edge.right) : 0
    // the letters and their marks leave a seventh of the height free
    const slack = (bottom - top) / 7
    if (high > slack || wide > slack) return [`${high} ${wide} ${box.textContent}`]
  }
  return []
})"""


def shown(page: Page, url: str, **values: str | int) -> Page:
    """The page in care mode with these values, everything with pinyin if that is among them."""
    page.goto(url)
    expect(launcher(page)).to_be_visible()
    choose(page, **values)
    return page


def choose(page: Page, **values: str | int) -> None:
    for name, value in values.items():
        page.evaluate("([name, value]) => a11y.set(name, value)", [name, value])
    if values.get("pinyin") == "on":
        with_pinyin(page)


def with_pinyin(page: Page) -> None:
    page.wait_for_function(f"({BARE})().length == 0 && document.querySelector('{OURS}')")


def test_pinyin_stands_above_every_character_and_is_no_text(page: Page, care: str) -> None:
    page.goto(care + "/words.html")
    expect(launcher(page)).to_be_visible()
    before = page.evaluate(WORDS)
    choose(page, pinyin="on")
    assert page.evaluate(WORDS) == before
    reading = page.locator("#text").evaluate(READ)
    assert reading.startswith("请qǐng 到dào 重chóng 庆qìng 银yín 行háng 办bàn 理lǐ 年nián 月yuè")
    assert reading.endswith("可kě 以yǐ 在zài 这zhè 儿r 等děng 一yī 会huì 儿r")
    assert page.locator("#split").evaluate(READ) == "发fā 展zhǎn 头tóu 发fa"
    annotations = page.locator("rt[data-a11y-y]")
    assert annotations.evaluate_all("(all) => all.every((rt) => rt.ariaHidden == 'true')")
    assert annotations.evaluate_all(
        "(all) => all.every((rt) => parseFloat(getComputedStyle(rt).fontSize) >= 12)"
    )
    for left in (
        "name",
        "kind",
        "note",
        "pre",
        "code",
        "kept",
        "japanese",
        "hant",
        "own",
        "editor",
    ):
        expect(page.locator(f"#{left} {OURS}")).to_have_count(0)


def test_traditional_characters_are_shown_and_never_sent(page: Page, care: str) -> None:
    page.goto(care + "/words.html")
    expect(launcher(page)).to_be_visible()
    sent = page.evaluate("sent()")
    choose(page, script="traditional")
    expect(page.locator("#emphasis")).to_have_text("這裡很長很長")
    expect(page.locator("#split")).to_have_text(re.compile("發展頭髮"))
    expect(page).to_have_title("長沙市行政審批")
    expect(page.locator("#name")).to_have_attribute("placeholder", "請輸入姓名")
    expect(page.locator("#name")).to_have_attribute("title", "戶口簿上的姓名")
    expect(page.locator("#picture")).to_have_attribute("alt", "辦事大廳")
    expect(page.locator("#plain")).to_have_value("計算")
    # what is sent, or typed, is the page's own
    assert page.evaluate("sent()") == sent
    assert page.locator("#kind option").all_text_contents() == ["发票", "複查"]
    expect(page.locator("#send")).to_have_value("提交办理")
    expect(page.locator("#name")).to_have_value("张发财")
    for left, text in (("note", "写给乡亲们"), ("code", "变量"), ("kept", "请勿转换")):
        expect(page.locator(f"#{left}")).to_have_text(text)


def test_both_together_read_the_simplified_word(page: Page, care: str) -> None:
    shown(page, care + "/words.html", script="traditional", pinyin="on")
    page.wait_for_function("text.innerText.startsWith('請到重慶銀行')")
    with_pinyin(page)
    assert page.locator("#text").evaluate(READ).startswith("請qǐng 到dào 重chóng 慶qìng 銀yín")
    choose(page, script="page")
    page.wait_for_function("text.innerText.startsWith('请到重庆银行')")
    assert page.locator("#text").evaluate(READ).startswith("请qǐng 到dào 重chóng 庆qìng 银yín")
    choose(page, script="traditional", pinyin="off")
    page.wait_for_function("text.innerText.startsWith('請到重慶銀行')")
    expect(page.locator(OURS)).to_have_count(0)


@pytest.mark.parametrize("seed", range(3))
def test_leaving_restores_the_page_to_the_byte(page: Page, care: str, seed: int) -> None:
    page.goto(care + "/words.html")
    expect(launcher(page)).to_be_visible()
    page.evaluate(
        "window.nodes = [...document.body.querySelectorAll('*')].flatMap("
        "(element) => [...element.childNodes])"
    )
    before = [markup(frame) for frame in page.frames]
    chance = random.Random(seed)  # noqa: S311  no secret, and the same each time
    choose(page, pinyin="on")
    for _ in range(8):
        name, value = chance.choice(
            [("pinyin", "on"), ("pinyin", "off"), ("script", "traditional"), ("script", "page"),
             ("size", 200), ("size", 100), ("theme", "yellow-on-black"), ("theme", "none")]
        )  # fmt: skip
        page.evaluate("([name, value]) => a11y.set(name, value)", [name, value])
        if chance.random() < 0.5:
            page.evaluate("new Promise((done) => requestIdleCallback(done))")
    page.evaluate("a11y.exit()")
    for frame in page.frames:
        frame.locator("html:not([data-a11y-on])").wait_for(state="attached")
    assert [markup(frame) for frame in page.frames] == before
    # the very nodes that a script may hold
    assert page.evaluate(
        "nodes.length == [...document.body.querySelectorAll('*')].flatMap((element) =>"
        " [...element.childNodes]).filter((node, at) => node === nodes[at]).length"
    )
    assert page.title() == "长沙市行政审批"


def test_text_that_comes_later_gets_it_too(page: Page, care: str) -> None:
    shown(page, care + "/words.html", pinyin="on")
    page.evaluate("late.innerHTML = '<p>后来的<b>银</b>行</p>'")
    page.wait_for_function(f"late.querySelectorAll('{OURS}').length == 3")
    assert page.locator("#late").evaluate(READ) == "后hòu 来lái 的de 银yín 行háng"
    page.evaluate("late.append('再来一句')")
    page.wait_for_function(f"late.querySelectorAll('{OURS}').length == 4")
    page.evaluate("late.textContent = '重新来过'")
    page.wait_for_function(f"late.querySelector('{OURS}')?.textContent == '重新来过'")
    page.evaluate("a11y.exit()")
    assert page.evaluate("late.outerHTML") == '<div id="late">重新来过</div>'


def test_a_script_that_holds_a_node_finds_it_in_its_place(page: Page, care: str) -> None:
    shown(page, care + "/words.html", pinyin="on")
    assert page.evaluate("held.parentNode == rewritten")
    page.evaluate("held.data = '新的银行'")
    page.wait_for_function(f"rewritten.querySelector('{OURS}')?.textContent == '新的银行'")
    assert page.evaluate("rewritten.textContent") == "新的银行"
    page.evaluate("rewritten.removeChild(held)")
    page.wait_for_function("rewritten.innerHTML == ''")
    assert page.evaluate("held.data") == "新的银行"
    page.evaluate("rewritten.append(held)")
    page.wait_for_function(f"rewritten.querySelector('{OURS}')")
    page.evaluate("a11y.exit()")
    assert page.evaluate("rewritten.outerHTML") == '<div id="rewritten">新的银行</div>'


@pytest.mark.parametrize("values", [{"pinyin": "on"}, {"script": "traditional", "pinyin": "on"},
                                    {"script": "traditional"}])  # fmt: skip
@pytest.mark.parametrize("way", ["copy.innerHTML = news.innerHTML",
                                 "copy.append(...news.cloneNode(true).childNodes)"])  # fmt: skip
def test_what_a_script_copies_becomes_the_page_again(
    page: Page, care: str, values: dict[str, str], way: str
) -> None:
    page.goto(care + "/words.html")
    expect(launcher(page)).to_be_visible()
    before = page.evaluate("news.innerHTML")
    choose(page, **values)
    wanted = "會計" if "script" in values else "会计"
    page.wait_for_function(f"news.innerText.includes('{wanted}')")
    page.evaluate(way)
    if "pinyin" in values:
        with_pinyin(page)
        assert page.locator("#copy").evaluate(READ) == page.locator("#news").evaluate(READ)
    page.wait_for_function(f"copy.innerText.includes('{wanted}')")
    page.evaluate("a11y.exit()")
    assert page.evaluate("copy.innerHTML") == before
    assert page.evaluate("news.innerHTML") == before


def test_a_clock_is_left_to_its_script(page: Page, care: str) -> None:
    asked: list[str] = []
    shown(page, care + "/words.html", pinyin="on")
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("let tick = 0; setInterval(() => { late.textContent = `现在是${tick++}秒` }, 20)")
    page.wait_for_function("late.textContent.includes('60')")
    expect(page.locator(f"#late {OURS}")).to_have_count(0)
    # the digits are not asked about, so one question was enough
    assert len([url for url in asked if "words" in url]) <= 1


def test_only_characters_of_words_are_sent(page: Page, care: str) -> None:
    sent: list[str] = []

    def note(route: Route) -> None:
        sent.append(route.request.post_data or "")
        route.continue_()

    page.route("**/words/*", note)
    shown(page, care + "/words.html", pinyin="on", script="traditional")
    expect(page.locator("#emphasis")).to_contain_text("這")
    pieces = [piece for body in sent for line in json.loads(body)["lines"] for piece in line]
    assert pieces
    assert all(re.fullmatch(r"[\u3007\u4e00-\u9fff ]+", piece) for piece in pieces)
    assert len(set(sent)) == len(sent)  # and nothing twice


@pytest.mark.parametrize("size", [100, 150, 200])
@pytest.mark.parametrize("width", [1366, 390])
def test_no_pinyin_is_cut(page: Page, care: str, size: int, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 768})
    shown(page, care + "/words.html", size=size, pinyin="on")
    assert page.evaluate(CUT) == []
    choose(page, size=300 - size, letter="0.12")
    assert page.evaluate(CUT) == []


def test_pinyin_is_readable_in_a_palette(page: Page, care: str) -> None:
    shown(page, care + "/words.html", pinyin="on", theme="yellow-on-black")
    colors = page.locator("#text rt").evaluate_all(
        "(all) => [...new Set(all.flatMap((rt) => [getComputedStyle(rt, '::before').color,"
        " getComputedStyle(rt).backgroundColor, getComputedStyle(rt.parentNode).backgroundColor]))]"
    )
    assert set(colors) == {"rgb(255, 230, 0)", "rgba(0, 0, 0, 0)"}


def test_frames_have_it_too(page: Page, care: str) -> None:
    shown(page, care + "/words.html", pinyin="on")
    inside = page.frame_locator("#inner").locator("#inside")
    expect(inside.locator(OURS)).to_have_text("框架里的银行")
    page.evaluate("a11y.exit()")
    expect(inside.locator(OURS)).to_have_count(0)
    assert inside.inner_html() == "框架里的银行"


def test_the_drawer_has_both_and_they_hold_over_pages(page: Page, care: str) -> None:
    opened(page, care + "/words.html")
    press(page, "更多", "拼音")
    expect(toolbar(page).get_by_role("status")).to_have_text("拼音 已打开")
    expect(toolbar(page).get_by_role("button", name="拼音")).to_have_attribute(
        "aria-pressed", "true"
    )
    press(page, "繁体")
    expect(toolbar(page).get_by_role("status")).to_have_text("繁体 已打开")
    page.reload()
    with_pinyin(page)
    page.wait_for_function("text.innerText.startsWith('請到重慶銀行')")
    page.evaluate("a11y.reset()")
    expect(page.locator(OURS)).to_have_count(0)
    expect(page.locator("#text")).to_contain_text("请到重庆")


def test_under_the_strictest_policy_nothing_is_reported(page: Page, care: str) -> None:
    page.add_init_script(
        "window.reports = []; document.addEventListener('securitypolicyviolation',"
        " ({ violatedDirective }) => reports.push(violatedDirective))"
    )
    page.goto(care + "/words.html?csp")
    expect(launcher(page)).to_be_visible()
    page.evaluate("a11y.set('pinyin', 'on'); a11y.set('script', 'traditional')")
    expect(page.locator(f"#emphasis {OURS}").last).to_have_text("很長")
    page.evaluate("a11y.exit()")
    expect(page.locator(OURS)).to_have_count(0)
    assert page.evaluate("reports") == []


@pytest.mark.parametrize("status", [503, 404])
def test_a_server_that_cannot_is_said_in_one_sentence(page: Page, care: str, status: int) -> None:
    page.route("**/words/*", lambda route: route.fulfill(status=status))
    opened(page, care + "/words.html")
    before = page.evaluate(WORDS)
    press(page, "更多", "拼音")
    notice = toolbar(page).get_by_text("服务器暂时不能转换文字，网页文字保持原样。")
    expect(notice.first).to_be_visible()
    assert page.evaluate(WORDS) == before


def test_a_busy_server_is_asked_again(page: Page, care: str) -> None:
    refused: list[Route] = []

    def refuse_once(route: Route) -> None:
        if refused:
            route.continue_()
        else:
            refused.append(route)
            route.fulfill(status=429, headers={"Retry-After": "1"})

    page.route("**/words/*", refuse_once)
    shown(page, care + "/words.html", pinyin="on")
    assert refused


def test_a_site_without_the_libraries_does_not_offer_it(page: Page) -> None:
    with serve_asgi(Portal(words="off")) as url:
        opened(page, url + "/words.html")
        press(page, "更多")
        expect(toolbar(page).get_by_role("button", name="突出链接")).to_be_visible()
        for name in ("拼音", "繁体"):
            expect(toolbar(page).get_by_role("button", name=name)).to_have_count(0)


def test_a_caption_is_of_the_pages_own_words(page: Page, care: str) -> None:
    shown(page, care + "/words.html", script="traditional", pinyin="on", magnifier="on")
    page.wait_for_function("rewritten.innerText == '舊的文字'")
    page.locator("#rewritten ruby").hover()
    expect(toolbar(page).locator(".stage .magnifier")).to_have_text("旧的文字")


@pytest.fixture(scope="module")
def portal() -> Iterator[str]:
    """The demo portal, in GBK, with care mode around it."""
    with serve_asgi(A11yMiddleware(portal_app, speech="off")) as url:
        yield url


@pytest.mark.parametrize(
    "address",
    ["/", "/zwgk/zcwj/202501/t20250115_10086.shtml", "/bsfw/guide/bdc_zydj.html", "/old/xqgk.htm"],
)
def test_a_real_page_in_gbk_gets_all_of_it_and_is_restored(
    page: Page, portal: str, address: str
) -> None:
    page.goto(portal + address)
    page.wait_for_function("typeof a11y.get('size') == 'number'")
    # What moves by itself does so on both sides of the comparison.
    stop = "for (let id = setTimeout(() => {}); id; id--) { clearTimeout(id); clearInterval(id) }"
    page.evaluate(stop)
    before = markup(page)
    choose(page, pinyin="on", script="traditional", size=200, theme="black-on-white")
    with_pinyin(page)
    assert page.locator("rt[data-a11y-y]").count() > 200
    page.evaluate("a11y.exit()")
    assert markup(page) == before


SPEAK = """
const players = []
const { play } = HTMLMediaElement.prototype
HTMLMediaElement.prototype.play = function () { players.push(this); return play.call(this) }
window.spoken = () => [...(CSS.highlights.get('a11y-sentence') ?? [])]
  .map((range) => [range.toString().replace(/\\s/g, ''), range.getClientRects().length > 0])[0]
"""


def test_reading_aloud_reads_the_text_and_follows_it(page: Page) -> None:
    portal = Portal(speech="auto")
    if not portal.speaks:
        pytest.skip("no speech engine is installed here")
    planned: list[str] = []
    page.add_init_script(SPEAK)
    page.on(
        "request",
        lambda request: planned.append(request.post_data or "") if "plan" in request.url else None,
    )
    with serve_asgi(portal) as url:
        opened(page, url + "/words.html")
        choose(page, pinyin="on", script="traditional")
        page.wait_for_function("text.innerText.startsWith('請到重慶銀行')")
        with_pinyin(page)
        press(page, "朗读")
        page.wait_for_function("window.spoken()?.[1]")
        texts = "".join(block["text"] for block in json.loads(planned[0])["blocks"])
        assert "请到重庆银行（VIP）办理2025年3月的资格认证" in texts
        assert "qǐng" not in texts
        before = page.evaluate("spoken()[0]")
        assert before
        # the way back is found when pinyin goes in the middle of it
        page.evaluate("a11y.set('pinyin', 'off'); a11y.set('script', 'page')")
        page.wait_for_function("(before) => spoken() && spoken()[0] != before && spoken()[1]",
                               arg=before)  # fmt: skip
        press(page, "停止")
