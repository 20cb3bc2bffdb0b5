"""What is planned: blocks of a page, the clips that speak them, and what stores keep of these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

DEFAULT_LANGUAGE = "zh-CN"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page's text, such as a paragraph, and its language where it has its own."""

    id: str
    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class PlannedClip:
    """One sentence: its clip, and where it stands in its block in UTF-16 code units.

    ``ms`` is an estimate. ``language`` is that of the voice; ``engine`` is who will speak.
    """

    id: str
    block: str
    start: int
    end: int
    ms: int
    language: str = "zh"
    engine: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """What a clip speaks: a text of a page, and that page's language."""

    text: str
    language: str

    def sealed(self) -> str:
        """As one text, for stores."""
        return f"{self.language}\n{self.text}"

    @classmethod
    def of(cls, sealed: str | None) -> Self | None:
        """What ``sealed`` gave, or None for something else."""
        language, is_whole, text = (sealed or "").partition("\n")
        return cls(text, language) if is_whole else None
