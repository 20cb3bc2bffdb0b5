"""The page about browsers says what the last kept run found, of all that is in the table."""

from __future__ import annotations

import pytest

from tests.browsers.behaviours import TABLE
from tests.browsers.found import BROWSERS
from tests.browsers.results import FEATURES, OK, PAGE, Result, read, with_tables


def test_the_tables_are_those_of_the_results() -> None:
    page = PAGE.read_text("utf-8")
    assert with_tables(page, read()) == page


def test_the_results_are_of_these_browsers_and_rows() -> None:
    rows = {row.name for row in TABLE}
    for each in read():
        assert each.name in {browser.name for browser in BROWSERS}
        assert set(each.behaviours) == rows
        assert set(each.features) == set(FEATURES)


def test_a_table_says_what_failed_and_what_was_not_tried() -> None:
    places = "".join(
        f"<!-- table: {name} -->\n<!-- end -->\n"
        for name in ("behaviours", "features", "preferences")
    )
    ways = {TABLE[0].name: OK, TABLE[1].name: "failed: no", TABLE[2].name: "skipped: no sound"}
    result = Result("x", "X", "1", {"`@layer`": True}, ways, {"size": OK, "theme": "failed: no"})
    page = with_tables(places, [result])
    assert f"| {TABLE[0].label} | ✓ |" in page
    assert f"| {TABLE[1].label} | ✗ |" in page
    assert f"| {TABLE[2].label} | — |" in page
    assert "| 1/2 |" in page
    assert "| `@layer` | ✓ |" in page
    assert "| `:has()` | 无 |" in page
    assert "| `theme` | ✗ |" in page
    assert with_tables(page, [result]) == page


def test_a_page_without_a_place_for_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for the table behaviours"):
        with_tables("# nothing", [])
