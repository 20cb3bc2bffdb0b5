"""Colour palettes: design tokens to CSS, and the contrast arithmetic of WCAG."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

from a11y.errors import SettingsError

Kind = Literal["text", "non-text"]

# The colours that every palette names, and the custom property that carries each to the page.
PROPERTIES = {
    "background": "--a11y-bg",
    "text": "--a11y-fg",
    "link": "--a11y-link",
    "border": "--a11y-line",
    "focus": "--a11y-focus",
}
# Those that the first paint needs. The others come with the toolbar: boot.js has no byte to spare.
FIRST = ("background", "text", "link")
# What a pair must reach: text by WCAG 2.2 SC 1.4.6 (AAA), borders and focus rings by SC 1.4.11.
MINIMUM: Mapping[Kind, float] = {"text": 7.0, "non-text": 3.0}
# Soft palettes, which say so, are for eyes that light hurts: SC 1.4.3 (AA).
SOFT_MINIMUM: Mapping[Kind, float] = {"text": 4.5, "non-text": 3.0}

_HEX = re.compile(r"#[0-9a-f]{6}")
_SUFFIX = ".tokens.json"


def relative_luminance(color: str) -> float:
    """The relative luminance of an sRGB colour ``#rrggbb``, 0 for black to 1 for white.

    WCAG 2.2, definition of "relative luminance". Raises SettingsError for another notation.
    """
    if not _HEX.fullmatch(color.lower()):
        raise SettingsError(f"a colour must be written #rrggbb: {color!r}")
    red, green, blue = (_linear(int(color[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    # 0.04045 is sRGB's own threshold; WCAG's older 0.03928 gives the same for 8-bit channels.
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of "contrast ratio")."""
    darker, lighter = sorted((relative_luminance(one), relative_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@dataclass(frozen=True)
class Pair:
    """Two colours of a palette that meet on the page, by name, and what they are there."""

    front: str
    back: str
    kind: Kind


@dataclass(frozen=True)
class Theme:
    """One palette. ``colors`` has every name of PROPERTIES, each ``#rrggbb``.

    ``soft``: low in contrast on purpose. ``pictures``: whether the page's pictures lose their hue.
    """

    name: str
    label: Mapping[str, str]
    order: int
    scheme: Literal["light", "dark"]
    colors: Mapping[str, str]
    pairs: tuple[Pair, ...]
    soft: bool = False
    pictures: Literal["own", "grey"] = "own"

    @classmethod
    def from_tokens(cls, name: str, tokens: Mapping[str, Any]) -> Self:
        """A palette from a design tokens document (DTCG format: ``$value``, ``$extensions``).

        Raises SettingsError where a colour, a label or the declared pairs are missing or wrong.
        """
        try:
            ours = tokens["$extensions"]["a11y-care"]
            group = tokens["color"]
            colors = {key: group[key]["$value"].lower() for key in PROPERTIES}
            label = {language: str(ours["label"][language]) for language in ("zh-CN", "en")}
            pairs = tuple(
                Pair(front, back, each["kind"])
                for each in ours["contrast"]
                for front, back in [each["pair"]]
            )
            order, scheme = int(ours["order"]), ours["scheme"]
            soft, pictures = bool(ours.get("soft", False)), ours.get("pictures", "own")
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise SettingsError(f"theme {name}: missing or misshapen: {error}") from error
        if scheme not in ("light", "dark"):
            raise SettingsError(f"theme {name}: scheme must be light or dark: {scheme!r}")
        if pictures not in ("own", "grey"):
            raise SettingsError(f"theme {name}: pictures must be own or grey: {pictures!r}")
        return cls(name, label, order, scheme, colors, pairs, soft, pictures)

    @property
    def minimum(self) -> Mapping[Kind, float]:
        """What its pairs must reach."""
        return SOFT_MINIMUM if self.soft else MINIMUM

    def ratios(self) -> dict[Pair, float]:
        """The contrast ratio of every declared pair."""
        return {
            pair: contrast(self.colors[pair.front], self.colors[pair.back]) for pair in self.pairs
        }

    def css(self, *, first: bool) -> str:
        """The declarations for the page: those that the first paint needs, or the rest."""
        names = [name for name in PROPERTIES if (name in FIRST) == first]
        values = [f"{PROPERTIES[name]}:{short(self.colors[name])}" for name in names]
        if not first:
            return ";".join(values)
        if self.pictures == "grey":
            values.append("--a11y-hue:grayscale(1)")
        return ";".join([f"color-scheme:{self.scheme}", *values])


def short(color: str) -> str:
    """The shortest notation of ``#rrggbb``: every byte of it is sent before the first paint."""
    if color[1] == color[2] and color[3] == color[4] and color[5] == color[6]:
        return f"#{color[1]}{color[3]}{color[5]}"
    return color


def read_themes(folder: Path) -> list[Theme]:
    """The palettes ``<name>.tokens.json`` of a folder, in the order that they declare.

    Raises SettingsError where a file is not a palette.
    """
    themes = []
    for file in sorted(folder.glob(f"*{_SUFFIX}")):
        try:
            tokens = json.loads(file.read_text(encoding="utf-8"))
        except ValueError as error:
            raise SettingsError(f"{file.name} is not valid JSON: {error}") from error
        themes.append(Theme.from_tokens(file.name.removesuffix(_SUFFIX), tokens))
    return sorted(themes, key=lambda theme: theme.order)


def to_css(themes: Iterable[Theme]) -> str:
    """The palettes for pages of our own that name one in ``data-palette``."""
    names = {"background": "bg", "text": "fg", "link": "link", "border": "line", "focus": "focus"}
    rules = []
    for theme in themes:
        values = [f"--{short}:{theme.colors[name]}" for name, short in names.items()]
        body = ";".join([f"color-scheme:{theme.scheme}", *values])
        rules.append(f'[data-palette="{theme.name}"]{{{body}}}\n')
    return "".join(rules)


def to_javascript(themes: Iterable[Theme]) -> str:
    """The palettes as an ES module of three objects by name; boot.js takes only the first."""
    known = list(themes)
    objects = {
        "palettes": ("string", {theme.name: theme.css(first=True) for theme in known}),
        "extras": ("string", {theme.name: theme.css(first=False) for theme in known}),
        "labels": ("string", {theme.name: theme.label["zh-CN"] for theme in known}),
    }
    return _module(objects)


def to_english(themes: Iterable[Theme]) -> str:
    """Their English names, which most visitors never need."""
    return _module({"names": ("string", {theme.name: theme.label["en"] for theme in themes})})


def _module(objects: Mapping[str, tuple[str, object]]) -> str:
    return "\n".join(
        f"/** @type {{Record<string, {kind}>}} */\nexport const {name} = {_literal(value)}\n"
        for name, (kind, value) in objects.items()
    )


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
