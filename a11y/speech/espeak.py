"""The embedded engine: espeak-ng from the espeakng-loader wheel, in worker processes.

Never the system's espeak-ng: Debian 12 has 1.51, which reads Mandarin as English. A worker is
started at first use, killed when a text takes too long, and replaced after any failure.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence

from a11y.speech import espeak_worker, limits
from a11y.speech.engine import Clip, Mark
from a11y.speech.faults import RefusedTextError
from a11y.speech.text import Way, utf16_offsets
from a11y.speech.worker import WorkerPool, python

# Words per minute as espeak-ng counts. Measured: 200 is 4.4 hanzi a second within a sentence, the
# unhurried pace of somebody explaining over a counter (news readers: 5). The visitor's own rate is
# the browser's playbackRate on top.
WORDS_PER_MINUTE = 200
_START_SECONDS = 10.0
# Within Chinese the Mandarin and Cantonese voices change to English by themselves.
VOICES: Mapping[str, str] = {
    "zh": "cmn",
    "en": "en-us",
    "yue": "yue",
    # What else stands on pages in China and has a voice here; Tibetan and Mongolian have none.
    **{language: language for language in ("ja", "kk", "ko", "ky", "ru", "ug", "vi")},
}

Event = Sequence[int]


def installed() -> bool:
    """Whether the library's wheel is here; nothing is loaded."""
    return importlib.util.find_spec("espeakng_loader") is not None


def marks_of(text: str, events: Sequence[Event], end: int) -> tuple[Mark, ...]:
    """Marks from word events (code point, length, ms): in order, within the text, in UTF-16.

    A compound word has one event for its first character, so a mark reaches up to the next one,
    over letters only.
    """
    starts: list[tuple[int, int, int]] = []
    for place, length, at in events:
        if place < len(text) and (not starts or (place > starts[-1][0] and at >= starts[-1][2])):
            starts.append((max(0, place), length, at))
    offsets, marks = utf16_offsets(text), []
    for index, (place, length, at) in enumerate(starts):
        following, t1 = (len(text), end) if index + 1 == len(starts) else starts[index + 1][::2]
        stop = min(place + max(1, length), following)
        while stop < following and text[stop].isalnum():
            stop += 1
        marks.append(Mark(offsets[place], offsets[stop], at, max(at, t1)))
    return tuple(marks)


class EspeakEngine:
    """espeak-ng 1.52 or newer. ``workers``: how many texts at once, each in its own process.

    ``voice`` is the one for Mandarin, ``voices`` names others by language.
    """

    name = "espeak"
    way: Way = "espeak"

    def __init__(
        self,
        *,
        voice: str = VOICES["zh"],
        voices: Mapping[str, str] | None = None,
        timeout: float = limits.SYNTH_SECONDS,
        workers: int = 1,
    ) -> None:
        self._voices = {**VOICES, "zh": voice, **(voices or {})}
        self._pool = WorkerPool(
            "espeak-ng",
            self._command,
            count=workers,
            timeout=timeout,
            start_timeout=_START_SECONDS,
        )

    @property
    def version(self) -> str:
        """The library's version and our pace: both determine the sound."""
        return f"{self._pool.hello.get('version', '')}@{WORDS_PER_MINUTE}"

    @property
    def pid(self) -> int | None:
        """The first worker's process id while there is one."""
        return next(iter(self._pool.pids), None)

    def voice(self, language: str) -> str:
        """The voice for a language; Mandarin's where there is no other."""
        return self._voices.get(language, self._voices["zh"])

    async def start(self) -> None:
        """Start a worker unless one runs. Raises SpeechUnavailableError with the reason."""
        await self._pool.start()

    async def synth(self, text: str, voice: str) -> Clip:
        """Speak ``text``; marks are UTF-16 offsets into it. Raises SpeechError."""
        if len(text) > limits.SPOKEN_CHARS:
            raise RefusedTextError("the text is too long for one clip")
        request = {"text": text, "voice": voice, "rate": WORDS_PER_MINUTE}
        head, pcm = await self._pool.ask(request)
        if "error" in head:
            raise RefusedTextError(str(head["error"]))
        return Clip(pcm, int(head["rate"]), marks_of(text, head["events"], int(head["ms"])))

    async def aclose(self) -> None:
        """Kill the workers; texts under way fail."""
        await self._pool.aclose()

    def _command(self) -> Sequence[str]:
        import espeakng_loader

        return [
            *(python(), "-I", "-S", espeak_worker.__file__),
            *(espeakng_loader.get_library_path(), espeakng_loader.get_data_path()),
            *(self._voices["zh"], str(limits.AUDIO_SECONDS)),
        ]
