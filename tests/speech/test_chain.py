"""The chain of engines and the breaker before each."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from a11y.errors import SettingsError, SpeechError, SpeechUnavailableError
from a11y.settings import Settings
from a11y.speech import edge, engines, espeak, faults
from a11y.speech.breaker import Breaker
from a11y.speech.chain import Chain
from a11y.speech.text import normalise
from tests.speech.fakes import HummingEngine


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


FAILED = faults.TimedOutError("late")


def test_three_failures_in_a_row_open_it_and_one_success_forgives() -> None:
    breaker = Breaker(clock=Clock())
    for _ in range(2):
        breaker.failed(FAILED)
    breaker.succeeded()
    for _ in range(2):
        breaker.failed(FAILED)
    assert str(breaker.state) == "closed"
    assert breaker.allows()
    breaker.failed(FAILED)
    assert str(breaker.state) == "open"
    assert not breaker.allows()


def test_after_a_while_one_may_probe() -> None:
    clock = Clock()
    breaker = Breaker(failures=1, seconds=30, clock=clock)
    breaker.failed(FAILED)
    clock.now += 29
    assert (breaker.state, breaker.allows()) == ("open", False)
    clock.now += 2
    assert str(breaker.state) == "half-open"
    assert not breaker.looks_open()
    assert [breaker.allows() for _ in range(3)] == [True, False, False]
    assert breaker.looks_open(), "plans go elsewhere while it is probed"
    breaker.succeeded()
    assert (breaker.state, breaker.allows()) == ("closed", True)


def test_a_failed_probe_doubles_the_wait_up_to_a_bound() -> None:
    clock = Clock()
    breaker = Breaker(failures=1, seconds=30, clock=clock)
    breaker.failed(FAILED)
    waits = []
    for _ in range(8):
        begun = clock.now
        while not breaker.allows():
            clock.now += 1
        waits.append(clock.now - begun)
        breaker.failed(FAILED)
    assert waits == [30, 60, 120, 240, 480, 600, 600, 600]


def test_a_probe_that_nobody_reports_is_over_some_time() -> None:
    clock = Clock()
    breaker = Breaker(failures=1, seconds=30, clock=clock)
    breaker.failed(FAILED)
    clock.now += 31
    assert breaker.allows()
    clock.now += 61
    assert breaker.allows()
    breaker.unasked()
    assert breaker.allows()


def test_throttling_opens_it_at_once_and_for_longer() -> None:
    clock = Clock()
    breaker = Breaker(clock=clock)
    breaker.failed(faults.ThrottledError("429"))
    clock.now += 299
    assert str(breaker.state) == "open"
    clock.now += 2
    assert str(breaker.state) == "half-open"


def test_a_text_that_is_at_fault_is_no_failure_of_the_engine() -> None:
    breaker = Breaker(failures=1, clock=Clock())
    breaker.failed(faults.SilentError("nothing to say"))
    assert str(breaker.state) == "closed"


def chain_of(*names: str) -> tuple[Chain, list[HummingEngine], Clock]:
    clock = Clock()
    made = [HummingEngine(name) for name in names]
    return Chain(made, Counter(), make_breaker=lambda: Breaker(clock=clock)), made, clock


def test_the_next_engine_speaks_what_the_first_cannot() -> None:
    async def main() -> None:
        chain, (first, second), clock = chain_of("online", "embedded")
        first.error = faults.UnreachableError("gone")
        for _ in range(5):
            made = await chain.speak(normalise("你好"), first)
            assert made.engine is second
        assert len(first.texts) == 3, "after three failures it is left alone"
        assert second.voices == ["embedded-zh"] * 5
        assert chain.states == {"online": "open", "embedded": "closed"}
        assert await chain.first() is second, "plans are made for the one that works"
        assert chain.counters == {"fault_unreachable": 3, "fallback": 5, "opened": 1}
        first.error = None
        clock.now += 31
        assert await chain.first() is first
        assert (await chain.speak(normalise("你好"), first)).engine is first
        assert chain.states["online"] == "closed"

    asyncio.run(main())


def test_an_engine_before_the_planned_one_is_not_asked() -> None:
    async def main() -> None:
        chain, (first, second), _ = chain_of("online", "embedded")
        assert (await chain.speak(normalise("你好"), second)).engine is second
        assert first.texts == []

    asyncio.run(main())


def test_if_none_speaks_the_first_error_is_told() -> None:
    async def main() -> None:
        chain, (first, second), _ = chain_of("online", "embedded")
        first.error, second.error = faults.ForbiddenError("403"), faults.DiedError("dead")
        with pytest.raises(faults.ForbiddenError):
            await chain.speak(normalise("你好"), first)
        for _ in range(2):
            with pytest.raises(faults.DiedError):
                await chain.speak(normalise("你好"), first)
        with pytest.raises(SpeechUnavailableError, match="rest"):
            await chain.speak(normalise("你好"), first)
        with pytest.raises(SpeechUnavailableError, match="embedded rests"):
            await chain.first()

    asyncio.run(main())


def test_a_text_that_one_engine_has_no_sound_for_goes_to_the_next() -> None:
    async def main() -> None:
        chain, (first, second), _ = chain_of("online", "embedded")
        first.error = faults.SilentError("nothing")
        assert (await chain.speak(normalise("嗯"), first)).engine is second
        second.error = faults.SilentError("nothing")
        with pytest.raises(faults.SilentError):
            await chain.speak(normalise("嗯"), first)
        assert set(chain.states.values()) == {"closed"}

    asyncio.run(main())


def test_engines_that_do_not_start_are_passed_over() -> None:
    async def main() -> None:
        chain, (first, second), _ = chain_of("online", "embedded")
        first.start_error = SpeechUnavailableError("not installed")
        assert await chain.first() is second
        second.start_error = SpeechUnavailableError("no library")
        with pytest.raises(SpeechUnavailableError, match="no library"):
            await chain.first()
        await chain.aclose()
        assert first.closed
        assert second.closed

    asyncio.run(main())


def test_who_goes_away_during_a_probe_ends_the_probe() -> None:
    async def main() -> None:
        chain, (first, _), clock = chain_of("online", "embedded")
        first.error = faults.ThrottledError("429")
        await chain.speak(normalise("你好"), first)
        clock.now += 301
        first.error, first.gate = None, asyncio.Event()
        probing = asyncio.create_task(chain.speak(normalise("你好"), first))
        await asyncio.sleep(0)
        assert chain.states["online"] == "half-open"
        probing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await probing
        first.gate.set()
        assert (await chain.speak(normalise("你好"), first)).engine is first

    asyncio.run(main())


def test_every_kind_of_fault_has_a_name_of_its_own() -> None:
    assert len(set(faults.KINDS)) == len(faults.KINDS) == 11


def names(settings: Settings) -> list[str]:
    return [engine.name for engine in engines.make_engines(settings)]


def test_the_settings_make_the_chain() -> None:
    assert names(Settings()) == ["espeak"]
    assert names(Settings(speech="espeak")) == ["espeak"]
    assert names(Settings(speech="off")) == []
    with pytest.raises(SettingsError, match="auto, espeak, edge, sherpa, off"):
        Settings.from_mapping({"speech": "azure"})
    with pytest.raises(SettingsError, match="server, browser"):
        Settings.from_mapping({"speech_prefer": "none"})


def test_the_online_engine_is_followed_by_the_embedded_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(edge, "installed", lambda: True)
    settings = Settings(
        speech="edge", speech_voice="zh-CN-YunxiNeural", speech_voice_en="en-GB-RyanNeural"
    )
    first, second = engines.make_engines(settings)
    assert [first.voice(one) for one in ("zh", "en", "yue", "bo")] == [
        "zh-CN-YunxiNeural",
        "en-GB-RyanNeural",
        "zh-HK-HiuGaaiNeural",
        "zh-CN-YunxiNeural",
    ]
    assert [second.voice(one) for one in ("zh", "en", "yue", "ug")] == [
        "cmn",
        "en-us",
        "yue",
        "ug",
    ], "the online voices' names mean nothing to it"
    monkeypatch.setattr(espeak, "installed", lambda: False)
    assert names(settings) == ["edge"]


@pytest.mark.parametrize("wanted", ["edge", "sherpa", "espeak"])
def test_what_is_not_installed_is_said_with_the_command(
    monkeypatch: pytest.MonkeyPatch, wanted: str
) -> None:
    monkeypatch.setattr(engines, "_installed", lambda _: False)
    settings = Settings.from_mapping({"speech": wanted, "sherpa_model": "/tmp"})  # noqa: S108
    with pytest.raises(SpeechError, match=r"pip install 'a11y-care\[speech"):
        engines.make_engines(settings)
