"""What a visitor's browser makes of one page, with care mode and without."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from playwright.sync_api import (
    Browser,
    BrowserType,
    ConsoleMessage,
    Error,
    Page,
    Route,
)
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.chromium import launch_options

HOST = "http://portal.test"
ELSEWHERE = re.compile(r"^(?!http://portal\.test/|data:|blob:)")
OURS = re.compile(
    r'<script src="/_a11y/boot\.[0-9a-f]{8}\.js"></script>|<a11y-toolbar[^>]*></a11y-toolbar>'
)
# Trackers put the time and their own counts into addresses.
NUMBER = re.compile(r"\d+(\.\d+)*")
# A page that throws dice must throw the same ones twice.
DICE = """(() => { let seed = 1
  Math.random = () => (seed = (seed * 16807) % 2147483647) / 2147483647 })()"""
STATE = """() => ({
  mode: document.compatMode, charset: document.characterSet, title: document.title,
  html: (document.doctype ? new XMLSerializer().serializeToString(document.doctype) : '') +
        document.documentElement.outerHTML,
})"""
# Page scripts that go on (carousels, clocks) would change the page between two looks at it.
STOP_TIMERS = """() => {
  for (let id = setTimeout(() => {}, 0); id > 0; id--) { clearTimeout(id); clearInterval(id) }
  for (const name of ['setTimeout', 'setInterval']) window[name] = () => 0
}"""
# Size of each piece of visible text as it is drawn: computed size times the zooms above it.
SIZES = """() => {
  const sizes = []
  const walker = document.createTreeWalker(document.body ?? document, NodeFilter.SHOW_TEXT)
  while (walker.nextNode() && sizes.length < 400) {
    const element = walker.currentNode.parentElement
    if (!walker.currentNode.data.trim()) continue
    if (element.closest('script,style,noscript,template,option,svg')) continue
    if (!element.getClientRects().length) continue
    sizes.push(parseFloat(getComputedStyle(element).fontSize) * (element.currentCSSZoom ?? 1))
  }
  return sizes
}"""


@dataclass(frozen=True)
class Look:
    """A page as a browser has it: its DOM without what is ours, and what it complained of."""

    state: dict[str, str]
    errors: Counter[str]
    left: bool  # its own script took it to another address, as mobile and https redirects do


@dataclass
class Notes:
    """What is heard of a page while it is open."""

    errors: Counter[str]
    left: bool = False

    def on_message(self, message: ConsoleMessage) -> None:
        """Count an error. A browser asks for the icon once, whenever it finds the time."""
        address = message.location["url"]
        if message.type == "error" and not address.endswith("/favicon.ico"):
            self.errors[f"{message.text} {NUMBER.sub('0', address)}"] += 1

    def on_elsewhere(self, route: Route) -> None:
        """Refuse every other host."""
        request = route.request
        self.left |= request.is_navigation_request() and not request.frame.parent_frame
        route.abort("namenotresolved")


@contextmanager
def browser_at(browser_type: BrowserType, port: int) -> Iterator[Browser]:
    """A browser for which ``portal.test`` is the server at that port and no other host exists.

    The page's own address is the same with care mode and without, so the two can be compared.
    """
    options = launch_options(browser_type.executable_path)
    rules = f"MAP portal.test:80 127.0.0.1:{port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    options["args"] = [*options["args"], f"--host-resolver-rules={rules}"]
    browser = browser_type.launch(**options)
    try:
        yield browser
    finally:
        browser.close()


@contextmanager
def opened(browser: Browser, path: str) -> Iterator[tuple[Page, Notes]]:
    """One page in a context of its own, loaded; with the notes on it as they come."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    notes = Notes(Counter())
    context.route(ELSEWHERE, notes.on_elsewhere)
    context.add_init_script(DICE)
    page = context.new_page()
    page.on("console", notes.on_message)
    page.on("pageerror", lambda error: notes.errors.update([str(error)]))
    page.on("dialog", lambda dialog: dialog.dismiss())
    try:
        page.goto(HOST + path, wait_until="commit", timeout=60_000)
        page.wait_for_function("document.readyState === 'complete'", timeout=60_000)
        with suppress(PlaywrightTimeout):  # a page that polls is never idle
            page.wait_for_load_state("networkidle", timeout=10_000)
        yield page, notes
    finally:
        context.close()


def look(page: Page, notes: Notes) -> Look:
    """The page as it stands; what is ours is cut out of its DOM."""
    state = page.evaluate(STATE)
    state["html"] = OURS.sub("", state["html"])
    return Look(state, Counter(notes.errors), notes.left)


def visit_direct(browser: Browser, path: str) -> Look:
    """The page as its own portal serves it."""
    with opened(browser, path) as (page, notes):
        return look(page, notes)


def visit_with_care(browser: Browser, path: str, direct: Look) -> list[str]:
    """Everything that went wrong with the page behind care mode; an empty list is the aim."""
    with opened(browser, path) as (page, notes):
        if notes.left or direct.left:
            return [] if notes.left and direct.left else ["leaves, but only one of the two"]
        try:
            launcher = page.locator("a11y-toolbar").get_by_role("button", name="关爱模式")
            launcher.wait_for(state="visible", timeout=15_000)
        except Error:
            return ["the toolbar does not appear"]
        faults = compare(direct, look(page, notes))
        page.evaluate(STOP_TIMERS)
        before = look(page, notes)
        sizes = page.evaluate(SIZES)
        try:
            launcher.click(timeout=10_000)
            faults += switched_on(page, sizes)
            page.locator("a11y-toolbar").get_by_role("button", name="退出").click(timeout=10_000)
            page.locator("html:not([data-a11y-on])").wait_for(state="attached", timeout=10_000)
        except Error as error:
            return [*faults, f"cannot be operated: {error.message.splitlines()[0]}"]
        after = look(page, notes)
        if after.state != before.state:
            faults.append("the page is not restored: " + difference(before, after))
        return faults


def switched_on(page: Page, before: list[float]) -> list[str]:
    """Switch contrast and 200 % text on, with the buttons that a visitor presses."""
    faults = []
    toolbar = page.locator("a11y-toolbar")
    toolbar.get_by_role("button", name="黑底黄字").click(timeout=10_000)
    larger = toolbar.get_by_role("button", name="放大")
    while not page.locator("html[data-a11y-size='200']").count():
        larger.click(timeout=10_000)
    root = page.locator("html")
    if root.get_attribute("data-a11y-theme") != "yellow-on-black":
        faults.append("contrast does not switch on")
    after = page.evaluate(SIZES)
    ratios = sorted(new / old for new, old in zip(after, before, strict=False) if old)
    if ratios and not 1.95 <= ratios[len(ratios) // 2] <= 2.05:
        faults.append(f"text is {ratios[len(ratios) // 2]:.2f} times its size, not 2")
    return faults


def compare(direct: Look, care: Look) -> list[str]:
    """How the page behind care mode differs from the page itself, before anybody switched it on."""
    faults = []
    if direct.state != care.state:
        faults.append("the DOM differs: " + difference(direct, care))
    # How often a picture is tried again depends on the moment; which messages there are does not.
    if direct.errors.keys() != care.errors.keys():
        more = sorted(care.errors.keys() - direct.errors.keys())
        fewer = sorted(direct.errors.keys() - care.errors.keys())
        faults.append(f"console errors differ: more {more[:3]}, fewer {fewer[:3]}")
    return faults


def difference(one: Look, two: Look) -> str:
    """The first place where two looks at a page differ, with a little of what surrounds it."""
    for key, value in one.state.items():
        other = two.state[key]
        if value == other:
            continue
        place = next(
            (at for at, (a, b) in enumerate(zip(value, other, strict=False)) if a != b),
            min(len(value), len(other)),
        )
        start = max(0, place - 60)
        return f"{key} at {place}: {value[start : place + 60]!r} / {other[start : place + 60]!r}"
    return "nothing"
