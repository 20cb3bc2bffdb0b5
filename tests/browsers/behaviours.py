"""What the toolbar does in every browser: one table, written once, against `Visitor`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from tests.browsers.visitor import FOCUS, MARKUP, REPORTS, NotSoError, Visitor
from tests.e2e.pixels import PLACES, contrast_at
from tests.e2e.visitor import PALETTES

TABLE: list[Behaviour] = []

# How large a text is really drawn, in px of the window.
HEIGHT = "(selector) => window[Symbol.for('watch')].height(selector)"
COLOURS = """(selector) => {
  const style = getComputedStyle(document.querySelector(selector))
  return [style.color, style.backgroundColor]
}"""
YELLOW = "rgb(255, 230, 0)"
BLACK = "rgb(0, 0, 0)"
READING = """() => {
  window.players = new Set()
  window.states = []
  const { play } = HTMLMediaElement.prototype
  HTMLMediaElement.prototype.play = function () {
    players.add(this)
    return play.call(this)
  }
  document.addEventListener('a11y:reading', ({ detail }) => states.push(detail.state))
}"""
HEARD = """(rate) => [...players].some((player) =>
  !player.paused && player.currentTime > 0.1 && player.playbackRate == rate)"""


# Whether a tone can be heard: without a sound card some browsers play nothing at all.
SOUND = """() => new Promise((done) => {
  const tone = new Audio('/tone.wav')
  tone.addEventListener('timeupdate', () => tone.currentTime > 0 && done(true))
  tone.addEventListener('error', () => done(false))
  setTimeout(() => done(false), 10000)
  tone.play().catch(() => done(false))
})"""


class SkippedError(Exception):
    """This machine can't show whether it is so; the message says why."""


@dataclass(frozen=True)
class Behaviour:
    """One row of the table."""

    name: str
    label: str
    run: Callable[[Visitor], None]


def behaviour(label: str) -> Callable[[Callable[[Visitor], None]], Callable[[Visitor], None]]:
    """Put a function into the table, under its name and a Chinese label."""

    def add(run: Callable[[Visitor], None]) -> Callable[[Visitor], None]:
        TABLE.append(Behaviour(run.__name__, label, run))
        return run

    return add


def _about(found: float, wanted: float, what: str, by: float = 0.08) -> None:
    if abs(found - wanted) > by * wanted:
        raise NotSoError(f"{what}: {found:.2f}, not about {wanted:.2f}")


@behaviour("打开之前不动网页")
def untouched(visitor: Visitor) -> None:
    visitor.visit("portal.html?bare")
    bare = visitor.ask(MARKUP)
    visitor.visit("portal.html")
    visitor.until("() => !!document.querySelector('a11y-toolbar')", True)
    tags = re.compile(r'<script src="/(watch|_a11y/boot\.[0-9a-f]{8})\.js"></script>')
    if tags.sub("", visitor.ask(MARKUP)) != bare:
        raise NotSoError("the markup is another")
    visitor.expect("() => (document.adoptedStyleSheets ?? []).length", 0)
    visitor.expect("() => document.cookie", "")
    visitor.calm()


@behaviour("打开工具条")
def opens(visitor: Visitor) -> None:
    visitor.open("portal.html")
    visitor.until(FOCUS, "朗读")
    visitor.expect("() => document.cookie", "a11y=v1&on=1&open=1")
    # It covers nothing: the page begins below it.
    visitor.until(
        "() => Math.abs(document.querySelector('a11y-toolbar').shadowRoot.querySelector('.panel')"
        ".getBoundingClientRect().bottom - document.getElementById('top')"
        ".getBoundingClientRect().top) < 2",
        True,
    )
    visitor.calm()


@behaviour("字号")
def text_size(visitor: Visitor) -> None:
    visitor.open("article.html")
    usual = visitor.ask(HEIGHT, "main p")
    visitor.click("放大", "放大", "放大", "放大")
    visitor.mark("size", "200")
    visitor.frame()
    _about(visitor.ask(HEIGHT, "main p"), 2 * usual, "the text at 200 %")
    # Nothing to be scrolled to sideways, which is what makes large text useless.
    visitor.expect("() => document.documentElement.scrollWidth <= innerWidth", True)
    visitor.visit("article.html", fresh=False)
    visitor.mark("size", "200")
    visitor.until("() => !!document.querySelector('a11y-toolbar')", True)
    visitor.frame()
    _about(visitor.ask(HEIGHT, "main p"), 2 * usual, "the text after a reload")
    # A page that is wider than its window lets it: zoom as far as it fits, then text alone.
    visitor.open("portal.html")
    usual = visitor.ask(HEIGHT, "#news a")
    visitor.click("放大", "放大", "放大", "放大")
    visitor.mark("size", "200")
    visitor.frame()
    _about(visitor.ask(HEIGHT, "#news a"), 2 * usual, "the portal's text at 200 %")
    visitor.calm()


@behaviour("配色")
def contrast(visitor: Visitor) -> None:
    visitor.open("article.html")
    for name, label in PALETTES.items():
        visitor.click(label)
        visitor.mark("theme", name)
    visitor.click("黑底黄字")
    visitor.until(COLOURS, [YELLOW, BLACK], "main p")
    visitor.click("网页原色")
    visitor.until(COLOURS, ["rgb(85, 85, 85)", "rgba(0, 0, 0, 0)"], "main p")
    visitor.calm()


@behaviour("难改的样式(7:1)")
def stubborn(visitor: Visitor) -> None:
    """Rules with ids and `!important`: what cascade layers are for, and old browsers lack."""
    visitor.open("stubborn.html")
    for label in PALETTES.values():
        visitor.click(label)
        visitor.frame()
        poor = {name: round(found, 1) for name, found in _painted(visitor).items() if found < 7}
        if poor:
            raise NotSoError(f"{label}: {poor}")
    visitor.click("网页原色")
    usual = visitor.ask(HEIGHT, "#deep")
    visitor.click("放大", "放大", "放大", "放大")
    visitor.mark("size", "200")
    visitor.frame()
    _about(visitor.ask(HEIGHT, "#deep"), 2 * usual, "the text at 200 %")
    visitor.calm()


def _painted(visitor: Visitor) -> dict[str, float]:
    visitor.ask("() => document.activeElement?.blur()")
    visitor.frame()
    places = visitor.ask(PLACES)
    with Image.open(BytesIO(visitor.driver.screenshot())) as file:
        image = file.convert("RGB")
    return {place["name"]: contrast_at(image, place) for place in places}


@behaviour("朗读")
def reads_aloud(visitor: Visitor) -> None:
    visitor.open("article.html")
    _needs_sound(visitor)
    visitor.ask(READING)
    visitor.click("朗读")
    visitor.until(HEARD, True, 1)
    visitor.expect("() => states", ["loading", "playing"])
    visitor.expect(
        "() => !('Highlight' in self) || CSS.highlights.get('a11y-sentence').size", _truth(visitor)
    )
    visitor.click("暂停")
    visitor.until("() => states.slice(-1)[0]", "paused")
    visitor.click("继续")
    visitor.until(HEARD, True, 1)
    visitor.click("停止")
    visitor.until("() => states.slice(-1)[0]", "idle")
    visitor.calm()


def _needs_sound(visitor: Visitor) -> None:
    if not visitor.ask(SOUND):
        raise SkippedError("no sound: apt-get install pulseaudio libavcodec59")


def _truth(visitor: Visitor) -> bool | int:
    """A sentence is marked where the browser can do that without touching the page."""
    return 1 if visitor.ask("() => 'Highlight' in self") else True


@behaviour("语速")
def speech_rate(visitor: Visitor) -> None:
    visitor.open("article.html")
    _needs_sound(visitor)
    visitor.ask(READING)
    visitor.click("朗读")
    visitor.until(HEARD, True, 1)
    visitor.click("加快", "加快")
    visitor.until("() => a11y.get('rate')", 1.5)
    visitor.until(HEARD, True, 1.5)
    visitor.click("停止")
    visitor.calm()


@behaviour("只用键盘")
def keyboard(visitor: Visitor) -> None:
    press = visitor.driver.press
    visitor.visit("article.html")
    visitor.until("() => !!document.querySelector('a11y-toolbar')", True)
    press("Tab")
    press("Tab")
    visitor.until(FOCUS, "关爱模式")
    press("Enter")
    visitor.until(FOCUS, "朗读")
    for name in ["停止", "减慢", "加快", "缩小", "放大"]:
        press("Tab")
        visitor.until(FOCUS, name)
    press("Space")
    visitor.mark("size", "125")
    for name in ["网页原色", "白底黑字", "黑底白字"]:
        press("Tab")
        visitor.until(FOCUS, name)
    press("Shift+Tab")
    visitor.until(FOCUS, "白底黑字")
    press("Enter")
    visitor.mark("theme", "black-on-white")
    press("Alt+Shift+c")
    visitor.mark("theme", "white-on-black")
    press("Escape")
    visitor.until("() => a11y.get('size') && document.cookie.includes('open')", False)
    visitor.until(f"() => ({FOCUS})().startsWith('关爱模式')", True)
    visitor.calm()


@behaviour("退出后逐字节还原")
def restores(visitor: Visitor) -> None:
    for page in ("portal.html", "torture.html"):
        visitor.visit(page)
        visitor.until("() => !!document.querySelector('a11y-toolbar')", True)
        before = visitor.ask(MARKUP)
        visitor.click("关爱模式")
        visitor.click("放大", "黑底黄字", "放大", "放大", "白底黑字", "缩小", "加快", "黑底白字")
        visitor.leave(before)
        visitor.expect("() => document.cookie", "")
        visitor.until(FOCUS, "关爱模式")
        visitor.calm()


@behaviour("最严的安全策略,零报告")
def strict_policy(visitor: Visitor) -> None:
    visitor.visit("article.html?csp")
    visitor.until("() => !!document.querySelector('a11y-toolbar')", True)
    # The page's own style element is what the policy bars.
    before = visitor.ask(REPORTS)
    visitor.click("关爱模式")
    visitor.click("放大", "放大", "黑底黄字", "加快", "更多")
    visitor.click("突出链接", "突出焦点", "突出标题")
    visitor.driver.press("Escape")
    visitor.until(COLOURS, [YELLOW, BLACK], "main p")
    visitor.expect(REPORTS, before)
    visitor.calm()
    visitor.visit("article.html?csp", fresh=False)
    visitor.until(COLOURS, [YELLOW, BLACK], "main p")
    visitor.click("退出")
    visitor.mark("on", None)
    visitor.expect(REPORTS, before)
    visitor.calm()


@behaviour("首次绘制就是选好的样子")
def first_paint(visitor: Visitor) -> None:
    visitor.visit("flash.html")
    usual = visitor.ask(HEIGHT, "p")
    visitor.remember(theme="yellow-on-black", size=200)
    visitor.visit("flash.html", fresh=False)
    visitor.until("() => seen.length >= 30", True)
    seen = {(color, background) for color, background, _ in visitor.ask("() => seen")}
    if seen != {(YELLOW, BLACK)}:
        raise NotSoError(f"painted: {seen}")
    for height in visitor.ask("() => drawn"):
        _about(height, 2 * usual, "a painted text", by=0.08)
    visitor.calm()


@behaviour("更多功能")
def more(visitor: Visitor) -> None:
    visitor.open("portal.html")
    visitor.click("更多")
    visitor.until(FOCUS, "更多功能")
    visitor.click("突出链接")
    visitor.mark("links", "on")
    visitor.click("页面大纲")
    visitor.until(FOCUS, "页面大纲")
    visitor.click("返回")
    visitor.driver.press("Escape")
    visitor.until(FOCUS, "更多")
    visitor.calm()


@behaviour("框架")
def frames(visitor: Visitor) -> None:
    visitor.visit("frameset.html")
    visitor.until("() => !!document.querySelector('a11y-toolbar')", True)
    every = (
        "const all = (view) => [view, ...Array.from(view.frames).flatMap(all)]; return all(window)"
    )
    markup = MARKUP.replace("() =>", "({ document }) =>", 1)
    texts = f"() => {{ {every}.map({markup}) }}"
    before = visitor.ask(texts)
    height = "() => frames.main[Symbol.for('watch')].height('main p')"
    usual = visitor.ask(height)
    visitor.click("关爱模式")
    visitor.click("黑底黄字", "放大", "放大", "放大", "放大")
    visitor.until("() => getComputedStyle(frames.main.document.querySelector('h1')).color", YELLOW)
    visitor.until("() => frames.main.document.documentElement.dataset.a11ySize", "200")
    visitor.expect(
        f"() => {{ {every}.map((view) => view.document.querySelectorAll('a11y-toolbar').length) }}",
        [1, 0, 0, 0],
    )
    visitor.frame()
    _about(visitor.ask(height), 2 * usual, "the text in a frame at 200 %")
    visitor.click("退出")
    visitor.until(texts, before)
    visitor.calm()


@behaviour("敌对样式够不着工具条")
def hostile(visitor: Visitor) -> None:
    size = (
        "() => { const { width, height } = document.querySelector('a11y-toolbar').shadowRoot"
        ".querySelector('.panel').getBoundingClientRect(); return [width, height] }"
    )
    visitor.open("article.html")
    friendly = visitor.ask(size)
    visitor.open("hostile.html")
    visitor.until(size, friendly)
    visitor.click("黑底黄字", "退出")
    visitor.mark("on", None)
    visitor.calm()
