"""What visitors hear while engines fail, and what is kept of it; one clip for many processes."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from unittest import mock

import pytest

from a11y.errors import SpeechError, SpeechUnavailableError
from a11y.settings import Settings
from a11y.speech import SpeechService, faults, limits, mp3
from a11y.speech.chain import Chain
from a11y.speech.planned import Block
from tests.speech.edge_server import EdgeServer
from tests.speech.fakes import HummingEngine
from tests.speech.redis_server import redis_server

KEY = "a key that replicas share"
ROOT = Path(__file__).parents[2]


def run(
    use: Callable[[SpeechService, HummingEngine, HummingEngine], Awaitable[None]],
    settings: Settings | None = None,
) -> None:
    """Something done with a service of two engines."""

    async def main() -> None:
        first, second = HummingEngine("online"), HummingEngine("embedded")
        with mock.patch("a11y.speech.service.make_engines", return_value=(first, second)):
            service = SpeechService(settings or Settings())
        try:
            await use(service, first, second)
        finally:
            await service.aclose()
        assert first.closed
        assert second.closed

    asyncio.run(main())


async def first_id(service: SpeechService, text: str = "你好。") -> str:
    return (await service.plan([Block("b0", text)]))[0].id


def test_a_substitute_is_heard_at_once_and_kept_for_a_while_only(tmp_path: Path) -> None:
    async def use(service: SpeechService, first: HummingEngine, second: HummingEngine) -> None:
        clip_id = await first_id(service)
        first.error = faults.TruncatedError("half")
        entry = await service.clip(clip_id)
        assert json.loads(entry.timing)["engine"] == "embedded"
        assert entry.until
        assert (await service.clip(clip_id)) == entry, "timing and sound are of one engine"
        assert len(second.texts) == 1
        first.error = None
        later = entry.until + 1.0
        with mock.patch("time.time", return_value=later):
            again = await service.clip(clip_id)
        assert json.loads(again.timing)["engine"] == "online"
        assert not again.until
        assert (await service.clip(clip_id)) == again

    run(use, Settings(speech_cache=tmp_path, speech_key=KEY))


def test_plans_are_made_for_the_engine_that_works() -> None:
    async def use(service: SpeechService, first: HummingEngine, _: HummingEngine) -> None:
        first.error = faults.ForbiddenError("403")
        clip_id = await first_id(service)
        await service.clip(clip_id)
        (clip,) = await service.plan([Block("b0", "你好。")])
        assert clip.engine == "embedded"
        assert clip.id != clip_id, "sounds of two engines have two names"
        assert not (await service.clip(clip.id)).until
        assert service.engine_states == {"online": "open", "embedded": "closed"}

    run(use)


def test_with_no_engine_left_plans_say_so_and_clips_fail() -> None:
    async def use(service: SpeechService, first: HummingEngine, second: HummingEngine) -> None:
        first.error, second.error = faults.ThrottledError("429"), faults.DiedError("dead")
        for number in range(3):
            with pytest.raises(SpeechError):
                await service.clip(await first_id(service, f"第{number}句。"))
        with pytest.raises(SpeechUnavailableError):
            await service.plan([Block("b0", "你好。")])
        assert service.counters["fault_throttled"] == 1
        assert service.counters["fault_died"] == 3

    run(use)


def test_a_text_without_any_sound_is_a_short_silence() -> None:
    async def use(service: SpeechService, first: HummingEngine, second: HummingEngine) -> None:
        first.error = second.error = faults.SilentError("nothing")
        entry = await service.clip(await first_id(service, "ⅷ"))
        timing = json.loads(entry.timing)
        assert timing["marks"] == []
        assert 0 < timing["ms"] < 1000
        assert mp3.is_whole(entry.audio)
        first.error = faults.RefusedTextError("too long")
        with pytest.raises(faults.RefusedTextError):
            await service.clip(await first_id(service, "另一句"))

    run(use)


def test_sounds_of_several_engines_have_one_rate() -> None:
    async def use(service: SpeechService, _: HummingEngine, __: HummingEngine) -> None:
        entry = await service.clip(await first_id(service))
        assert mp3.frames(entry.audio).rate == 24_000

    run(use)


def test_each_language_has_its_voice_and_its_own_clip() -> None:
    async def use(service: SpeechService, first: HummingEngine, _: HummingEngine) -> None:
        blocks = [
            Block("b0", "你好。"),
            Block("b1", "Please bring your certificate."),
            Block("b2", "你好。", "zh-HK"),
        ]
        clips = await service.plan(blocks, language="zh-CN")
        assert [clip.language for clip in clips] == ["zh", "en", "yue"]
        for clip in clips:
            await service.clip(clip.id)
        assert first.voices == ["online-zh", "online-en", "online-yue"]
        assert clips[0].id != clips[2].id

    run(use)


def test_a_claim_that_is_never_given_back_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CLAIM_SECONDS", 0.2)

    async def use(service: SpeechService, first: HummingEngine, _: HummingEngine) -> None:
        clip_id = await first_id(service)
        claim = service._store.claim(clip_id)
        assert claim
        assert (await service.clip(clip_id)).audio
        assert len(first.texts) == 1
        claim.release()

    run(use, Settings(speech_cache=tmp_path, speech_key=KEY))


def test_what_another_process_makes_meanwhile_is_taken(tmp_path: Path) -> None:
    async def use(service: SpeechService, first: HummingEngine, _: HummingEngine) -> None:
        clip_id = await first_id(service)
        entry = await service.clip(clip_id)
        other = await first_id(service, "别的。")
        claim = service._store.claim(other)
        assert claim
        waiting = asyncio.create_task(service.clip(other))
        while other not in service._flights:  # noqa: ASYNC110  # there is no event to wait for
            await asyncio.sleep(0.001)
        await asyncio.to_thread(service._store.put, other, entry)
        assert await waiting == entry
        assert len(first.texts) == 1
        assert service.counters["joined"] == 1
        claim.release()

    run(use, Settings(speech_cache=tmp_path, speech_key=KEY))


ASKER = """
import asyncio, json, os, sys
from a11y.settings import Settings
from a11y.speech import SpeechService
from a11y.speech.planned import Block
from tests.speech.fakes import HummingEngine

class Slow(HummingEngine):
    async def synth(self, text, voice):
        with open(sys.argv[2], "a") as file:
            file.write("made\\n")
        await asyncio.sleep(0.2)  # so that the others come meanwhile
        return await super().synth(text, voice)

async def main():
    service = SpeechService(Settings.from_mapping(json.loads(sys.argv[1])), engine=Slow())
    (clip,) = await service.plan([Block("b", "你好。")])
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    entries = await asyncio.gather(*(service.clip(clip.id) for _ in range(17)))
    tags = {entry.tag for entry in entries}
    await service.aclose()
    print(*tags)

asyncio.run(main())
"""


@pytest.fixture(params=["disk", "redis"])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[dict[str, str]]:
    with ExitStack() as stack:
        if request.param == "disk":
            yield {"speech_cache": str(tmp_path / "c"), "speech_key": KEY}
        else:
            url = stack.enter_context(redis_server(tmp_path)).url
            yield {"speech_store": url, "speech_key": KEY}


def test_fifty_requests_to_three_processes_make_a_clip_once(
    shared: dict[str, str], tmp_path: Path
) -> None:
    log = tmp_path / "log"
    log.touch()
    command = [sys.executable, "-c", ASKER, json.dumps(shared), str(log)]
    pipe = subprocess.PIPE
    askers = [
        subprocess.Popen(command, stdin=pipe, stdout=pipe, cwd=ROOT, text=True) for _ in range(3)
    ]
    for asker in askers:
        assert asker.stdout
        assert asker.stdout.readline() == "ready\n"
    for asker in askers:
        assert asker.stdin
        asker.stdin.write("go\n")
        asker.stdin.flush()
    tags = {asker.communicate(timeout=60)[0].strip() for asker in askers}
    assert len(tags) == 1
    assert len(tags.pop()) == 24
    assert log.read_text() == "made\n"


def test_no_fault_of_the_online_service_is_ever_kept(tmp_path: Path) -> None:
    """Every fault, through the whole service: what is served is whole and covers its text."""
    pytest.importorskip("edge_tts", reason="pip install 'a11y-care[edge]'")
    from a11y.speech.edge import EdgeEngine
    from a11y.speech.espeak import EspeakEngine
    from tests.speech.test_edge import EXPECTED

    async def main() -> None:
        async with EdgeServer() as server:
            with mock.patch("edge_tts.communicate.WSS_URL", server.url):
                made = (EdgeEngine(timeout=1.0), EspeakEngine(timeout=60))
                with mock.patch("a11y.speech.service.make_engines", return_value=made):
                    service = SpeechService(Settings(speech_cache=tmp_path, speech_key=KEY))
                for number, fault in enumerate(EXPECTED):
                    # Each begins with engines that are trusted.
                    service._chain = Chain(made, service.counters)
                    server.fault = fault
                    text = f"第{number}次，岳阳市人民政府。"
                    clips = await service.plan([Block("b0", text)])
                    entries = [await service.clip(clip.id) for clip in clips]
                    for clip, entry in zip(clips, entries, strict=True):
                        timing = json.loads(entry.timing)
                        assert timing["engine"] == "espeak"
                        assert mp3.is_whole(entry.audio)
                        assert abs(mp3.duration_ms(entry.audio) - timing["ms"]) < 30
                        assert timing["marks"][-1][1] >= clip.end - clip.start - 1
                        assert entry.until
                await service.aclose()

    asyncio.run(main())


def test_each_engine_gets_the_readings_of_the_lexicon_in_its_own_way(tmp_path: Path) -> None:
    lexicon = tmp_path / "lexicon.toml"
    lexicon.write_text('[readings]\n"长垣" = "chang2 yuan2"\n', encoding="utf-8")
    ids: list[str] = []

    async def use(service: SpeechService, first: HummingEngine, second: HummingEngine) -> None:
        second.way = "espeak"
        ids.append(await first_id(service, "河南长垣人。"))
        first.error = faults.TruncatedError("half")
        entry = await service.clip(ids[-1])
        marks = json.loads(entry.timing)["marks"]
        assert marks[0][:2] == [0, 6], "marks lead to the page's text, whatever was said instead"
        assert len(first.texts) == len(second.texts) == 1
        if service.settings.lexicon:
            assert second.texts == ["河南chang2yuan2人。"]
            assert "长" not in first.texts[0]

    run(use, Settings(lexicon=lexicon, speech_key=KEY))
    lexicon.write_text('[readings]\n"长垣" = "zhang3 yuan2"\n', encoding="utf-8")

    async def other(service: SpeechService, _: HummingEngine, __: HummingEngine) -> None:
        ids.append(await first_id(service, "河南长垣人。"))

    run(other, Settings(lexicon=lexicon, speech_key=KEY))
    assert ids[0] != ids[1], "another lexicon makes other clips"
