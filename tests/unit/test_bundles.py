"""What a browser has to download stays small: the bundles as they are committed."""

from __future__ import annotations

import re

import pytest

from a11y.assets import packaged, packaged_parts
from benchmarks.sizes import core, gzip_bytes

# Of 1000 bytes, compressed as they are sent.
KB = 1000


@pytest.mark.parametrize(
    ("names", "most"),
    [
        (["boot.js"], 1.5 * KB),
        # It holds the first paint of every page in care mode.
        (["early.js"], 3.5 * KB),
        (core(), 25 * KB),
    ],
    ids=["boot", "early", "core"],
)
def test_what_is_sent_is_no_larger(names: list[str], most: float) -> None:
    assert gzip_bytes(*names) <= most


def test_the_core_is_one_file_behind_the_name_that_is_known() -> None:
    assert len(core()) == 2


def test_boot_and_early_import_nothing_to_begin_with() -> None:
    for name in ("boot.js", "early.js"):
        assert not re.search(r'(import|from)"', packaged(name).decode("utf-8"))


def test_english_is_not_sent_to_those_who_read_chinese() -> None:
    first = "".join(packaged(name).decode("utf-8") for name in core())
    assert "朗读已暂停" in first
    assert "Reading is paused" not in first
    parts = [packaged(name).decode("utf-8") for name in packaged_parts() if name.endswith(".js")]
    assert sum("Reading is paused" in part for part in parts) == 1


def test_each_part_that_is_imported_is_there() -> None:
    there = set(packaged_parts())
    for name in [*core(), *(part for part in there if part.endswith(".js"))]:
        text = packaged(name).decode("utf-8")
        asked = set(re.findall(r'(?:import|from)\(?"\./([\w.-]+)"', text))
        assert asked <= there, name
