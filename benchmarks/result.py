"""What a benchmark hands back, and how it is kept in a file."""

from __future__ import annotations

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple


class BenchmarkError(Exception):
    """Something could not be measured: a figure without the right output is none."""


class Spread(NamedTuple):
    """Several samples of one thing."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, samples: Sequence[float]) -> Spread:
        """Of at least one sample."""
        return cls(statistics.median(samples), min(samples), max(samples))


Cell = float | str | Spread


@dataclass
class Row:
    """One line of a table: who or what was measured, and figures by the name of their column."""

    name: str
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass
class Section:
    """One benchmark's result. ``reached``: the figure for each goal that was measured."""

    name: str
    rows: list[Row] = field(default_factory=list)
    reached: dict[str, float] = field(default_factory=dict)
    # A line for every peer that was left out, naming what it would have needed.
    missing: list[str] = field(default_factory=list)
    # What goes into the sentence of that name in ``words.NOTES``.
    notes: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Run:
    """Everything that one command measured, and on what."""

    machine: dict[str, str]
    sections: list[Section]

    def write(self, file: Path) -> None:
        """Keep it as JSON."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        file.write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, file: Path) -> Run:
        """What write() wrote."""
        data = json.loads(file.read_text(encoding="utf-8"))
        sections = [Section(**{**one, "rows": _rows(one["rows"])}) for one in data["sections"]]
        return cls(data["machine"], sections)


@dataclass(frozen=True)
class Options:
    """What the command line asks for."""

    rounds: int = 5
    # How long one server is loaded, or one slow transfer takes.
    seconds: int = 4


def _rows(rows: list[dict[str, Any]]) -> list[Row]:
    return [
        Row(row["name"], {key: _cell(value) for key, value in row["cells"].items()}) for row in rows
    ]


def _cell(value: Any) -> Cell:
    return Spread(*value) if isinstance(value, list) else value
