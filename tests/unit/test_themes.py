"""The palettes: each declared pair of colours is readable, and the arithmetic is WCAG's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from a11y.errors import SettingsError
from a11y.themes import (
    MINIMUM,
    PROPERTIES,
    SOFT_MINIMUM,
    Pair,
    Theme,
    contrast,
    read_themes,
    relative_luminance,
    short,
    to_english,
    to_javascript,
)

THEMES = read_themes(Path(__file__).parents[2] / "themes")
PAIRS = [(theme, pair) for theme in THEMES for pair in theme.pairs]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # the greys that everybody knows: the lightest that still has 4.5 and 7 on white
        ("#767676", "#ffffff", 4.54),
        ("#595959", "#ffffff", 7.0),
        ("#ff0000", "#ffffff", 4.0),
        ("#FFFF00", "#0000ff", 8.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


def test_luminance_runs_from_black_to_white() -> None:
    assert relative_luminance("#000000") == 0
    assert relative_luminance("#ffffff") == pytest.approx(1)


@pytest.mark.parametrize("color", ["#fff", "white", "#12345g", "", "#1234567"])
def test_a_colour_in_another_notation_is_refused(color: str) -> None:
    with pytest.raises(SettingsError, match="#rrggbb"):
        relative_luminance(color)


def test_there_are_the_palettes_that_citizens_know() -> None:
    labels = [theme.label["zh-CN"] for theme in THEMES]
    assert labels[:5] == ["白底黑字", "黑底白字", "黑底黄字", "蓝底黄字", "黄底蓝字"]
    assert labels[5:] == ["黄底黑字", "黑底绿字", "护眼绿色", "黑白灰度", "柔和浅色", "柔和深色"]


def test_the_soft_ones_say_so() -> None:
    for theme in THEMES:
        assert theme.soft == ("柔和" in theme.label["zh-CN"]) == ("Soft" in theme.label["en"])
        assert theme.soft == (min(theme.ratios()[pair] for pair in text_pairs(theme)) < 7)


def text_pairs(theme: Theme) -> list[Pair]:
    """Those of text."""
    return [pair for pair in theme.pairs if pair.kind == "text"]


def test_greyscale_has_no_hue() -> None:
    grey = next(theme for theme in THEMES if theme.pictures == "grey")
    for color in grey.colors.values():
        assert color[1:3] == color[3:5] == color[5:7]
    assert "--a11y-hue:grayscale(1)" in grey.css(first=True)
    assert sum("--a11y-hue" in theme.css(first=True) for theme in THEMES) == 1


@pytest.mark.parametrize(("theme", "pair"), PAIRS, ids=lambda value: getattr(value, "name", None))
def test_every_declared_pair_is_readable(theme: Theme, pair: Pair) -> None:
    assert theme.ratios()[pair] >= theme.minimum[pair.kind]
    assert theme.minimum == (SOFT_MINIMUM if theme.soft else MINIMUM)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_no_colour_is_left_undeclared(theme: Theme) -> None:
    kinds = {pair.front: pair.kind for pair in theme.pairs if pair.back == "background"}
    assert kinds == {"text": "text", "link": "text", "border": "non-text", "focus": "non-text"}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_link_can_be_told_from_text(theme: Theme) -> None:
    assert theme.colors["link"] != theme.colors["text"]


def test_css_carries_every_colour() -> None:
    theme = THEMES[0]
    assert theme.css(first=True).startswith("color-scheme:light;--a11y-bg:#fff;")
    both = theme.css(first=True) + theme.css(first=False)
    assert all(both.count(f"{name}:#") == 1 for name in PROPERTIES.values())


@pytest.mark.parametrize(("long", "brief"), [("#ffee00", "#fe0"), ("#ffee01", "#ffee01")])
def test_colours_are_written_short(long: str, brief: str) -> None:
    assert short(long) == brief


def test_javascript_keeps_what_is_drawn_apart_from_what_it_is_called() -> None:
    script = to_javascript(THEMES)
    first, labels = script.split("export const labels")
    assert '"yellow-on-black": "color-scheme:dark;' in first
    assert "黑底黄字" not in first
    assert '"yellow-on-black": "黑底黄字"' in labels
    assert "Yellow" not in script
    assert '"yellow-on-black": "Yellow on black"' in to_english(THEMES)


@pytest.mark.parametrize(
    "change",
    [
        {"color": {}},
        {"color": None},
        {"$extensions": {}},
        {"$extensions": {"a11y-care": {"label": {"zh-CN": "无"}}}},
    ],
)
def test_a_misshapen_palette_is_refused(change: dict[str, Any]) -> None:
    file = Path(__file__).parents[2] / "themes" / "black-on-white.tokens.json"
    tokens = json.loads(file.read_text(encoding="utf-8"))
    with pytest.raises(SettingsError, match="theme mine"):
        Theme.from_tokens("mine", {**tokens, **change})


def test_an_unknown_scheme_is_refused() -> None:
    file = Path(__file__).parents[2] / "themes" / "black-on-white.tokens.json"
    tokens = json.loads(file.read_text(encoding="utf-8"))
    tokens["$extensions"]["a11y-care"]["scheme"] = "dim"
    with pytest.raises(SettingsError, match="light or dark"):
        Theme.from_tokens("mine", tokens)


def test_pictures_have_their_colours_or_none() -> None:
    file = Path(__file__).parents[2] / "themes" / "greyscale.tokens.json"
    tokens = json.loads(file.read_text(encoding="utf-8"))
    tokens["$extensions"]["a11y-care"]["pictures"] = "sepia"
    with pytest.raises(SettingsError, match="own or grey"):
        Theme.from_tokens("mine", tokens)


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    (tmp_path / "torn.tokens.json").write_text("{", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"torn\.tokens\.json"):
        read_themes(tmp_path)
