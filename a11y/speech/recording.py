"""A whole text as one MP3, for a file instead of a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from a11y.errors import SpeechError
from a11y.speech.service import Block, SpeechService

if TYPE_CHECKING:
    from a11y.settings import Settings


async def record(text: str, settings: Settings) -> bytes:
    """The text read aloud. Raises SpeechError, also where there is nothing to read.

    Clips of one constant bit rate without headers: one after the other they are one MP3.
    """
    if len(text) > settings.speech_plan_chars:
        raise SpeechError(f"the text has more than {settings.speech_plan_chars} characters")
    # An engine is what this is for: without one there is an error, not a silence.
    service = SpeechService(replace(settings, speech="espeak"))
    try:
        clips = await service.plan([Block("text", text)])
        if not clips:
            raise SpeechError("the text holds nothing that can be read aloud")
        return b"".join([(await service.clip(clip.id)).audio for clip in clips])
    finally:
        await service.aclose()
