"""Everything that can be found: id, level, and what it means and asks for in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from a11y.check.finding import Level


@dataclass(frozen=True)
class Text:
    """What an entry says in one language."""

    meaning: str
    hint: str


@dataclass(frozen=True)
class Entry:
    """One kind of finding. Its id never changes its meaning; texts may."""

    id: str
    level: Level
    texts: Mapping[str, Text]

    @classmethod
    def of(cls, name: str, table: Mapping[str, Any]) -> Entry:
        """The entry that a table of findings.toml describes."""
        texts = {language: Text(*table[language]) for language in ("zh-CN", "en")}
        return cls(name, Level(table["level"]), texts)


def _read() -> dict[str, Entry]:
    text = (files("a11y") / "check" / "findings.toml").read_text(encoding="utf-8")
    return {name: Entry.of(name, table) for name, table in tomllib.loads(text).items()}


CATALOGUE: Mapping[str, Entry] = _read()
