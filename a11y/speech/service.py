"""Speech for pages: plans of clips, and each clip made once, however many ask for it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from a11y.errors import SpeechError, SpeechUnavailableError
from a11y.settings import Settings
from a11y.speech import audio, keys, limits
from a11y.speech.chain import Chain, Speech
from a11y.speech.engine import Clip, Engine
from a11y.speech.engines import make_engines
from a11y.speech.entry import Entry
from a11y.speech.faults import RefusedTextError, SilentError
from a11y.speech.planned import DEFAULT_LANGUAGE, Block, Planned, PlannedClip
from a11y.speech.store import Claim, DiskStore, Store, make_store
from a11y.speech.text import VERSION as TEXT_VERSION
from a11y.speech.text import Spoken, normalise, pronounce, segment
from a11y.speech.texts import PlannedTexts
from a11y.speech.timing import estimate_ms, timing
from a11y.words.lexicon import Lexicon

_log = logging.getLogger("a11y.speech")
_Result = TypeVar("_Result")

# Where engines of different rates may speak one page, all are brought to this one: a file of
# several clips has one rate. It is that of the online service, which cannot be changed.
_COMMON_RATE = 24_000
_SILENCE = Clip(bytes(2 * 2205), 22_050, ())


class SpeechBusyError(SpeechError):
    """As many texts as may wait are waiting. The same request succeeds a little later."""


class UnknownClipError(SpeechError):
    """No plan has named this clip, or it was too long ago."""


class SpeechService:
    """Plans and clips for one process. Everything slow happens in threads and in workers.

    ``counters`` counts plans, clips "made", "found", "joined" (made by another process while we
    waited) and "failed", texts "busy" turned away, and what the chain of engines counts. Raises
    SettingsError or SpeechUnavailableError if the settings name what cannot be had.
    """

    def __init__(self, settings: Settings, *, engine: Engine | None = None) -> None:
        engines = make_engines(settings) if engine is None else (engine,)
        self.counters: Counter[str] = Counter()
        lexicon = Lexicon.load(settings.lexicon)
        self._chain = Chain(
            engines if settings.speech != "off" else (),
            self.counters,
            pronounced=lambda spoken, engine: pronounce(spoken, lexicon, engine.way),
        )
        self._settings = settings
        self._rate = _COMMON_RATE if len(self._chain.engines) > 1 else None
        self.keys = keys.Keys(settings.speech_key)
        self._texts = PlannedTexts()
        self._has_warned = False
        # Where speech is off nothing is kept, so nothing is needed for keeping it.
        is_off = settings.speech == "off"
        self._store: Store = DiskStore(None, 1, 1.0) if is_off else make_store(settings)
        self._flights: dict[str, asyncio.Task[Entry]] = {}
        self._planning = 0
        self._closed = False
        # Two: one clip is encoded while the next one's text is prepared.
        self._threads = ThreadPoolExecutor(max(2, settings.speech_workers), "a11y-speech")

    @property
    def available(self) -> bool:
        """Whether there is an engine. It may still fail to start; then plans say so."""
        return bool(self._chain.engines)

    @property
    def engine_name(self) -> str | None:
        """The first engine's name, None without one."""
        return self._chain.engines[0].name if self._chain.engines else None

    @property
    def engine_states(self) -> dict[str, str]:
        """Each engine and the state of its breaker: closed, open or half-open."""
        return dict(self._chain.states)

    @property
    def settings(self) -> Settings:
        """What the service was made with."""
        return self._settings

    @property
    def plan_chars(self) -> int:
        """How many characters of text one plan may have."""
        return self._settings.speech_plan_chars

    async def plan(
        self,
        blocks: Iterable[Block],
        *,
        continued: bool = False,
        language: str = DEFAULT_LANGUAGE,
    ) -> list[PlannedClip]:
        """The clips that speak these blocks, in order; the first one is short unless ``continued``.

        ``language`` is the page's, a BCP 47 tag. Raises SpeechUnavailableError without a working
        engine, SpeechBusyError if too many ask.
        """
        if self._planning >= self._settings.speech_queue:
            self.counters["busy"] += 1
            raise SpeechBusyError("too many plans at once", retryable=True)
        self._planning += 1
        try:
            engine = await self._chain.first()
            wanted = [Block(block.id, block.text, block.language or language) for block in blocks]
            planned = await self._in_thread(self._plan, engine, wanted, continued)
        finally:
            self._planning -= 1
        for clip, sealed in planned:
            self._texts.put(clip.id, sealed)
        self.counters["plans"] += 1
        return [clip for clip, _ in planned]

    async def clip(self, clip_id: str) -> Entry:
        """The finished clip, made now if it is planned and nobody has asked for it yet.

        Raises UnknownClipError, SpeechBusyError, or SpeechError if the engines fail.
        """
        if not keys.LEGAL.fullmatch(clip_id):
            raise UnknownClipError("this is no clip's id")
        sealed = self._texts.get(clip_id)
        if clip_id not in self._flights:
            known, sealed = await self._in_thread(self._find, clip_id, sealed)
            if known:
                self.counters["found"] += 1
                return known
        # Between looking and here another request may have begun to make it.
        flight = self._flights.get(clip_id) or self._take_off(clip_id, sealed)
        try:
            # The clip is for all who wait: one of them going away must not stop it.
            return await asyncio.shield(flight)
        except asyncio.CancelledError:
            if flight.cancelled():
                raise SpeechError("speech is shutting down", retryable=True) from None
            raise

    async def remember(self, name: str, text: str) -> None:
        """Keep a text for an hour by a name that ``keys`` made, for all processes."""
        self._texts.put(name, text)
        await self._in_thread(self._store.put_texts, [(name, text)])

    async def recall(self, name: str) -> str | None:
        """What ``remember`` was given; that it fits its name is for the caller to see."""
        known = self._texts.get(name)
        return known or await self._in_thread(self._store.get_text, name)

    async def aclose(self) -> None:
        """Stop the workers and what is being made; remove the cache if it was only ours."""
        if self._closed:
            return
        flights = list(self._flights.values())
        for flight in flights:
            flight.cancel()
        await asyncio.gather(*flights, return_exceptions=True)
        await self._chain.aclose()
        await self._in_thread(self._store.close)
        self._closed = True
        self._threads.shutdown(wait=False)

    def _find(self, clip_id: str, sealed: str | None) -> tuple[Entry | None, str | None]:
        """The finished clip, or its text: ``sealed``, or what another process has planned."""
        entry = self._good(clip_id)
        if entry is None and sealed is None:
            sealed = self._store.get_text(clip_id)
        return entry, sealed

    def _good(self, clip_id: str) -> Entry | None:
        entry = self._store.get(clip_id)
        return entry if entry and entry.is_good() else None

    def _take_off(self, clip_id: str, sealed: str | None) -> asyncio.Task[Entry]:
        planned = Planned.of(sealed)
        if planned is None or not self._chain.engines:
            self._warn()
            raise UnknownClipError("no plan has named this clip lately")
        if len(self._flights) >= self._settings.speech_queue:
            self.counters["busy"] += 1
            raise SpeechBusyError("too many clips are waiting", retryable=True)
        flight = asyncio.create_task(self._make(clip_id, planned))
        self._flights[clip_id] = flight
        flight.add_done_callback(lambda done: self._land(clip_id, done))
        return flight

    def _land(self, clip_id: str, flight: asyncio.Task[Entry]) -> None:
        self._flights.pop(clip_id, None)
        # The exception is taken even if everybody who waited has gone.
        if not flight.cancelled() and flight.exception():
            self.counters["failed"] += 1

    def _warn(self) -> None:
        """Say once what is missing where several processes serve one site."""
        if self._has_warned or (self._store.is_shared and self._settings.speech_key):
            return
        self._has_warned = True
        _log.warning(
            "a clip was asked for that this process has not planned. It may be an old one; if "
            "several processes serve this site, give all the same speech_cache and speech_key"
        )

    async def _make(self, clip_id: str, planned: Planned) -> Entry:
        claim, entry = await self._claimed(clip_id)
        try:
            if entry is None:
                entry = await self._spoken(clip_id, planned)
                self.counters["made"] += 1
            else:
                self.counters["joined"] += 1
        finally:
            if claim:
                # A cancelled flight must give its claim back, too, without waiting.
                self._threads.submit(claim.release)
        return entry

    async def _claimed(self, clip_id: str) -> tuple[Claim | None, Entry | None]:
        """The right to make the clip, or what another process made of it meanwhile.

        One that neither finishes nor dies is not waited for any longer than it could take.
        """
        until = time.monotonic() + limits.CLAIM_SECONDS
        while True:
            claim = await self._in_thread(self._store.claim, clip_id)
            entry = await self._in_thread(self._good, clip_id)
            if claim or entry or time.monotonic() > until:
                return claim, entry
            await asyncio.sleep(limits.CLAIM_POLL_SECONDS)

    async def _spoken(self, clip_id: str, planned: Planned) -> Entry:
        spoken = normalise(planned.text, language=planned.language)
        engine = await self._planned_engine(clip_id, planned, spoken)
        until = 0
        try:
            made = await self._chain.speak(spoken, engine)
        except RefusedTextError:
            raise
        except SilentError:
            # What no engine has a sound for must not end the reading of the page.
            made = Speech(_SILENCE, engine, spoken)
        # What is not as it was planned is kept for a while only.
        if made.engine is not engine or made.clip is _SILENCE:
            until = int(time.time()) + limits.SUBSTITUTE_SECONDS
        return await self._in_thread(self._finish, clip_id, planned.text, made, until)

    async def _planned_engine(self, clip_id: str, planned: Planned, spoken: Spoken) -> Engine:
        """The engine in whose name the id was made. Raises UnknownClipError if it is of none.

        What comes from a store may be damaged, or not what we wrote.
        """
        why: SpeechError = UnknownClipError("the text is not this clip's")
        for engine in self._chain.engines:
            try:
                await engine.start()  # its version is part of the id
            except SpeechUnavailableError as error:
                why = error
                continue
            if self._clip_id(engine, spoken, planned) == clip_id:
                return engine
        raise why

    def _finish(self, clip_id: str, text: str, made: Speech, until: int) -> Entry:
        encoded = audio.encode(made.clip, text, self._rate)
        entry = Entry.of(encoded.data, timing(made, encoded), until)
        self._store.put(clip_id, entry)
        return entry

    def _plan(
        self, engine: Engine, blocks: list[Block], continued: bool
    ) -> list[tuple[PlannedClip, str]]:
        planned: list[tuple[PlannedClip, str]] = []
        for block in blocks:
            language = block.language or DEFAULT_LANGUAGE
            first = not planned and not continued
            for sentence in segment(block.text, first=first, language=language):
                spoken = normalise(sentence.text, language=language)
                one = Planned(sentence.text, language)
                clip_id = self._clip_id(engine, spoken, one)
                span = (sentence.start, sentence.end)
                speaks = (spoken.language, engine.name)
                clip = PlannedClip(clip_id, block.id, *span, estimate_ms(spoken), *speaks)
                planned.append((clip, one.sealed()))
        self._store.put_texts((clip.id, sealed) for clip, sealed in planned)
        return planned

    def _clip_id(self, engine: Engine, spoken: Spoken, planned: Planned) -> str:
        made_by = (engine.name, engine.version, engine.voice(spoken.language))
        form = (TEXT_VERSION, f"{audio.FORMAT} {self._rate}")
        # With the readings that the lexicon gives it: another lexicon makes other clips.
        given = self._chain.pronounced(spoken, engine).text
        return self.keys.clip_id(*made_by, *form, given, planned.language, planned.text)

    async def _in_thread(self, function: Callable[..., _Result], *arguments: object) -> _Result:
        if self._closed:
            raise SpeechUnavailableError("speech is shutting down")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, function, *arguments)
