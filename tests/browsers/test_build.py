"""Style sheets as Chromium 86 needs them."""

from __future__ import annotations

import pytest

from scripts.build import GENERATED, without_inset


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a{inset:0}", "a{top:0;right:0;bottom:0;left:0}"),
        ("a{inset:1px 2px}", "a{top:1px;right:2px;bottom:1px;left:2px}"),
        ("a{inset:auto 0 0}", "a{top:auto;right:0;bottom:0;left:0}"),
        (
            "a{color:red;inset:0 auto auto 0!important}",
            "a{color:red;top:0!important;right:auto!important;bottom:auto!important;left:0!important}",
        ),
        (
            "a{inset:var(--bar, 0) 0 max(1px, 2px) auto;x:y}",
            "a{top:var(--bar, 0);right:0;bottom:max(1px, 2px);left:auto;x:y}",
        ),
        ("a{clip-path:inset(0 1px)}", "a{clip-path:inset(0 1px)}"),
        ("a{box-shadow:inset 0 0 0 1px red}", "a{box-shadow:inset 0 0 0 1px red}"),
    ],
)
def test_inset_is_written_out(css: str, expected: str) -> None:
    assert without_inset(css) == expected


def test_no_style_sheet_has_inset() -> None:
    sheets = sorted((GENERATED / "css").glob("*.js"))
    assert len(sheets) > 10
    for file in sheets:
        assert "{inset:" not in (text := file.read_text("utf-8")), file.name
        assert ";inset:" not in text, file.name
