"""Results as Markdown that is also legible as it is: what `report` prints, and the docs hold."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from benchmarks import words
from benchmarks.goals import GOALS
from benchmarks.result import Cell, Run, Section, Spread
from benchmarks.words import Language, say


def report(run: Run, language: Language = "zh-CN") -> str:
    """The goals, every section, and the machine."""
    parts = []
    if any(section.reached for section in run.sections):
        parts.append(_titled("goals", goal_table(run.sections, language), language))
    parts += [section_text(section, language) for section in run.sections]
    facts = [f"- {say(words.FACTS[key], language)}: {run.machine[key]}" for key in run.machine]
    parts.append(_titled("machine", "\n".join(facts), language))
    return "\n\n".join(parts) + "\n"


def section_text(section: Section, language: Language) -> str:
    """One section: its table, notes, and who was missing."""
    lines = [say(words.NOTES[key], language).format(*said) for key, said in section.notes.items()]
    lines += [f"{say(words.MISSING, language)}{line}" for line in section.missing]
    table = [section_table(section, language)] if section.rows else []
    return _titled(section.name, "\n\n".join([*table, *lines]), language)


def section_table(section: Section, language: Language) -> str:
    """Its rows under all columns that any of them has."""
    keys = list(dict.fromkeys(key for row in section.rows for key in row.cells))
    head = ["", *(say(words.COLUMNS[key], language) for key in keys)]
    rows = [
        [
            _row_name(row.name, language),
            *(shown(row.cells[key]) if key in row.cells else "" for key in keys),
        ]
        for row in section.rows
    ]
    return markdown(head, rows)


def goal_table(sections: Sequence[Section], language: Language) -> str:
    """The goals of these sections: the bound, the figure, how they compare, and a mark."""
    reached = {key: figure for section in sections for key, figure in section.reached.items()}
    rows = []
    measured = {section.name for section in sections}
    for goal in GOALS:
        if goal.section not in measured:
            continue
        name = goal.zh if language == "zh-CN" else goal.en
        if goal.key in reached:
            figure = reached[goal.key]
            share = shown(figure / goal.bound) if goal.bound else ""
            got = [f"{shown(figure)} {goal.unit}".rstrip(), share]
            rows.append([name, goal.wanted, *got, "✓" if goal.met_by(figure) else "✗"])
        else:
            rows.append([name, goal.wanted, say(words.NOT_MEASURED, language), "", ""])
    return markdown([say(column, language) for column in words.GOAL_COLUMNS], rows)


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table whose columns are flush in a terminal, too: the first to the left, others right."""
    lines = [[cell.replace("|", r"\|") for cell in line] for line in (head, *rows)]
    widths = [max(3, *map(width, column)) for column in zip(*lines, strict=True)]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    first, *others = [_line(line, widths) for line in lines]
    return "\n".join([first, f"| {' | '.join(rule)} |", *others])


def shown(cell: Cell) -> str:
    """A figure with as many digits as mean something; a spread with its ends."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Spread) and cell.low < cell.high:
        return f"{_number(cell.median)} ({_number(cell.low)}–{_number(cell.high)})"
    return _number(cell.median if isinstance(cell, Spread) else cell)


def width(text: str) -> int:
    """How many columns of a terminal it takes."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def _row_name(name: str, language: Language) -> str:
    return say(words.ROWS.get(name, (name, name)), language)


def _number(value: float) -> str:
    if isinstance(value, int) or abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [" " * (wide - width(cell)) for cell, wide in zip(cells, widths, strict=True)]
    first = cells[0] + padded[0]
    others = [space + cell for space, cell in zip(padded[1:], cells[1:], strict=True)]
    return f"| {' | '.join([first, *others])} |"


def _titled(name: str, text: str, language: Language) -> str:
    return f"### {say(words.SECTIONS[name], language)}\n\n{text}"
