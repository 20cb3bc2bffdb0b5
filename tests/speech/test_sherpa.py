"""The operator's own model: what is missing is said by name; what is there is run for real.

The model is made here (tests/speech/vits.py), so nothing is said of how a real one sounds.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from a11y.errors import SettingsError, SpeechUnavailableError
from a11y.settings import Settings
from a11y.speech.engines import make_engines
from a11y.speech.faults import DiedError, RefusedTextError
from a11y.speech.sherpa import KINDS, SherpaEngine, find_model
from tests.speech.vits import RATE, SPEAKERS, write_model

pytest.importorskip("sherpa_onnx", reason="pip install 'a11y-care[sherpa]'")
pytest.importorskip("onnx", reason="the model of these tests is made with onnx")

_Result = TypeVar("_Result")


def run(directory: Path, use: Callable[[SherpaEngine], Awaitable[_Result]]) -> _Result:
    """Something done with an engine that is closed afterwards."""

    async def main() -> _Result:
        engine = SherpaEngine(find_model(directory), timeout=60)
        try:
            return await use(engine)
        finally:
            await engine.aclose()

    return asyncio.run(main())


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("model")
    write_model(directory)
    return directory


def touch(directory: Path, *names: str) -> Path:
    for name in names:
        (directory / name).write_bytes(b"x")
    return directory


def test_a_model_speaks_and_its_marks_are_estimates(model: Path) -> None:
    async def use(engine: SherpaEngine) -> None:
        clip = await engine.synth("你好，岳阳。", "0")
        assert (clip.rate, clip.exact) == (RATE, False)
        assert [(mark.start, mark.end) for mark in clip.marks] == [(0, 1), (1, 2), (3, 4), (4, 5)]
        assert clip.marks[0].t0 == 0
        assert clip.marks[1].t1 < clip.marks[2].t0, "the comma takes its time"
        assert max(memoryview(clip.pcm).cast("h")) > 10_000

    run(model, use)


def test_speakers_are_numbers(model: Path) -> None:
    async def use(engine: SherpaEngine) -> None:
        assert (await engine.synth("你好", str(SPEAKERS - 1))).pcm
        for voice in (str(SPEAKERS), "-1", "zh-CN-XiaoxiaoNeural"):
            with pytest.raises(RefusedTextError):
                await engine.synth("你好", voice)

    run(model, use)
    with pytest.raises(SettingsError, match="a number"):
        SherpaEngine(find_model(model), voices={"zh": "cmn"})


def test_the_version_changes_with_the_model(model: Path, tmp_path: Path) -> None:
    async def version(engine: SherpaEngine) -> str:
        await engine.start()
        return engine.version

    write_model(tmp_path)
    same = run(tmp_path, version)
    with (tmp_path / "lexicon.txt").open("a", encoding="utf-8") as file:
        file.write("岳阳 h1 h2\n")
    assert run(model, version) == same
    assert run(tmp_path, version) != same


def test_a_worker_that_dies_is_replaced(model: Path) -> None:
    async def use(engine: SherpaEngine) -> None:
        await engine.start()
        (pid,) = engine._pool.pids
        os.kill(pid, signal.SIGKILL)
        with pytest.raises(DiedError):
            await engine.synth("你好", "0")
        assert (await engine.synth("你好", "0")).pcm

    run(model, use)


@pytest.mark.parametrize(
    ("kind", "there", "missing"),
    [
        ("vits", (), "a vits model needs model.onnx or *.onnx (model)"),
        ("vits", ("m.onnx",), "needs lexicon.txt (lexicon)"),
        ("vits", ("m.onnx", "lexicon.txt"), "needs tokens.txt (tokens)"),
        ("vits", ("a.onnx", "b.onnx", "lexicon.txt"), "which one is the model? a.onnx, b.onnx"),
        ("matcha", ("model-steps-3.onnx",), "(vocoder)"),
        ("kokoro", ("model.onnx", "lexicon-zh.txt", "tokens.txt"), "needs voices.bin (voices)"),
        ("auto", ("vocos.onnx",), "a matcha model needs model-steps-3.onnx"),
        ("auto", ("voices.bin",), "a kokoro model needs model.onnx"),
    ],
)
def test_what_is_missing_is_named(
    tmp_path: Path, kind: str, there: tuple[str, ...], missing: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        find_model(touch(tmp_path, *there), kind)
    assert missing in str(caught.value)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.parametrize(
    ("files", "kind"),
    [
        (("vits-zh.onnx", "lexicon.txt", "tokens.txt"), "vits"),
        (("model-steps-3.onnx", "vocos-22khz-univ.onnx", "lexicon.txt", "tokens.txt"), "matcha"),
        (("model.onnx", "voices.bin", "lexicon-zh.txt", "tokens.txt"), "kokoro"),
    ],
)
def test_the_kind_is_known_by_the_files(tmp_path: Path, files: tuple[str, ...], kind: str) -> None:
    assert find_model(touch(tmp_path, *files)).kind == kind


def test_kokoro_reads_english_where_its_lexicon_is_there(tmp_path: Path) -> None:
    files = ("model.onnx", "voices.bin", "lexicon-zh.txt", "lexicon-us-en.txt", "tokens.txt")
    lexicons = find_model(touch(tmp_path, *files)).lexicon.split(",")
    assert [Path(one).name for one in lexicons] == ["lexicon-zh.txt", "lexicon-us-en.txt"]


def test_a_directory_that_is_none_and_a_kind_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="must be a directory"):
        find_model(tmp_path / "absent")
    with pytest.raises(SettingsError, match=", ".join(KINDS)):
        find_model(tmp_path, "piper")


@pytest.mark.parametrize("kind", KINDS)
def test_files_that_are_no_model_are_refused_by_the_library(tmp_path: Path, kind: str) -> None:
    names = ("voices.bin", "lexicon-zh.txt", "vocos.onnx", "lexicon.txt", "tokens.txt")
    touch(tmp_path, "model.onnx", *names)

    async def main() -> None:
        engine = SherpaEngine(find_model(tmp_path, kind))
        with pytest.raises(SpeechUnavailableError, match="sherpa-onnx cannot be"):
            await engine.start()
        with pytest.raises(SpeechUnavailableError):
            await engine.synth("你好", "0")
        await engine.aclose()

    asyncio.run(main())


def test_the_settings_name_the_model(model: Path, tmp_path: Path) -> None:
    settings = Settings(speech="sherpa", sherpa_model=model, sherpa_kind="vits", speech_voice="1")
    first, second = make_engines(settings)
    assert (first.name, second.name) == ("sherpa", "espeak")
    assert (first.voice("zh"), first.voice("en")) == ("1", "1")
    with pytest.raises(SettingsError, match="sherpa needs sherpa_model"):
        Settings(speech="sherpa")
    with pytest.raises(SettingsError, match=r"tokens\.txt"):
        make_engines(
            Settings(speech="sherpa", sherpa_model=touch(tmp_path, "m.onnx", "lexicon.txt"))
        )
    with pytest.raises(SettingsError, match="auto, vits, matcha, kokoro"):
        Settings.from_mapping({"sherpa_kind": "piper"})
