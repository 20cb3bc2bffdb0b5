"""What a speech engine is: text in, sound and the timing of its words out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from a11y.speech.text import Way

# What every engine is asked to speak: Mandarin, English, Cantonese (see a11y.speech.text).
LANGUAGES = ("zh", "en", "yue")


@dataclass(frozen=True, slots=True)
class Mark:
    """A run of text and when it is spoken: UTF-16 offsets, milliseconds from the start."""

    start: int
    end: int
    t0: int
    t1: int


@dataclass(frozen=True, slots=True)
class Clip:
    """Speech as 16-bit little-endian mono samples, or as MP3 where an engine makes no samples.

    ``mp3`` is whole frames of constant bit rate (see a11y.speech.mp3), of as many samples a second
    as ``rate`` says; then ``pcm`` is empty. ``exact``: the engine itself timed the marks.
    """

    pcm: bytes
    rate: int
    marks: tuple[Mark, ...]
    exact: bool = True
    mp3: bytes = b""

    @property
    def ms(self) -> int:
        """How long it is, in milliseconds."""
        if self.mp3:
            from a11y.speech import mp3

            return mp3.duration_ms(self.mp3)
        return len(self.pcm) * 500 // self.rate


class Engine(Protocol):
    """One way to make speech. Failures are SpeechError; see a11y.speech.faults for their kinds.

    Used by one event loop. ``synth`` may be called several times at once; a caller that is
    cancelled leaves the engine as it was. Every engine passes tests/speech/test_contract.py.
    """

    @property
    def name(self) -> str:
        """A short name, part of every clip's id."""

    @property
    def version(self) -> str:
        """The version of what determines the sound, part of every clip's id; set by ``start``."""

    @property
    def way(self) -> Way:
        """How it takes the readings of a lexicon (see a11y.speech.text.pronounce)."""

    def voice(self, language: str) -> str:
        """The name of the voice for a language such as zh; Mandarin's where there is no other."""

    async def start(self) -> None:
        """Get ready. May be called again at any time. Raises SpeechUnavailableError."""

    async def synth(self, text: str, voice: str) -> Clip:
        """Speak ``text``. Marks are offsets into it. Raises SpeechError.

        A text without anything to pronounce is a short silence, or SilentError.
        """

    async def aclose(self) -> None:
        """Stop whatever runs. The engine is not used again; texts under way fail."""


def estimated_marks(text: str, ms: int) -> tuple[Mark, ...]:
    """Marks by the weight of the characters, for engines that do not time their words.

    One for each hanzi and each word of other letters or digits, over the whole of ``ms``. A pause
    mark weighs as much as a syllable, of which a Latin letter is a third.
    """
    from a11y.speech.text import utf16_offsets

    runs = _runs(text)
    total = sum(weight for _, _, weight in runs)
    offsets, marks, done = utf16_offsets(text), [], 0.0
    for start, end, weight in runs:
        t0, t1 = (int(ms * at / total) for at in (done, done + weight))
        done += weight
        if text[start].isalnum():
            marks.append(Mark(offsets[start], offsets[end], t0, t1))
    return tuple(marks)


def _runs(text: str) -> Sequence[tuple[int, int, float]]:
    """Start, end and weight of each hanzi, each word and each pause mark."""
    runs: list[tuple[int, int, float]] = []
    at = 0
    while at < len(text):
        end = at + 1
        if _is_lettered(text[at]):
            while end < len(text) and _is_lettered(text[end]):
                end += 1
            runs.append((at, end, (end - at) / 3))
        elif text[at].isalnum() or text[at] in _PAUSES:
            runs.append((at, end, 1.0))
        at = end
    return runs


# What speakers pause at, in the marks of Chinese and of English.
_PAUSES = frozenset(",.;:!?，。；：！？、")


def _is_lettered(character: str) -> bool:
    """Whether it is part of a word that is written with several characters."""
    return character.isalnum() and character < "\u2e80"
