"""What every engine promises: one suite for all of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import pytest

from a11y.errors import SpeechError, SpeechUnavailableError
from a11y.speech import limits, mp3
from a11y.speech.engine import LANGUAGES, Clip
from a11y.speech.faults import RefusedTextError, SilentError, TimedOutError
from a11y.speech.text import utf16_length, utf16_offsets
from tests.speech.engines import ENGINES, Harness

_Result = TypeVar("_Result")
# More than any text here takes, also on a machine that is busy.
PATIENCE = 60.0

TEXTS = [
    "岳阳市人民政府。",
    "二零二五年三月十八日，各县市区人民政府、市直各单位！",
    "请用电子邮箱 gov@example.cn 或者 WeChat 联系。",
    "𠮷野家😀开业了，欢迎光临；谢谢？",
    "(一)关于“一件事一次办”的通知:",
    "好",
]
HOSTILE = [
    "你好\0再见",
    "\x01v9\x01你好",
    "<speak><break time='9999s'/>你好</speak>",
    "]]></prosody></voice><voice name='x'>你好 & ;&amp;",
    "[[aeiou]] 你好 [[",
    "\ud800你好",
    "你好\udfff",
    "\ufeff\u202e好\u202c\u200b你",
    "a" * 900,
    "&" * 900 + "好",
    "啊\u0301\u0301\u0301" * 50,
    "مرحبا بالعالم",
    "\uffff\ufffe好",
    "。" * 500 + "好" + "，" * 500,
    "$(rm -rf /) `id` %s %n {0}",
    "１２３⑳㈠½ⅷ",
]


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def run(
    name: str,
    place: Path,
    use: Callable[[Harness], Awaitable[_Result]],
    *,
    timeout: float = PATIENCE,
) -> _Result:
    """Something done with an engine that is closed afterwards."""

    async def main() -> _Result:
        async with ENGINES[name](place, timeout) as harness:
            return await use(harness)

    return asyncio.run(main())


def check(text: str, clip: Clip) -> None:
    """The marks are in order, within the text and the sound; the sound is whole."""
    spans = [(mark.start, mark.end) for mark in clip.marks]
    assert all(start < end for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert all(0 <= mark.t0 <= mark.t1 for mark in clip.marks)
    assert all(a.t1 <= b.t0 for a, b in pairwise(clip.marks))
    assert not spans or spans[-1][1] <= utf16_length(text)
    assert not clip.marks or clip.marks[-1].t1 <= clip.ms + 1
    assert bool(clip.pcm) != bool(clip.mp3)
    assert clip.rate in {16_000, 22_050, 24_000, 44_100, 48_000}
    assert mp3.is_whole(clip.mp3) if clip.mp3 else len(clip.pcm) % 2 == 0
    boundaries = set(utf16_offsets(text))
    assert {place for span in spans for place in span} <= boundaries, "half a character"


def uncovered(text: str, clip: Clip) -> str:
    """What is a letter or a digit, but in no mark."""
    offsets = utf16_offsets(text)
    return "".join(
        character
        for character, at in zip(text, offsets, strict=False)
        if character.isalnum() and not any(mark.start <= at < mark.end for mark in clip.marks)
    )


def test_marks_cover_the_text_in_order(engine_name: str, tmp_path: Path) -> None:
    async def use(harness: Harness) -> None:
        voice = harness.engine.voice("zh")
        for text in TEXTS:
            clip = await harness.engine.synth(text, voice)
            check(text, clip)
            assert uncovered(text, clip) == ""
            assert clip.ms > 100 * sum(map(str.isalpha, text)) / 3

    run(engine_name, tmp_path, use)


def test_every_language_has_a_voice(engine_name: str, tmp_path: Path) -> None:
    async def use(harness: Harness) -> None:
        for language in LANGUAGES:
            text = "Good morning, everybody." if language == "en" else "早上好，各位。"
            clip = await harness.engine.synth(text, harness.engine.voice(language))
            check(text, clip)
            assert clip.ms > 300

    run(engine_name, tmp_path, use)


def test_it_has_a_name_and_a_version_that_stays(engine_name: str, tmp_path: Path) -> None:
    async def use(harness: Harness) -> tuple[str, str]:
        await harness.engine.start()
        await harness.engine.start()
        return harness.engine.name, harness.engine.version

    first = run(engine_name, tmp_path, use)
    assert all(first)
    assert run(engine_name, tmp_path, use) == first


@pytest.mark.parametrize("text", ["", " ", "。", "……——", "“”《》", "\n\t", "😀", "- _ -"])
def test_nothing_to_pronounce_is_a_short_silence_or_said(
    engine_name: str, tmp_path: Path, text: str
) -> None:
    async def use(harness: Harness) -> None:
        voice = harness.engine.voice("zh")
        with contextlib.suppress(SilentError):
            assert (await harness.engine.synth(text, voice)).ms < 2000
        check("你好", await harness.engine.synth("你好", voice))

    run(engine_name, tmp_path, use)


def test_a_long_text_is_spoken_to_its_end(engine_name: str, tmp_path: Path) -> None:
    text = "关于进一步优化营商环境、方便企业和群众办事的若干意见，" * 12 + "到此为止。"

    async def use(harness: Harness) -> None:
        clip = await harness.engine.synth(text, harness.engine.voice("zh"))
        check(text, clip)
        assert uncovered(text, clip) == ""

    run(engine_name, tmp_path, use)


def test_a_text_beyond_the_limit_is_refused(engine_name: str, tmp_path: Path) -> None:
    async def use(harness: Harness) -> None:
        voice = harness.engine.voice("zh")
        for text in ("好" * (limits.SPOKEN_CHARS + 1), "a" * 1_000_000):
            with pytest.raises(RefusedTextError):
                await harness.engine.synth(text, voice)
        check("你好", await harness.engine.synth("你好", voice))

    run(engine_name, tmp_path, use)


def test_hostile_texts_are_spoken_or_refused(engine_name: str, tmp_path: Path) -> None:
    async def use(harness: Harness) -> None:
        voice = harness.engine.voice("zh")
        for text in HOSTILE:
            with contextlib.suppress(SilentError):
                check(text, await harness.engine.synth(text, voice))
        check("你好", await harness.engine.synth("你好", voice))

    run(engine_name, tmp_path, use)


def test_an_unknown_voice_is_no_voice_of_somebody_elses(engine_name: str, tmp_path: Path) -> None:
    async def use(harness: Harness) -> None:
        for voice in ("../../etc/passwd", "nobody'/><x y='", ""):
            with pytest.raises(RefusedTextError):
                await harness.engine.synth("你好", voice)
        check("你好", await harness.engine.synth("你好", harness.engine.voice("zh")))

    run(engine_name, tmp_path, use)


def test_several_texts_at_once_are_not_mixed_up(engine_name: str, tmp_path: Path) -> None:
    texts = ["好" * (count + 1) for count in range(8)]

    async def use(harness: Harness) -> None:
        voice = harness.engine.voice("zh")
        clips = await asyncio.gather(*(harness.engine.synth(text, voice) for text in texts))
        for text, clip in zip(texts, clips, strict=True):
            check(text, clip)
            assert uncovered(text, clip) == ""
        assert all(a.ms < b.ms for a, b in pairwise(clips))

    run(engine_name, tmp_path, use)


def test_who_goes_away_leaves_the_engine_as_it_was(engine_name: str, tmp_path: Path) -> None:
    async def use(harness: Harness) -> None:
        voice = harness.engine.voice("zh")
        await harness.engine.start()
        waiting = [asyncio.create_task(harness.engine.synth("你好。", voice)) for _ in range(4)]
        await asyncio.sleep(0)
        for task in waiting[:3]:
            task.cancel()
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert all(isinstance(one, asyncio.CancelledError) for one in results[:3])
        assert isinstance(results[3], Clip)
        check("再见。", await harness.engine.synth("再见。", voice))

    run(engine_name, tmp_path, use)


def test_what_hangs_is_given_up_and_the_next_text_is_spoken(
    engine_name: str, tmp_path: Path
) -> None:
    async def use(harness: Harness) -> None:
        voice = harness.engine.voice("zh")
        await harness.stall()
        with pytest.raises(TimedOutError) as caught:
            await harness.engine.synth("你好。", voice)
        assert caught.value.retryable
        assert caught.value.is_engines
        harness.resume()
        # On a busy machine the short time-out of this test may strike an honest text, too.
        for _ in range(20):
            try:
                clip = await harness.engine.synth("你好。", voice)
            except TimedOutError:
                continue
            check("你好。", clip)
            return
        pytest.fail("the engine did not recover")

    run(engine_name, tmp_path, use, timeout=1.0)


def test_closing_ends_what_is_under_way(engine_name: str, tmp_path: Path) -> None:
    async def use(harness: Harness) -> None:
        voice = harness.engine.voice("zh")
        await harness.stall()
        waiting = [asyncio.create_task(harness.engine.synth("你好。", voice)) for _ in range(3)]
        await asyncio.sleep(0)
        await harness.engine.aclose()
        results = await asyncio.gather(*waiting, return_exceptions=True)
        assert all(isinstance(one, SpeechError) for one in results), results
        with pytest.raises(SpeechUnavailableError):
            await harness.engine.synth("你好。", voice)
        with pytest.raises(SpeechUnavailableError):
            await harness.engine.start()
        await harness.engine.aclose()

    run(engine_name, tmp_path, use)
