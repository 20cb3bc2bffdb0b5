"""What a visitor can choose: the toolbar's own list, as the build has written it down."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from a11y.themes import contrast

Value = str | float

# Colours of the visitor's own, as the toolbar writes them: paper, ink, link.
_OWN = re.compile(r"([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-f]{6})")
_NUMBER = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4})?")
# Below this nothing is worn (widget/src/preferences/theme/own.js).
_LEAST = 3


@dataclass(frozen=True)
class Preference:
    """One thing to choose. Either ``choices`` or a range from ``low`` to ``high`` in ``steps``."""

    name: str
    section: str
    order: int
    initial: Value
    texts: Mapping[str, Mapping[str, str]]
    choices: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    step: float = 0

    def legal(self, raw: str | None) -> Value:
        """The value that a text stands for; the initial one for anything that is not allowed."""
        if raw is None:
            return self.initial
        if self.choices:
            allowed = raw in self.choices or (self.name == "theme" and own_colors(raw) is not None)
            return raw if allowed else self.initial
        if not _NUMBER.fullmatch(raw):
            return self.initial
        number = float(raw)
        fits = self.low <= number <= self.high and number % self.step == 0
        return number if fits else self.initial

    def values(self) -> list[Value]:
        """All values, but for the visitor's own colours."""
        count = 0 if self.choices else round((self.high - self.low) / self.step) + 1
        return [*self.choices, *(self.low + n * self.step for n in range(count))]

    def label(self, language: str, value: Value | None = None) -> str:
        """What it is called, or what one of its values is called."""
        texts = self.texts.get(language) or self.texts["zh-CN"]
        if value is None:
            return texts["label"]
        if self.choices:
            return texts.get(str(value), str(value))
        return texts.get("value", "{value}").replace("{value}", written(value))


@dataclass(frozen=True)
class Profile:
    """Several choices with one press."""

    name: str
    label: Mapping[str, str]
    values: Mapping[str, Value]


@dataclass(frozen=True)
class Palette:
    """The colours of a palette, ``#rrggbb`` by the names of a11y.themes.PROPERTIES."""

    scheme: str
    colors: Mapping[str, str]


@dataclass(frozen=True)
class Catalogue:
    """Everything that can be set, by name, in the order of the toolbar."""

    preferences: Mapping[str, Preference]
    profiles: Mapping[str, Profile]
    palettes: Mapping[str, Palette]


def written(value: Value) -> str:
    """A value as the cookie has it, and JavaScript: 1 for 1.0."""
    return value if isinstance(value, str) else f"{value:g}"


@cache
def catalogue() -> Catalogue:
    """The catalogue of this release."""
    text = (files("a11y") / "preferences" / "catalogue.json").read_text(encoding="utf-8")
    known = json.loads(text)
    preferences = [_preference(each) for each in known["preferences"]]
    return Catalogue(
        {one.name: one for one in preferences},
        {each["name"]: Profile(**each) for each in known["profiles"]},
        {name: Palette(**each) for name, each in known["palettes"].items()},
    )


def own_colors(value: str) -> Palette | None:
    """The palette of a visitor's own colours; None for anything else, and for what nobody reads."""
    if (found := _OWN.fullmatch(value)) is None:
        return None
    paper, ink, link = (f"#{part}" for part in found.groups())
    if contrast(ink, paper) < _LEAST or contrast(link, paper) < _LEAST:
        return None
    scheme = "light" if contrast(paper, "#000000") > contrast(paper, "#ffffff") else "dark"
    colors = {"background": paper, "text": ink, "link": link, "border": ink, "focus": link}
    return Palette(scheme, colors)


def _preference(table: Mapping[str, Any]) -> Preference:
    schema = table["schema"]
    return Preference(
        name=table["name"],
        section=table["section"],
        order=table["order"],
        initial=schema["initial"],
        texts=table["texts"],
        choices=tuple(schema.get("choices", ())),
        low=schema.get("min", 0),
        high=schema.get("max", 0),
        step=schema.get("step", 0),
    )
