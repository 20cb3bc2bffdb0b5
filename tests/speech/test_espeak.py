"""The embedded engine: a real espeak-ng in a real worker process."""

from __future__ import annotations

import array
import asyncio
import os
import select
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import espeakng_loader
import pytest

from a11y.errors import SpeechError, SpeechUnavailableError
from a11y.speech import espeak_worker, limits
from a11y.speech.espeak import EspeakEngine, marks_of
from a11y.speech.text import normalise, pronounce
from a11y.words.lexicon import Lexicon
from tests.speech.test_text import GOLD

_Result = TypeVar("_Result")


def run(use: Callable[[EspeakEngine], Awaitable[_Result]], *, timeout: float = 5) -> _Result:
    """Something done with an engine that is closed afterwards."""

    async def main() -> _Result:
        engine = EspeakEngine(timeout=timeout)
        try:
            return await use(engine)
        finally:
            await engine.aclose()

    return asyncio.run(main())


def phonemes(texts: list[str]) -> list[str]:
    """What the worker's library makes of texts, in a process of its own."""
    script = (
        "import sys; from a11y.speech.espeak_worker import Espeak; import espeakng_loader as e\n"
        "espeak = Espeak(e.get_library_path(), e.get_data_path(), 'cmn', 60)\n"
        "for line in sys.stdin.buffer.read().decode().splitlines(): print(espeak.phonemes(line))\n"
    )
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script],
        input="\n".join(texts).encode(),
        capture_output=True,
        check=True,
        cwd=Path(espeak_worker.__file__).parents[2],
    )
    return done.stdout.decode().splitlines()


def test_mandarin_is_read_as_mandarin() -> None:
    """The system's 1.51 says (en)ja11Ntu: for 阳: an oracle that needs no ear."""
    readings = [normalise(one.source) for one in GOLD]
    lexicon = Lexicon.load(None)
    hanzi = [
        pronounce(spoken, lexicon, "espeak").text
        for spoken in readings
        if spoken.text and not any("A" <= letter <= "z" for letter in spoken.text)
    ]
    assert len(hanzi) > 40
    spoken = phonemes([*hanzi, "岳阳市重庆银行行政", "请用 WPS 打开"])
    assert [line for line in spoken[:-1] if "(en)" in line] == []
    assert "ts.hong35tS;h'i51N" in spoken[-2], "重庆 with the wrong reading of 重"
    assert "(en)" in spoken[-1]


def test_a_text_becomes_samples_and_marks() -> None:
    text = "岳阳市人民政府。😀你好"
    clip = run(lambda engine: engine.synth(text, "cmn"))
    samples = array.array("h", clip.pcm)
    assert clip.rate == 22050
    assert 1.5 < len(samples) / clip.rate < 4
    assert max(samples) > 10_000, "silence"
    assert [mark.start for mark in clip.marks] == [0, 1, 2, 3, 4, 5, 10]
    assert (clip.marks[5].end, clip.marks[-1].end) == (7, 12)
    assert all(a.t1 == b.t0 for a, b in pairwise(clip.marks))
    assert clip.marks[-1].t1 <= len(samples) * 1000 / clip.rate + 1


def test_marks_are_in_utf16_and_cover_compounds() -> None:
    events = [(0, 1, 0), (0, 1, 5), (2, 1, 100), (1, 1, 150), (4, 2, 300), (9, 1, 400)]
    marks = marks_of("😀一二三,好的", events, 700)
    assert [(m.start, m.end, m.t0, m.t1) for m in marks] == [
        (0, 3, 0, 100),
        (3, 5, 100, 300),
        (5, 8, 300, 700),
    ]


def test_a_worker_that_dies_is_replaced() -> None:
    async def use(engine: EspeakEngine) -> None:
        await engine.start()
        first = engine.pid
        assert first
        os.kill(first, signal.SIGKILL)
        with pytest.raises(SpeechError, match="ended") as caught:
            await engine.synth("你好", "cmn")
        assert caught.value.retryable
        assert (await engine.synth("你好", "cmn")).pcm
        assert engine.pid != first

    run(use)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no SIGSTOP on this system")
def test_a_worker_that_hangs_is_killed_and_replaced() -> None:
    async def use(engine: EspeakEngine) -> None:
        await engine.start()
        assert engine.pid
        os.kill(engine.pid, signal.SIGSTOP)
        with pytest.raises(SpeechError, match="too long"):
            await engine.synth("你好", "cmn")
        assert (await engine.synth("你好", "cmn")).pcm

    run(use, timeout=0.5)


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs pidfd")
def test_the_worker_ends_when_its_parent_is_killed() -> None:
    script = (
        "import asyncio, sys; from a11y.speech.espeak import EspeakEngine\n"
        "async def main():\n"
        "    engine = EspeakEngine(); await engine.start(); print(engine.pid, flush=True)\n"
        "    await asyncio.Event().wait()\n"
        "asyncio.run(main())\n"
    )
    root = Path(espeak_worker.__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=root
    ) as parent:
        assert parent.stdout
        handle = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()
    try:
        assert select.select([handle], [], [], 10)[0], "the worker outlives its parent"
    finally:
        os.close(handle)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_the_worker_knows_nothing_of_the_servers_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PORTAL_SECRET", "s")

    async def use(engine: EspeakEngine) -> bytes:
        await engine.start()
        return await asyncio.to_thread(Path(f"/proc/{engine.pid}/environ").read_bytes)

    assert b"PORTAL_SECRET" not in run(use)


def test_many_texts_at_once_each_get_their_own_speech() -> None:
    async def use(engine: EspeakEngine) -> list[int]:
        texts = ["好" * (1 + index % 5) for index in range(40)]
        clips = await asyncio.gather(*(engine.synth(text, "cmn") for text in texts))
        return [clip.marks[-1].end for clip in clips]

    assert run(use) == [1 + index % 5 for index in range(40)]


def test_a_caller_who_goes_away_does_not_disturb_the_next() -> None:
    async def use(engine: EspeakEngine) -> int:
        first = asyncio.create_task(engine.synth("一二三四五", "cmn"))
        await asyncio.sleep(0)
        first.cancel()
        clip = await engine.synth("今天", "cmn")
        return clip.marks[-1].end

    assert run(use) == 2


def test_a_text_too_long_for_a_clip_is_refused() -> None:
    with pytest.raises(SpeechError, match="too long"):
        run(lambda engine: engine.synth("好" * (limits.SPOKEN_CHARS + 1), "cmn"))


def test_sound_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "AUDIO_SECONDS", 1)
    with pytest.raises(SpeechError, match="did not finish"):
        run(lambda engine: engine.synth("好" * 100, "cmn"))


@pytest.mark.parametrize(
    ("library", "data", "reason"),
    [
        ("/nonexistent/libespeak-ng.so", None, "cannot open"),
        (None, "/nonexistent/espeak-ng-data", "No such file"),
        (None, "empty", "does not find its data"),
    ],
)
def test_a_library_that_is_not_ours_is_refused(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    library: str | None,
    data: str | None,
    reason: str,
) -> None:
    if library:
        monkeypatch.setattr(espeakng_loader, "get_library_path", lambda: library)
    if data:
        place = str(tmp_path / "espeak-ng-data") if data == "empty" else data
        monkeypatch.setattr(espeakng_loader, "get_data_path", lambda: place)
    with pytest.raises(SpeechUnavailableError, match=reason):
        run(lambda engine: engine.start())


def test_a_voice_that_does_not_exist_is_refused_at_the_start() -> None:
    async def main() -> None:
        engine = EspeakEngine(voice="martian")
        try:
            with pytest.raises(SpeechUnavailableError, match="no voice martian"):
                await engine.start()
            # The answer is kept for a while: no process per visitor.
            with pytest.raises(SpeechUnavailableError, match="no voice martian"):
                await engine.start()
        finally:
            await engine.aclose()

    asyncio.run(main())


def test_a_closed_engine_says_so() -> None:
    async def main() -> None:
        engine = EspeakEngine()
        await engine.start()
        await engine.aclose()
        assert engine.pid is None
        with pytest.raises(SpeechUnavailableError, match="closed"):
            await engine.synth("好", "cmn")

    asyncio.run(main())
