"""Values of a TOML table made into a dataclass of settings, and all that is wrong with them."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_origin, get_type_hints

from a11y.errors import SettingsError

_Settings = TypeVar("_Settings")


class ConfigurationError(SettingsError):
    """A configuration can't be used. ``problems`` holds a line for everything that is wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Problems:
    """What is wrong, each with the place where it stands; ``file`` is empty for a command line."""

    def __init__(self, file: str, place: str = "", lines: list[str] | None = None) -> None:
        self._file = file
        self._place = f"{file}: {place}" if file else ""
        self.lines: list[str] = [] if lines is None else lines

    def at(self, place: str) -> Problems:
        """The same list for what stands in a part of the document."""
        return Problems(self._file, f"{place}: ", self.lines)

    def add(self, problem: object) -> None:
        """Remember a problem. Each is one line, however the value looked."""
        self.lines.append(f"{self._place}{problem}".replace("\n", " "))

    def unknown(self, key: str, legal: Iterable[str]) -> None:
        """Remember a key that nobody knows."""
        names = list(legal)
        near = difflib.get_close_matches(key, names, 1)
        hint = f"did you mean {near[0]}? " if near else ""
        self.add(f"unknown key {key}; {hint}legal are: {', '.join(names)}")


def build(
    kind: Callable[..., _Settings],
    values: Mapping[str, Any],
    problems: Problems,
    defaults: Mapping[str, Any] | None = None,
) -> _Settings | None:
    """The settings with these values over the defaults, or None and a problem for each bad one.

    ``kind`` raises SettingsError at the first; so each value is also tried with the others left
    out, and then with those that are good, because some only make sense in pairs.
    """
    common = dict(defaults or {})
    try:
        return kind(**(common | dict(values)))
    except SettingsError as error:
        whole = error
    good = {name: value for name, value in values.items() if _refusal(kind, {name: value}) is None}
    bad = [
        refusal
        for name, value in values.items()
        if name not in good and (refusal := _refusal(kind, common | good | {name: value}))
    ]
    for problem in bad or [whole]:
        problems.add(problem)
    return None


def _refusal(kind: Callable[..., Any], values: Mapping[str, Any]) -> SettingsError | None:
    try:
        kind(**values)
    except SettingsError as error:
        return error
    return None


def converted(kind: type, values: Mapping[str, Any], base: Path) -> dict[str, Any]:
    """TOML's values as a dataclass wants them: lists are tuples, texts that name files are paths.

    A relative path starts at ``base``. What doesn't fit is left for the dataclass to refuse.
    """
    hints = get_type_hints(kind)
    return {name: _converted(hints.get(name), value, base) for name, value in values.items()}


def _converted(kind: Any, value: Any, base: Path) -> Any:
    if kind in (Path, Path | None) and isinstance(value, str) and value:
        return base / value
    if get_origin(kind) is tuple and isinstance(value, list):
        return tuple(value)
    return value
