"""docs/check.md names what there is."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import pytest

from a11y.check import CATALOGUE, Level
from a11y.check.arguments import add_arguments
from a11y.check.record import SCHEMA
from tests.check.test_command import KEYS

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "check.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading."""
    section = DOCUMENT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def test_every_finding_is_documented_as_it_is() -> None:
    wanted = []
    for entry in CATALOGUE.values():
        text = entry.texts["zh-CN"]
        cells = [f"`{entry.id}`", str(entry.level), text.meaning, text.hint]
        # A page that shows the document would take "<meta>" for a tag.
        wanted.append([cell.replace("<", "&lt;") for cell in cells])
    assert rows("编号") == wanted


def test_every_level_is_documented() -> None:
    assert {cells[0].strip("`") for cells in rows("级别")} == set(Level)


def test_every_option_is_documented() -> None:
    parser = argparse.ArgumentParser(add_help=False)
    add_arguments(parser)
    options = {name for action in parser._actions for name in action.option_strings}
    documented = {name for cells in rows("选项") for name in re.findall(r"--[a-z-]+", cells[0])}
    assert documented == options


@pytest.mark.parametrize("part", KEYS)
def test_every_key_of_the_json_is_documented(part: str) -> None:
    text = "".join(f"{cells[0]} {cells[1]}" for cells in rows("JSON"))
    assert KEYS[part] <= set(re.findall(r"[a-z_]+", text))


def test_the_form_has_its_number() -> None:
    assert f"现在是 {SCHEMA}。" in DOCUMENT
