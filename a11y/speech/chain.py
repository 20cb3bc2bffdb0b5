"""Engines in the order in which they are asked, each behind a circuit breaker.

The operator's engine first, then the embedded one; when none is left the toolbar goes on with the
browser's own voice, and without one with captions.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from a11y.errors import SpeechError, SpeechUnavailableError
from a11y.speech.breaker import Breaker, State
from a11y.speech.engine import Clip, Engine
from a11y.speech.faults import EngineError, SilentError
from a11y.speech.text import Spoken


@dataclass(frozen=True, slots=True)
class Speech:
    """A clip, the engine that made it, and the text in the form that this engine was given."""

    clip: Clip
    engine: Engine
    spoken: Spoken


def as_it_is(spoken: Spoken, _: Engine) -> Spoken:
    """The same text for every engine."""
    return spoken


class Chain:
    """Asks the first engine that works.

    ``counters`` counts by name: ``fallback`` (another engine spoke than was planned), ``opened``
    (an engine was given up for a while), ``fault_<kind>`` for failures, see a11y.speech.faults.
    """

    def __init__(
        self,
        engines: Sequence[Engine],
        counters: Counter[str],
        *,
        pronounced: Callable[[Spoken, Engine], Spoken] = as_it_is,
        make_breaker: Callable[[], Breaker] = Breaker,
    ) -> None:
        self.engines = tuple(engines)
        self.counters = counters
        # Each engine takes the readings of a lexicon in its own way.
        self.pronounced = pronounced
        self._breakers = {engine.name: make_breaker() for engine in engines}

    @property
    def states(self) -> dict[str, State]:
        """The state of each engine's breaker, in the order of the engines."""
        return {engine.name: self._breakers[engine.name].state for engine in self.engines}

    async def first(self) -> Engine:
        """The engine that a plan is made for, started. Raises SpeechUnavailableError."""
        why: SpeechError = SpeechUnavailableError("no speech engine is installed or switched on")
        for engine in self.engines:
            breaker = self._breakers[engine.name]
            if breaker.looks_open():
                why = SpeechUnavailableError(f"speech by {engine.name} rests after failures")
                continue
            try:
                await engine.start()
            except SpeechUnavailableError as error:
                self._failed(engine, None)
                why = error
            else:
                return engine
        raise SpeechUnavailableError(str(why)) from why

    async def speak(self, spoken: Spoken, planned: Engine) -> Speech:
        """Speak a text with the engine it was planned for, else with one that comes after it.

        Raises the planned engine's error if none does.
        """
        first: SpeechError | None = None
        for engine in self.engines[self.engines.index(planned) :]:
            if not self._breakers[engine.name].allows():
                continue
            given = self.pronounced(spoken, engine)
            try:
                clip = await self._ask(engine, given)
            except SilentError as error:
                # Another engine may have a sound for it; if none has, so it is.
                first = first or error
            except SpeechError as error:
                first = first or error
            else:
                if engine is not planned:
                    self.counters["fallback"] += 1
                return Speech(clip, engine, given)
        raise first or SpeechUnavailableError("all speech engines rest after failures")

    async def aclose(self) -> None:
        """Close all engines."""
        for engine in self.engines:
            await engine.aclose()

    async def _ask(self, engine: Engine, given: Spoken) -> Clip:
        breaker = self._breakers[engine.name]
        try:
            await engine.start()
            clip = await engine.synth(given.text, engine.voice(given.language))
        except EngineError as error:
            self._failed(engine, error)
            raise
        except SpeechError:
            self._failed(engine, None)
            raise
        except asyncio.CancelledError:
            breaker.unasked()
            raise
        breaker.succeeded()
        return clip

    def _failed(self, engine: Engine, error: EngineError | None) -> None:
        kind = error.kind if error else "unavailable"
        self.counters[f"fault_{kind}"] += 1
        breaker = self._breakers[engine.name]
        was = breaker.state
        breaker.failed(error)
        if breaker.state == "open" and was != "open":
            self.counters["opened"] += 1
