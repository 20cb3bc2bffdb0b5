"""An engine that tests steer: it speaks a hum, or fails as it is told."""

from __future__ import annotations

import asyncio

from a11y.errors import SpeechError, SpeechUnavailableError
from a11y.speech.engine import Clip, Mark
from a11y.speech.text import Way, utf16_length

RATE = 22_050


class HummingEngine:
    """Speaks a tenth of a second a character. ``error`` is raised instead, where it is set."""

    version = "1"
    way: Way = "homophones"

    def __init__(self, name: str = "hum") -> None:
        self.name = name
        self.error: SpeechError | None = None
        self.start_error: SpeechUnavailableError | None = None
        self.texts: list[str] = []
        self.voices: list[str] = []
        self.gate: asyncio.Event | None = None
        self.closed = False

    def voice(self, language: str) -> str:
        return f"{self.name}-{language}"

    async def start(self) -> None:
        if self.start_error:
            raise self.start_error

    async def synth(self, text: str, voice: str) -> Clip:
        self.texts.append(text)
        self.voices.append(voice)
        if self.gate:
            await self.gate.wait()
        if self.error:
            raise self.error
        length = utf16_length(text)
        return Clip(b"\1\2" * (RATE // 10 * length), RATE, (Mark(0, length, 0, 100 * length),))

    async def aclose(self) -> None:
        self.closed = True
