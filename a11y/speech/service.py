"""Speech for pages: plans of clips, and each clip made once, however many ask for it."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from a11y.errors import SpeechError, SpeechUnavailableError
from a11y.settings import Settings
from a11y.speech import audio, espeak, keys
from a11y.speech.cache import ClipCache, Entry
from a11y.speech.engine import Clip, Engine
from a11y.speech.shared import SharedTexts
from a11y.speech.text import VERSION as TEXT_VERSION
from a11y.speech.text import Spoken, normalise, segment
from a11y.speech.texts import PlannedTexts

_log = logging.getLogger("a11y.speech")
_Result = TypeVar("_Result")

# espeak-ng's voice for text in Latin letters only; within Chinese it changes by itself.
_FOREIGN_VOICE = "en-us"
# Measured over 150 sentences at our pace; an estimate for the progress bar, no more.
_MS_PER_HANZI, _MS_PER_LETTER = 225, 70


class SpeechBusyError(SpeechError):
    """As many texts as may wait are waiting. The same request succeeds a little later."""


class UnknownClipError(SpeechError):
    """No plan has named this clip, or it was too long ago."""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a page's text, such as a paragraph."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PlannedClip:
    """One sentence: its clip, and where it stands in its block in UTF-16 code units."""

    id: str
    block: str
    start: int
    end: int
    ms: int


class SpeechService:
    """Plans and clips for one process. Everything slow happens in threads and in the worker.

    ``counters`` counts plans, clips "made", "found" and "failed", and texts "busy" turned away.
    Raises SpeechUnavailableError if the settings insist on an engine that is not installed.
    """

    def __init__(self, settings: Settings, *, engine: Engine | None = None) -> None:
        wanted = settings.speech != "off"
        if engine is None and wanted and _installed():
            engine = espeak.EspeakEngine(voice=settings.speech_voice)
        if engine is None and settings.speech == "espeak":
            raise SpeechUnavailableError("speech needs: pip install 'a11y-care[speech]'")
        self._engine = engine if wanted else None
        self._settings = settings
        self._keys = keys.Keys(settings.speech_key)
        self._texts = PlannedTexts()
        self._shared = SharedTexts.below(settings.speech_cache)
        self._has_warned = False
        self._cache = ClipCache(settings.speech_cache, settings.speech_cache_bytes)
        self._flights: dict[str, asyncio.Task[Entry]] = {}
        self._planning = 0
        self.counters: Counter[str] = Counter()
        self._closed = False
        # Two: one clip is encoded while the next one's text is prepared.
        self._threads = ThreadPoolExecutor(2, "a11y-speech")

    @property
    def available(self) -> bool:
        """Whether there is an engine. It may still fail to start; then plans say so."""
        return self._engine is not None

    @property
    def engine_name(self) -> str | None:
        """The engine's name, None without one."""
        return self._engine.name if self._engine else None

    @property
    def plan_chars(self) -> int:
        """How many characters of text one plan may have."""
        return self._settings.speech_plan_chars

    async def plan(self, blocks: Iterable[Block], *, continued: bool = False) -> list[PlannedClip]:
        """The clips that speak these blocks, in order; the first one is short unless ``continued``.

        Raises SpeechUnavailableError without a working engine, SpeechBusyError if too many ask.
        """
        if self._engine is None:
            raise SpeechUnavailableError("no speech engine is installed or switched on")
        if self._planning >= self._settings.speech_queue:
            self.counters["busy"] += 1
            raise SpeechBusyError("too many plans at once", retryable=True)
        self._planning += 1
        try:
            await self._engine.start()
            planned = await self._in_thread(self._plan, self._engine, list(blocks), continued)
        finally:
            self._planning -= 1
        for clip, text in planned:
            self._texts.put(clip.id, text)
        self.counters["plans"] += 1
        return [clip for clip, _ in planned]

    async def clip(self, clip_id: str) -> Entry:
        """The finished clip, made now if it is planned and nobody has asked for it yet.

        Raises UnknownClipError, SpeechBusyError, or SpeechError if the engine fails.
        """
        if not keys.LEGAL.fullmatch(clip_id):
            raise UnknownClipError("this is no clip's id")
        text = self._texts.get(clip_id)
        if clip_id not in self._flights:
            known, text = await self._in_thread(self._find, clip_id, text)
            if known:
                self.counters["found"] += 1
                return known
        # Between looking and here another request may have begun to make it.
        flight = self._flights.get(clip_id) or self._take_off(clip_id, text)
        try:
            # The clip is for all who wait: one of them going away must not stop it.
            return await asyncio.shield(flight)
        except asyncio.CancelledError:
            if flight.cancelled():
                raise SpeechError("speech is shutting down", retryable=True) from None
            raise

    async def aclose(self) -> None:
        """Stop the worker and what is being made; remove the cache if it was this process's own."""
        if self._closed:
            return
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)
        if self._engine:
            await self._engine.aclose()
        await self._in_thread(self._cache.close)
        self._closed = True
        self._threads.shutdown(wait=False)

    def _find(self, clip_id: str, text: str | None) -> tuple[Entry | None, str | None]:
        """The finished clip, or its text: ``text``, or what another process has planned."""
        entry = self._cache.get(clip_id)
        if entry is None and text is None and self._shared:
            text = self._shared.get(clip_id)
        return entry, text

    def _take_off(self, clip_id: str, text: str | None) -> asyncio.Task[Entry]:
        if text is None or self._engine is None:
            self._warn()
            raise UnknownClipError("no plan has named this clip lately")
        if len(self._flights) >= self._settings.speech_queue:
            self.counters["busy"] += 1
            raise SpeechBusyError("too many clips are waiting", retryable=True)
        flight = asyncio.create_task(self._make(self._engine, clip_id, text))
        self._flights[clip_id] = flight
        flight.add_done_callback(lambda done: self._land(clip_id, done))
        return flight

    def _land(self, clip_id: str, flight: asyncio.Task[Entry]) -> None:
        self._flights.pop(clip_id, None)
        if not flight.cancelled():
            # The exception is taken even if everybody who waited has gone.
            self.counters["failed" if flight.exception() else "made"] += 1

    def _warn(self) -> None:
        """Say once what is missing where several processes serve one site."""
        if self._has_warned or (self._settings.speech_cache and self._settings.speech_key):
            return
        self._has_warned = True
        _log.warning(
            "a clip was asked for that this process has not planned. It may be an old one; if "
            "several processes serve this site, give all the same speech_cache and speech_key"
        )

    async def _make(self, engine: Engine, clip_id: str, text: str) -> Entry:
        await engine.start()  # its version is part of the id
        spoken = normalise(text)
        # What comes from a disk may be damaged, or not what we wrote.
        if self._clip_id(engine, spoken, text) != clip_id:
            raise UnknownClipError("the text is not this clip's")
        clip = await engine.synth(spoken.text, self._voice(spoken))
        return await self._in_thread(self._finish, clip_id, text, spoken, clip)

    def _finish(self, clip_id: str, text: str, spoken: Spoken, clip: Clip) -> Entry:
        encoded = audio.encode(clip, text)
        entry = Entry.of(encoded.data, _timing(spoken, clip, encoded))
        self._cache.put(clip_id, entry)
        return entry

    def _plan(
        self, engine: Engine, blocks: list[Block], continued: bool
    ) -> list[tuple[PlannedClip, str]]:
        planned: list[tuple[PlannedClip, str]] = []
        for block in blocks:
            for sentence in segment(block.text, first=not planned and not continued):
                spoken = normalise(sentence.text)
                clip_id = self._clip_id(engine, spoken, sentence.text)
                span = (sentence.start, sentence.end)
                clip = PlannedClip(clip_id, block.id, *span, _estimate(spoken))
                planned.append((clip, sentence.text))
        if self._shared:
            self._shared.put((clip.id, text) for clip, text in planned)
        return planned

    def _clip_id(self, engine: Engine, spoken: Spoken, text: str) -> str:
        made_by = (engine.name, engine.version, self._voice(spoken), TEXT_VERSION, audio.FORMAT)
        return self._keys.clip_id(*made_by, spoken.text, text)

    def _voice(self, spoken: Spoken) -> str:
        return _FOREIGN_VOICE if spoken.foreign else self._settings.speech_voice

    async def _in_thread(self, function: Callable[..., _Result], *arguments: object) -> _Result:
        if self._closed:
            raise SpeechUnavailableError("speech is shutting down")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, function, *arguments)


def _installed() -> bool:
    return espeak.installed() and importlib.util.find_spec("lameenc") is not None


def _estimate(spoken: Spoken) -> int:
    per_character = _MS_PER_LETTER if spoken.foreign else _MS_PER_HANZI
    return audio.pause_ms(spoken.text) + per_character * sum(map(str.isalnum, spoken.text))


def _timing(spoken: Spoken, clip: Clip, encoded: audio.Audio) -> bytes:
    """The clip's length and marks as JSON, in offsets of its source text; equal spans are one."""
    marks: list[list[int]] = []
    for mark in clip.marks:
        start, end = spoken.alignment.to_source(mark.start, mark.end)
        t0, t1 = mark.t0 + encoded.lead_ms, mark.t1 + encoded.lead_ms
        if marks and marks[-1][:2] == [start, end]:
            marks[-1][3] = t1
        else:
            marks.append([start, end, t0, t1])
    return json.dumps({"ms": encoded.ms, "marks": marks}, separators=(",", ":")).encode()
