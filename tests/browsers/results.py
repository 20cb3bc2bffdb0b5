"""What a run found, kept as JSON, and the tables of ``docs/browsers.md`` that are made from it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.browsers.behaviours import TABLE

ROOT = Path(__file__).parents[2]
JSON = ROOT / "docs" / "browsers.json"
PAGE = ROOT / "docs" / "browsers.md"
BEGIN, END = "<!-- table: {} -->", "<!-- end -->"

# What care mode asks of a browser and can do without, by a function of the page.
FEATURES = {
    "`@layer`": "() => 'CSSLayerBlockRule' in window",
    "`adoptedStyleSheets`": "() => 'adoptedStyleSheets' in document",
    "`Highlight`": "() => 'Highlight' in window",
    "CSS `zoom`": "() => CSS.supports('zoom', '2')",
    "`currentCSSZoom`": "() => 'currentCSSZoom' in Element.prototype",
    "`:has()`": "() => CSS.supports('selector(:has(a))')",
    "`popover`": "() => 'popover' in HTMLElement.prototype",
    "`inset`": "() => CSS.supports('inset', '0')",
    "`checkVisibility`": "() => 'checkVisibility' in Element.prototype",
    "`Intl.Segmenter`": "() => 'Segmenter' in Intl",
    "`requestIdleCallback`": "() => 'requestIdleCallback' in window",
    "`inert`": "() => 'inert' in HTMLElement.prototype",
}
OK = "ok"


@dataclass
class Result:
    """One browser: for each row ``ok``, ``failed: why`` or ``skipped: why``."""

    name: str
    label: str
    version: str
    features: dict[str, bool] = field(default_factory=dict)
    behaviours: dict[str, str] = field(default_factory=dict)
    preferences: dict[str, str] = field(default_factory=dict)

    @property
    def failures(self) -> dict[str, str]:
        """The rows that failed."""
        both = {**self.behaviours, **self.preferences}
        return {name: what for name, what in both.items() if what.startswith("failed")}


def read(file: Path = JSON) -> list[Result]:
    """The results that are kept; none where there is no file yet."""
    if not file.exists():
        return []
    return [Result(**each) for each in json.loads(file.read_text("utf-8"))["browsers"]]


def keep(found: list[Result], order: list[str]) -> None:
    """Write these in the place of those of the same browsers, and the page's tables anew."""
    all_of_them = {each.name: each for each in [*read(), *found]}
    results = [all_of_them[name] for name in order if name in all_of_them]
    data: dict[str, Any] = {"browsers": [asdict(each) for each in results]}
    JSON.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    PAGE.write_text(with_tables(PAGE.read_text("utf-8"), results), "utf-8")


def with_tables(page: str, results: list[Result]) -> str:
    """The page's text with its tables as these results have them."""
    for name, table in {
        "behaviours": _behaviours(results),
        "features": _features(results),
        "preferences": _preferences(results),
    }.items():
        before, begin, rest = page.partition(BEGIN.format(name))
        if not begin:
            raise ValueError(f"{PAGE.name} has no place for the table {name}")
        _, end, after = rest.partition(END)
        page = f"{before}{begin}\n\n{table}\n{end}{after}"
    return page


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _heads(results: list[Result]) -> list[str]:
    return [f"{each.label}<br>{each.version}" for each in results]


def _mark(what: str | None) -> str:
    if what is None:
        return ""
    return "✓" if what == OK else "✗" if what.startswith("failed") else "—"


def _behaviours(results: list[Result]) -> str:
    rows = [
        [row.label, *(_mark(each.behaviours.get(row.name)) for each in results)] for row in TABLE
    ]
    total = ["全部功能项各开关一遍"]
    for each in results:
        good = sum(what == OK for what in each.preferences.values())
        total.append(f"{good}/{len(each.preferences)}")
    return _table(["", *_heads(results)], [*rows, total])


def _features(results: list[Result]) -> str:
    rows = [
        [name, *("✓" if each.features.get(name) else "无" for each in results)] for name in FEATURES
    ]
    return _table(["浏览器的能力", *_heads(results)], rows)


def _preferences(results: list[Result]) -> str:
    names = sorted({name for each in results for name in each.preferences})
    rows = [
        [f"`{name}`", *(_mark(each.preferences.get(name)) for each in results)] for name in names
    ]
    return _table(["", *_heads(results)], rows)
