"""What is measured of a toolbar in the browser, one visit at a time."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from statistics import median
from typing import Any, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, CDPSession, Error, Page, Route

from benchmarks.result import BenchmarkError
from benchmarks.widget_site import WidgetSite
from benchmarks.widgets import Widget
from tests.corpus.layout import compare
from tests.corpus.visit import SIZES, STOP_TIMERS
from tests.e2e.looks import layout
from tests.e2e.pixels import measured
from tests.e2e.test_toolbar import AXE

# What the main thread does for a page, in the browser's own words.
_WORK = ("ScriptDuration", "V8CompileDuration", "RecalcStyleDuration", "LayoutDuration")
# A page is at rest when nothing was done for so long; scripts that wait to be idle wait less.
_REST_MS = 1000
# We come within 2000 ms even where the page is never idle.
_LONG_REST_MS = 2500
# A line of 60 ms and 4 Mbit/s, for what a visitor sees on the way to a page.
_LINE = {
    "offline": False,
    "latency": 60,
    "downloadThroughput": 500_000,
    "uploadThroughput": 500_000,
}
# The ground of crowd.py, in its own colours.
_GROUND = (0xF2, 0xE6, 0xC9)
_TOGGLE = """async ([drive, verb, name]) => {
  const widget = eval(drive)
  const frame = () => new Promise(requestAnimationFrame)
  const start = performance.now()
  await widget[verb](name)
  await frame()
  await frame()
  return performance.now() - start
}"""


class Visits:
    """Visits with one browser to the portal at ``url``."""

    def __init__(self, browser: Browser, site: WidgetSite, url: str) -> None:
        self._browser = browser
        self._site = site
        self._url = url
        # How many hard cells there are, once they have been looked at.
        self.cell_count = 0

    @contextmanager
    def opened(self, widget: Widget, name: str, height: int = 768) -> Iterator[Page]:
        """A page with a toolbar that can be used, in a context of its own."""
        context = self._browser.new_context(
            viewport={"width": 1366, "height": height}, locale="zh-CN"
        )
        # Fonts and pictures of other hosts: there are none here, and none shall be waited for.
        self._left = False
        context.route(lambda address: not address.startswith(self._url), self._refuse)
        page = context.new_page()
        try:
            self.go(page, widget, name)
            yield page
        finally:
            context.close()

    def _refuse(self, route: Route) -> None:
        request = route.request
        self._left |= request.is_navigation_request() and not request.frame.parent_frame
        route.abort("namenotresolved")

    def go(self, page: Page, widget: Widget, name: str) -> None:
        """Load a page, and wait for its toolbar and until it rests."""
        page.goto(self._url + self._site.path_of(widget, name), wait_until="load")
        if widget.drive:
            page.wait_for_function(f"{widget.drive}.ready()")
        page.wait_for_timeout(_REST_MS)

    def load_cost(self, widget: Widget) -> float:
        """CPU ms of scripts, style and layout from the request of a page until it rests."""
        with self.opened(widget, "plain.html") as page:
            tools = page.context.new_cdp_session(page)
            # Of this thread alone: what else the machine does counts for little.
            tools.send("Performance.enable", {"timeDomain": "threadTicks"})
            before = _metrics(tools)
            # Nobody asks whether it is ready meanwhile: that would be work too.
            page.goto(self._url + self._site.path_of(widget, "crowd.html"), wait_until="load")
            page.wait_for_timeout(_LONG_REST_MS)
            after = _metrics(tools)
            if widget.drive and not page.evaluate(f"{widget.drive}.ready()"):
                raise BenchmarkError(f"{widget.name}: not there after {_LONG_REST_MS} ms")
        return sum(after[name] - before[name] for name in _WORK) * 1000

    def toggle(self, widget: Widget, verb: str) -> Toggled:
        """One press of the button, on the long page with the panel open."""
        name = widget.contrasts[0] if verb == "contrast" else ""
        with self.opened(widget, "crowd.html") as page:
            page.evaluate(f"{widget.drive}.open()")
            page.wait_for_timeout(_REST_MS)
            tools = page.context.new_cdp_session(page)
            tools.send("Performance.enable", {"timeDomain": "threadTicks"})
            before = _metrics(tools)
            wall = page.evaluate(_TOGGLE, [widget.drive, verb, name])
            after = _metrics(tools)
        return Toggled(wall, (after["TaskDuration"] - before["TaskDuration"]) * 1000)

    def flash(self, widget: Widget) -> float:
        """For how many ms a page shows its own colours to who has chosen others before."""
        with self.opened(widget, "crowd.html") as page:
            page.evaluate(f"{widget.drive}.open()")
            page.evaluate(f"{widget.drive}.contrast('{widget.contrasts[0]}')")
            page.wait_for_timeout(_REST_MS)
            tools = page.context.new_cdp_session(page)
            tools.send("Network.enable")
            tools.send("Network.emulateNetworkConditions", _LINE)
            page.goto("about:blank")
            frames = _Frames(tools)
            self.go(page, widget, "crowd.html")
            return frames.wrong_ms()

    def cells(self, widget: Widget) -> tuple[int, int]:
        """How many of the hard cells are readable in its best contrast (7:1), and of how many."""
        best, count = 0, 0
        for name in widget.contrasts or ("",):
            with self.opened(widget, "torture.html", 1000) as page:
                if name:
                    page.evaluate(f"{widget.drive}.open()")
                    page.wait_for_timeout(_REST_MS)
                    page.evaluate(f"{widget.drive}.contrast('{name}')")
                    page.wait_for_timeout(_REST_MS)
                    # The panel lies over cells: the choice stays when the page comes anew.
                    self.go(page, widget, "torture.html")
                    page.evaluate("globalThis.a11y?.close()")
                page.evaluate("dispatchEvent(new Event('late'))")
                page.wait_for_timeout(_REST_MS)
                found = measured(page).values()
            count = len(found)
            best = max(best, sum(ratio >= (own or 7) for ratio, own in found))
        return best, count

    def violations(self, widget: Widget) -> int:
        """How many elements axe complains of with the panel open: on the page by itself, none."""
        with self.opened(widget, "article.html") as page:
            if widget.drive:
                page.evaluate(f"{widget.drive}.open()")
                page.wait_for_timeout(_REST_MS)
            page.add_script_tag(path=AXE)
            found = page.evaluate("axe.run().then(({ violations }) => violations)")
        return sum(len(rule["nodes"]) for rule in found)

    def worse(self, widget: Widget, name: str) -> Worse | None:
        """What 200 % does to a page; None for one whose own script takes the visitor elsewhere."""
        try:
            return self._worse(widget, name)
        except Error:
            if self._left:
                return None
            raise

    def _worse(self, widget: Widget, name: str) -> Worse | None:
        with self.opened(widget, name) as page:
            page.evaluate(STOP_TIMERS)
            before, sizes = layout(page), page.evaluate(SIZES)
            page.evaluate(f"{widget.drive}.open()")
            page.evaluate(f"{widget.drive}.double()")
            page.wait_for_timeout(_REST_MS)
            # What is its own lies over the page on purpose.
            page.evaluate(
                "(own) => document.querySelectorAll(own).forEach((each) => each.remove())",
                widget.own,
            )
            after = page.evaluate(SIZES)
            faults = compare(before, layout(page))
        times = [new / old for new, old in zip(after, sizes, strict=False) if old]
        if not times:
            return None
        return Worse(median(times), len(faults["clipped"]), len(faults["overlapping"]))

    def fetched(self, widget: Widget) -> list[str]:
        """What a page with a toolbar fetches of it until somebody has opened its panel."""
        self._site.fetched.clear()
        with self.opened(widget, "plain.html") as page:
            page.evaluate(f"{widget.drive}.open()")
            page.wait_for_timeout(_REST_MS)
        return list(dict.fromkeys(self._site.fetched))


class Toggled(NamedTuple):
    """One press: until the second frame in ms, and the main thread's CPU ms."""

    wall: float
    cpu: float


class Worse(NamedTuple):
    """A page with larger text: how much larger, and texts that are newly cut or lie over others."""

    times: float
    clipped: int
    overlapping: int


class _Frames:
    """The pictures that a page shows while it loads, with their times."""

    def __init__(self, tools: CDPSession) -> None:
        self._shown: list[tuple[float, bool]] = []
        self._tools = tools
        tools.on("Page.screencastFrame", self._on_frame)
        tools.send("Page.startScreencast", {"format": "png", "maxWidth": 320, "maxHeight": 180})

    def _on_frame(self, frame: dict[str, Any]) -> None:
        self._tools.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})
        with Image.open(BytesIO(base64.b64decode(frame["data"]))) as file:
            image = file.convert("RGB")
        pixels = list(image.getdata())
        own = sum(
            max(abs(a - b) for a, b in zip(each, _GROUND, strict=True)) < 8 for each in pixels
        )
        self._shown.append((frame["metadata"]["timestamp"], own > len(pixels) / 20))

    def wrong_ms(self) -> float:
        """From the first picture in the page's own colours to the first after it without them."""
        self._tools.send("Page.stopScreencast")
        times = [at for at, wrong in self._shown if wrong]
        if not times:
            return 0.0
        after = [at for at, wrong in self._shown if not wrong and at > times[-1]]
        return ((after[0] if after else time.time()) - times[0]) * 1000


def _metrics(tools: CDPSession) -> dict[str, float]:
    found = tools.send("Performance.getMetrics")["metrics"]
    return {metric["name"]: metric["value"] for metric in found}
