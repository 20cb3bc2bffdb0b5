"""One thing that was found, and how much it matters."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# Evidence is a look at a header or a piece of markup, no copy of it.
_EVIDENCE_CHARS = 160


class Level(StrEnum):
    """How much a finding matters, the least first."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Finding:
    """What was found, by its id in the catalogue; ``evidence`` is a shortened quotation.

    ``level`` is there where it is another one than the catalogue's.
    """

    id: str
    evidence: str = ""
    level: Level | None = None

    @classmethod
    def quoting(cls, id: str, evidence: str | bytes) -> Finding:  # noqa: A002 - as in the output
        """A finding with evidence from outside: made printable, in one line, and shortened."""
        if isinstance(evidence, bytes):
            evidence = evidence.decode("utf-8", "replace")
        return cls(id, shortened(evidence))


def shortened(text: str, limit: int = _EVIDENCE_CHARS) -> str:
    """The text as one printable line of at most ``limit`` characters."""
    line = printable(text)
    return line if len(line) <= limit else line[: limit - 1] + "…"


def printable(text: str) -> str:
    """The text without what could steer a terminal or hide in it, white space as one space."""
    # str.isprintable knows control, format (directions) and surrogate characters.
    kept = "".join(c if c.isprintable() else " " if c.isspace() else "\ufffd" for c in text)
    return " ".join(kept.split())
