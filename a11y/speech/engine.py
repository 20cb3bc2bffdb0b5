"""What a speech engine is: text in, samples and the timing of its words out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of text and when it is spoken: UTF-16 offsets, milliseconds from the start."""

    start: int
    end: int
    t0: int
    t1: int


@dataclass(frozen=True, slots=True)
class Clip:
    """Speech as 16-bit little-endian mono samples. ``exact``: the engine itself timed the marks."""

    pcm: bytes
    rate: int
    marks: tuple[Mark, ...]
    exact: bool = True


class Engine(Protocol):
    """One way to make speech. Failures are SpeechError, which says whether to try again."""

    @property
    def name(self) -> str:
        """A short name, part of every clip's id."""

    @property
    def version(self) -> str:
        """The version of what determines the sound, part of every clip's id; set by ``start``."""

    async def start(self) -> None:
        """Get ready. May be called again at any time. Raises SpeechUnavailableError."""

    async def synth(self, text: str, voice: str) -> Clip:
        """Speak ``text``. Marks are offsets into it. Raises SpeechError."""

    async def aclose(self) -> None:
        """Stop whatever runs. The engine is not used again."""
