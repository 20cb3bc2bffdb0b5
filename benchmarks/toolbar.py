"""The toolbar in a browser, beside those that anybody can install: each on the same pages."""

from __future__ import annotations

import gzip
import os
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Error, sync_playwright

from benchmarks import npm, sizes
from benchmarks.result import BenchmarkError, Cell, Options, Row, Section, Spread
from benchmarks.visits import Visits
from benchmarks.widget_site import WidgetSite
from benchmarks.widgets import NONE, PEERS, Widget
from tests.chromium import launch_options
from tests.corpus.pages import Page, read_pages
from tests.servers import serve_asgi

# Larger text is tried on so many real pages, from all over the corpus.
_REAL_PAGES = 16
_ADDRESS = re.compile(r'(?:src|href)="(/[^"]+)"')

Cells = dict[str, Cell]
# Samples of each figure by the toolbar's name.
Samples = dict[str, dict[str, list[float]]]


def measure(options: Options) -> Section:
    """Every toolbar that could be installed, in an order that is drawn anew in each round."""
    section = Section("toolbar")
    lacking = npm.install([peer.package for peer in PEERS if peer.package])
    section.missing = [f"npm install {package}" for package in lacking]
    peers = [peer for peer in PEERS if peer.package not in lacking]
    site = WidgetSite(peers, _real_pages())
    with _visits(site) as visits:
        samples = _sampled(site, visits, options.rounds, section)
        for widget in site.widgets:
            if widget is NONE:
                continue
            cells = _timings(samples[widget.name], samples[NONE.name])
            with _forgiving(widget, section):
                cells |= _looks(visits, site, widget)
            section.rows.append(Row(widget.name, cells))
            if widget.package is None:
                section.reached |= _reached(cells)
    section.reached["core-kb"] = sizes.gzip_bytes(*sizes.core()) / 1000
    section.reached["boot-kb"] = sizes.gzip_bytes("boot.js") / 1000
    section.notes["cells"] = [str(visits.cell_count)]
    section.notes["real-pages"] = [str(len(site.real))]
    return section


def _real_pages() -> list[Page]:
    where = os.environ.get("A11Y_CORPUS")
    pages = (
        [page for page in read_pages(Path(where)) if page.han_characters >= 100] if where else []
    )
    return pages[:: max(1, len(pages) // _REAL_PAGES)][:_REAL_PAGES]


@contextmanager
def _visits(site: WidgetSite) -> Iterator[Visits]:
    with serve_asgi(site) as url, sync_playwright() as playwright:
        chromium = playwright.chromium
        with chromium.launch(**launch_options(chromium.executable_path)) as browser:
            yield Visits(browser, site, url)


@contextmanager
def _forgiving(widget: Widget, section: Section) -> Iterator[None]:
    """What a peer cannot do is said; what ours cannot is an error."""
    try:
        yield
    except Error as error:
        line = f"{widget.name}: {error.message.splitlines()[0]}"
        if widget.package is None:
            raise BenchmarkError(line) from error
        section.missing.append(line)


def _sampled(site: WidgetSite, visits: Visits, rounds: int, section: Section) -> Samples:
    """What takes time, in so many rounds."""
    samples: Samples = defaultdict(lambda: defaultdict(list))
    for _ in range(rounds):
        for widget in random.sample(site.widgets, len(site.widgets)):
            mine = samples[widget.name]
            with _forgiving(widget, section):
                mine["load_ms"].append(visits.load_cost(widget))
                if widget is NONE:
                    continue
                for verb in ("contrast", "larger"):
                    wall, cpu = visits.toggle(widget, verb)
                    mine[f"{verb}_ms"].append(wall)
                    mine[f"{verb}_cpu_ms"].append(cpu)
                mine["flash_ms"].append(visits.flash(widget))
    return samples


def _timings(mine: dict[str, list[float]], bare: dict[str, list[float]]) -> Cells:
    plain = median(bare["load_ms"])
    return {
        name: Spread.of([each - plain for each in values] if name == "load_ms" else values)
        for name, values in mine.items()
    }


def _looks(visits: Visits, site: WidgetSite, widget: Widget) -> Cells:
    """What is the same each time."""
    readable, count = visits.cells(widget)
    visits.cell_count = count
    found: Cells = {
        "page_gzip": _gzipped(site, _ADDRESS.findall(widget.head)),
        "use_gzip": _gzipped(site, visits.fetched(widget)),
        "readable_percent": 100 * readable / count,
        "axe": visits.violations(widget),
    }
    return found | _enlarged(visits, site, widget)


def _enlarged(visits: Visits, site: WidgetSite, widget: Widget) -> Cells:
    """Real pages at 200 %. Those on which a peer does not come up are left out."""
    seen = []
    for name in site.real:
        try:
            page = visits.worse(widget, name)
        except Error:
            if widget.package is None:
                raise
            continue
        if page:
            seen.append(page)
    if not seen:
        return {}
    return {
        "pages": len(seen),
        "times": median(page.times for page in seen),
        "clipped": sum(page.clipped for page in seen),
        "overlapping": sum(page.overlapping for page in seen),
    }


def _gzipped(site: WidgetSite, paths: list[str]) -> int:
    return sum(len(gzip.compress(site.body_of(path) or b"", 9, mtime=0)) for path in paths)


def _reached(cells: Cells) -> dict[str, float]:
    """The figures that have a goal, by its name."""
    goals = {
        "load": "load_ms",
        "contrast": "contrast_ms",
        "larger": "larger_ms",
        "flash": "flash_ms",
        "readable": "readable_percent",
        "axe": "axe",
    }
    figures = {goal: _figure(cells[name]) for goal, name in goals.items() if name in cells}
    if "clipped" in cells:
        figures["spoilt"] = _figure(cells["clipped"]) + _figure(cells["overlapping"])
    return figures


def _figure(cell: Cell) -> float:
    return cell.median if isinstance(cell, Spread) else float(cell)
