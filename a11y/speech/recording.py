"""A whole text as one file of sound, for a disk instead of a page."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from a11y.errors import SpeechError, SpeechUnavailableError
from a11y.speech import audio
from a11y.speech.chain import Chain
from a11y.speech.engines import can_encode, make_engines
from a11y.speech.faults import SilentError
from a11y.speech.planned import DEFAULT_LANGUAGE
from a11y.speech.text import normalise, pronounce, segment
from a11y.words.lexicon import Lexicon

if TYPE_CHECKING:
    from a11y.settings import Settings
    from a11y.speech.engine import Clip

Form = Literal["mp3", "wav"]
# Engines of different rates may take turns; a file has one.
_COMMON_RATE = 24_000
Tell = Callable[[int, int], None]


def _quiet(_: int, __: int) -> None: ...


async def record(
    texts: Sequence[str],
    settings: Settings,
    *,
    form: Form = "mp3",
    language: str = DEFAULT_LANGUAGE,
    tell: Tell = _quiet,
) -> bytes:
    """The texts read aloud, as a file. Raises SpeechError, also where there is nothing to read.

    ``language`` is a BCP 47 tag; ``tell`` is called with how many sentences are done, and of how
    many. Clips of one constant bit rate without headers: one after the other they are one MP3.
    """
    if sum(map(len, texts)) > settings.speech_plan_chars:
        raise SpeechError(f"the text has more than {settings.speech_plan_chars} characters")
    sentences = [one.text for text in texts for one in segment(text, language=language)]
    if not sentences:
        raise SpeechError("the text holds nothing that can be read aloud")
    # An engine is what this is for: without one there is an error, not a silence.
    engines = make_engines(settings)
    if not engines:
        extra = "" if can_encode() else " (and lameenc)"
        raise SpeechUnavailableError(
            f"speech needs an engine{extra}: pip install 'a11y-care[speech]', and speech not off"
        )
    lexicon = Lexicon.load(settings.lexicon)
    chain = Chain(
        engines,
        Counter(),
        pronounced=lambda spoken, engine: pronounce(spoken, lexicon, engine.way),
    )
    clips: list[tuple[str, Clip]] = []
    try:
        for done, sentence in enumerate(sentences):
            tell(done, len(sentences))
            spoken = normalise(sentence, language=language)
            try:
                planned = await chain.first()
                made = await chain.speak(spoken, planned)
            except SilentError:
                continue  # such as a line of symbols
            clips.append((sentence, made.clip))
        tell(len(sentences), len(sentences))
        if not clips:
            raise SpeechError("the text holds nothing that can be read aloud")
        return await asyncio.to_thread(_file, clips, form)
    finally:
        await chain.aclose()


def _file(clips: Sequence[tuple[str, Clip]], form: Form) -> bytes:
    if form == "wav":
        try:
            return audio.wav([audio.paused(clip, text) for text, clip in clips])
        except ValueError as error:
            raise SpeechError("this engine makes MP3: name a file that ends in .mp3") from error
    rates = {clip.rate for _, clip in clips}
    rate = None if len(rates) == 1 else _COMMON_RATE
    return b"".join(audio.encode(clip, text, rate).data for text, clip in clips)
