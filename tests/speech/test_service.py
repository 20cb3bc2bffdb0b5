"""Plans and clips: each made once, bounded, and safe against those who go away."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from a11y.errors import SpeechError, SpeechUnavailableError
from a11y.settings import Settings
from a11y.speech import SpeechService
from a11y.speech.engine import Clip
from a11y.speech.espeak import EspeakEngine
from a11y.speech.planned import Block
from a11y.speech.service import SpeechBusyError, UnknownClipError
from a11y.speech.store import DiskStore

_Result = TypeVar("_Result")


class GatedEngine(EspeakEngine):
    """The real engine behind a gate, counting what passes."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.texts: list[str] = []

    async def synth(self, text: str, voice: str) -> Clip:
        self.texts.append(text)
        await self.gate.wait()
        return await super().synth(text, voice)


def run(
    use: Callable[[SpeechService, GatedEngine], Awaitable[_Result]],
    settings: Settings | None = None,
    *,
    is_open: bool = True,
) -> _Result:
    """Something done with a service, which is closed afterwards."""

    async def main() -> _Result:
        engine = GatedEngine()
        if is_open:
            engine.gate.set()
        service = SpeechService(settings or Settings(), engine=engine)
        try:
            return await use(service, engine)
        finally:
            await service.aclose()

    return asyncio.run(main())


NOTICE = Block("b0", "岳阳市人民政府，关于印发《方案》的通知。2022年1月5日起施行，😀谢谢！")


def test_a_plan_says_where_each_clip_stands() -> None:
    async def use(service: SpeechService, _: GatedEngine) -> None:
        clips = await service.plan([NOTICE, Block("b1", " …… "), Block("b2", "Hello world.")])
        units = NOTICE.text.encode("utf-16-le")
        texts = [
            units[2 * clip.start : 2 * clip.end].decode("utf-16-le")
            for clip in clips
            if clip.block == "b0"
        ]
        assert texts == [
            "岳阳市人民政府，关于印发《方案》的通知。",
            "2022年1月5日起施行，😀谢谢！",
        ]
        assert [clip.block for clip in clips] == ["b0", "b0", "b2"]
        assert await service.plan([NOTICE]) == clips[:2], "the same text has the same ids"

    run(use)


def test_estimates_are_close_to_the_clips() -> None:
    async def use(service: SpeechService, _: GatedEngine) -> None:
        clips = await service.plan([NOTICE, Block("b1", "咨询电话：0730-8889999")])
        for clip in clips:
            real = json.loads((await service.clip(clip.id)).timing)["ms"]
            assert clip.ms == pytest.approx(real, rel=0.3)

    run(use)


def test_timing_is_in_the_clips_own_source_text() -> None:
    async def use(service: SpeechService, _: GatedEngine) -> None:
        clip = (await service.plan([Block("b0", "第一。占3.5%的人。")]))[1]
        entry = await service.clip(clip.id)
        timing = json.loads(entry.timing)
        spans = [mark[:2] for mark in timing["marks"]]
        assert spans[:2] == [[0, 1], [1, 5]], "百分之三点五 is one mark over 3.5%"
        assert timing["marks"][0][2] == 50, "the encoder's delay"
        assert timing["marks"][-1][3] < timing["ms"]

    run(use)


def test_fifty_requests_for_one_clip_make_it_once() -> None:
    async def use(service: SpeechService, engine: GatedEngine) -> None:
        (clip,) = await service.plan([Block("b0", "你好。")])
        waiting = [asyncio.create_task(service.clip(clip.id)) for _ in range(50)]
        await until(lambda: bool(engine.texts))
        engine.gate.set()
        entries = await asyncio.gather(*waiting)
        assert len({entry.tag for entry in entries}) == 1
        assert await service.clip(clip.id) == entries[0]
        assert engine.texts == ["你好。"]

    run(use, is_open=False)


async def until(condition: Callable[[], bool]) -> None:
    """Let the other tasks run until something is so."""
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110  # there is no event to wait for
            await asyncio.sleep(0.001)


def test_one_who_goes_away_does_not_stop_the_clip_for_the_others() -> None:
    async def use(service: SpeechService, engine: GatedEngine) -> None:
        (clip,) = await service.plan([Block("b0", "你好。")])
        first = asyncio.create_task(service.clip(clip.id))
        await until(lambda: bool(engine.texts))
        second = asyncio.create_task(service.clip(clip.id))
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        engine.gate.set()
        assert (await second).audio
        assert engine.texts == ["你好。"]

    run(use, is_open=False)


def test_a_full_queue_says_come_back() -> None:
    async def use(service: SpeechService, engine: GatedEngine) -> None:
        first, second = await service.plan([Block("b0", "第一句。第二句。")])
        waiting = asyncio.create_task(service.clip(first.id))
        await until(lambda: bool(engine.texts))
        with pytest.raises(SpeechBusyError):
            await service.clip(second.id)
        engine.gate.set()
        await waiting
        assert (await service.clip(second.id)).audio

    run(use, Settings(speech_queue=1), is_open=False)


def test_only_planned_clips_are_made() -> None:
    async def use(service: SpeechService, _: GatedEngine) -> None:
        for clip_id in ("A" * 24, "", "../../etc/passwd", "a" * 25):
            with pytest.raises(UnknownClipError):
                await service.clip(clip_id)

    run(use)


def test_a_failure_is_not_kept() -> None:
    async def use(service: SpeechService, engine: GatedEngine) -> None:
        (clip,) = await service.plan([Block("b0", "你好。")])
        waiting = asyncio.create_task(service.clip(clip.id))
        await until(lambda: bool(engine.texts))
        assert engine.pid
        os.kill(engine.pid, signal.SIGKILL)
        engine.gate.set()
        with pytest.raises(SpeechError):
            await waiting
        assert (await service.clip(clip.id)).audio

    run(use, is_open=False)


def only_file(directory: Path) -> Path:
    """The only clip in a cache."""
    (path,) = directory.glob("?/*")
    return path


def test_a_clip_damaged_on_disk_is_made_again(tmp_path: Path) -> None:
    async def use(service: SpeechService, engine: GatedEngine) -> None:
        (clip,) = await service.plan([Block("b0", "你好。")])
        await service.clip(clip.id)
        path = await asyncio.to_thread(only_file, tmp_path)
        path.write_bytes(path.read_bytes()[:-1])
        assert (await service.clip(clip.id)).audio
        assert len(engine.texts) == 2

    run(use, Settings(speech_cache=tmp_path))


def test_replicas_share_clips_by_key_and_directory(tmp_path: Path) -> None:
    settings = Settings(speech_cache=tmp_path, speech_key="a key that replicas share")

    async def make(service: SpeechService, _: GatedEngine) -> str:
        (clip,) = await service.plan([Block("b0", "你好。")])
        await service.clip(clip.id)
        return clip.id

    async def fetch(service: SpeechService, engine: GatedEngine) -> list[str]:
        assert (await service.clip(clip_id)).audio
        return engine.texts

    clip_id = run(make, settings)
    assert run(fetch, settings) == []


def test_a_plan_of_one_process_is_spoken_by_another(tmp_path: Path) -> None:
    settings = Settings(speech_cache=tmp_path, speech_key="a key that replicas share")

    async def plan(service: SpeechService, engine: GatedEngine) -> list[str]:
        clips = await service.plan([NOTICE])
        assert engine.texts == []
        return [clip.id for clip in clips]

    async def fetch(service: SpeechService, engine: GatedEngine) -> int:
        waiting = [service.clip(clip_id) for clip_id in clip_ids for _ in range(3)]
        assert len({entry.tag for entry in await asyncio.gather(*waiting)}) == 2
        return len(engine.texts)

    clip_ids = run(plan, settings)
    assert run(fetch, settings) == 2
    assert run(fetch, settings) == 0, "the third finds the clips of the second"


def test_a_text_that_is_not_the_clips_is_not_spoken(tmp_path: Path) -> None:
    settings = Settings(speech_cache=tmp_path, speech_key="a key that replicas share")

    async def plan(service: SpeechService, _: GatedEngine) -> str:
        return (await service.plan([Block("b0", "你好。")]))[0].id

    async def fetch(service: SpeechService, engine: GatedEngine) -> list[str]:
        with pytest.raises(UnknownClipError):
            await service.clip(clip_id)
        return engine.texts

    clip_id = run(plan, settings)
    for path in (tmp_path / "texts").iterdir():
        path.write_bytes(path.read_bytes().replace("你".encode(), "他".encode()))
    assert run(fetch, settings) == []


@pytest.mark.parametrize("shared", [True, False])
def test_what_several_processes_need_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, shared: bool
) -> None:
    async def use(service: SpeechService, _: GatedEngine) -> None:
        for __ in range(3):
            with pytest.raises(UnknownClipError):
                await service.clip("A" * 24)

    key = "a key that replicas share" if shared else None
    run(use, Settings(speech_cache=tmp_path, speech_key=key))
    warnings = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert len(warnings) == (0 if shared else 1)
    assert all("speech_cache and speech_key" in warning for warning in warnings)


def test_no_text_is_kept_on_disk_unless_processes_share_it(tmp_path: Path) -> None:
    async def use(service: SpeechService, _: GatedEngine) -> None:
        (clip,) = await service.plan([Block("b0", "秘密的文字。")])
        await service.clip(clip.id)
        assert isinstance(service._store, DiskStore)
        directory = service._store._cache._directory
        assert directory is not None
        kept = await asyncio.to_thread(contents, directory)
        is_shared = directory == tmp_path
        assert [path.parent.name for path, data in kept if "秘密".encode() in data] == (
            ["texts"] if is_shared else []
        )

    run(use)
    run(use, Settings(speech_cache=tmp_path))


def contents(directory: Path) -> list[tuple[Path, bytes]]:
    return [(path, path.read_bytes()) for path in directory.rglob("*") if path.is_file()]


def test_closing_ends_what_is_being_made() -> None:
    async def main() -> None:
        engine = GatedEngine()
        service = SpeechService(Settings(), engine=engine)
        (clip,) = await service.plan([Block("b0", "你好。")])
        waiting = asyncio.create_task(service.clip(clip.id))
        await until(lambda: bool(engine.texts))
        await service.aclose()
        await service.aclose()
        with pytest.raises(SpeechError):
            await waiting
        with pytest.raises(SpeechUnavailableError):
            await service.clip(clip.id)
        with pytest.raises(SpeechUnavailableError):
            await service.plan([NOTICE])

    asyncio.run(main())


def test_without_the_wheels_there_is_no_server_speech(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "lameenc", None)
    service = SpeechService(Settings())
    assert (service.available, service.engine_name) == (False, None)
    with pytest.raises(SpeechUnavailableError):
        asyncio.run(service.plan([NOTICE]))
    with pytest.raises(SpeechUnavailableError, match="pip install"):
        SpeechService(Settings(speech="espeak"))


def test_speech_that_is_switched_off_is_off() -> None:
    assert not SpeechService(Settings(speech="off")).available


def test_importing_speech_loads_no_engine() -> None:
    script = "import sys, a11y.speech; print({'espeakng_loader', 'lameenc'} & set(sys.modules))"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=root)
    assert done.stdout.strip() == b"set()"
