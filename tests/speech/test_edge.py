"""The online engine before a service that speaks its protocol and has every fault of it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import TypeVar
from unittest import mock

import pytest

pytest.importorskip("edge_tts", reason="pip install 'a11y-care[edge]'")

from edge_tts.drm import DRM

from a11y.errors import SpeechUnavailableError
from a11y.speech import audio, edge, faults, mp3
from a11y.speech.edge import EdgeEngine
from tests.speech.edge_server import CLOCK_CORRECTED, CLOCKS, HANDSHAKE, STREAM, EdgeServer

_Result = TypeVar("_Result")
TEXT = "岳阳市人民政府，A&B 印发 2022 年通知。"
VOICE = edge.VOICES["zh"]

EXPECTED: dict[str, type[faults.EngineError]] = {
    "401": faults.ForbiddenError,
    "403": faults.ForbiddenError,
    "404": faults.ProtocolError,
    "429": faults.ThrottledError,
    "500": faults.UnreachableError,
    "503": faults.UnreachableError,
    **dict.fromkeys(CLOCKS, faults.ClockError),
    "closed-after-some-audio": faults.TruncatedError,
    "aborted-after-some-audio": faults.TruncatedError,
    "end-after-some-audio": faults.TruncatedError,
    "words-missing-at-the-end": faults.TruncatedError,
    "words-missing-in-the-middle": faults.TruncatedError,
    "no-words": faults.TruncatedError,
    "other-words": faults.TruncatedError,
    "no-audio": faults.NoSoundError,
    "audio-cut-in-a-frame": faults.TruncatedError,
    "audio-one-second-short": faults.TruncatedError,
    "audio-is-not-mp3": faults.TruncatedError,
    "unknown-path": faults.ProtocolError,
    "unknown-metadata": faults.ProtocolError,
    "metadata-is-no-json": faults.ProtocolError,
    "binary-too-short": faults.ProtocolError,
    "binary-header-too-long": faults.ProtocolError,
    "binary-of-another-type": faults.ProtocolError,
    "hangs-at-once": faults.TimedOutError,
    "hangs-after-some-audio": faults.TimedOutError,
}


def run(
    use: Callable[[EdgeEngine, EdgeServer], Awaitable[_Result]],
    *,
    timeout: float = 60.0,
    workers: int = 4,
) -> _Result:
    """Something done with an engine and a service, both closed afterwards."""

    async def main() -> _Result:
        async with EdgeServer() as server:
            with mock.patch("edge_tts.communicate.WSS_URL", server.url):
                engine = EdgeEngine(timeout=timeout, workers=workers)
                try:
                    return await use(engine, server)
                finally:
                    await engine.aclose()

    return asyncio.run(main())


def test_every_fault_of_the_server_is_expected_here() -> None:
    assert set(EXPECTED) | {"endless"} == {*HANDSHAKE, *CLOCKS, *STREAM}


@pytest.mark.parametrize("fault", EXPECTED)
def test_each_fault_has_an_error_of_ours(fault: str) -> None:
    async def use(engine: EdgeEngine, server: EdgeServer) -> None:
        server.fault = fault
        with pytest.raises(EXPECTED[fault]) as caught:
            await engine.synth(TEXT, VOICE)
        assert type(caught.value) is EXPECTED[fault]
        assert "岳阳" not in str(caught.value), "no text in messages: they are logged"
        assert DRM.clock_skew_seconds == 0.0, "a wrong Date would spoil every later token"

    run(use, timeout=1.0 if fault.startswith("hangs") else 60.0)


def test_after_each_fault_the_next_text_is_spoken() -> None:
    async def use(engine: EdgeEngine, server: EdgeServer) -> None:
        for fault in EXPECTED:
            if fault.startswith("hangs"):
                continue
            server.fault = fault
            with pytest.raises(faults.EngineError):
                await engine.synth(TEXT, VOICE)
            server.fault = ""
            assert (await engine.synth("你好。", VOICE)).marks

    run(use)


def test_sound_without_end_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("a11y.speech.limits.ENCODED_BYTES", 50_000)

    async def use(engine: EdgeEngine, server: EdgeServer) -> None:
        server.fault = "endless"
        with pytest.raises(faults.ProtocolError, match="does not end"):
            await engine.synth(TEXT, VOICE)

    run(use)


def test_a_clock_that_is_wrong_is_corrected_by_the_service() -> None:
    async def use(engine: EdgeEngine, server: EdgeServer) -> None:
        server.fault = CLOCK_CORRECTED
        try:
            assert (await engine.synth(TEXT, VOICE)).marks
            assert server.handshakes == 2
            assert DRM.clock_skew_seconds == pytest.approx(600, abs=60)
        finally:
            DRM.clock_skew_seconds = 0.0

    run(use)


def test_a_port_that_nobody_serves_and_a_name_that_nobody_has() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but not listening: connections are refused
        port = taken.getsockname()[1]

        async def use(engine: EdgeEngine, _: EdgeServer) -> None:
            for host in (f"127.0.0.1:{port}", "speech.invalid"):
                url = f"ws://{host}/edge/v1?TrustedClientToken=t"
                with (
                    mock.patch("edge_tts.communicate.WSS_URL", url),
                    pytest.raises(faults.UnreachableError, match="cannot be reached"),
                ):
                    await engine.synth(TEXT, VOICE)

        run(use)


def test_a_certificate_that_nobody_vouches_for_is_no_service() -> None:
    async def use(engine: EdgeEngine, server: EdgeServer) -> None:
        # Plain HTTP behind wss: the handshake of TLS fails.
        with (
            mock.patch("edge_tts.communicate.WSS_URL", server.url.replace("ws:", "wss:")),
            pytest.raises(faults.UnreachableError),
        ):
            await engine.synth(TEXT, VOICE)

    run(use)


def test_long_texts_go_in_parts_that_the_service_takes() -> None:
    text = "关于进一步优化营商环境、方便企业和群众办事的若干意见" * 45

    async def use(engine: EdgeEngine, server: EdgeServer) -> None:
        with mock.patch("a11y.speech.limits.ENCODED_BYTES", 10_000_000):
            clip = await engine.synth(text, VOICE)
        assert len(server.texts) == 2
        assert "".join(server.texts) == text
        assert all(len(one.encode()) <= 3000 for one in server.texts)
        assert server.texts[0].endswith("、")
        assert clip.marks[-1].end == len(text)
        assert clip.ms == pytest.approx(200 * sum(map(str.isalnum, text)), rel=0.05)
        starts = [mark.t0 for mark in clip.marks]
        assert starts == sorted(starts)

    run(use)


def test_no_more_connections_at_once_than_allowed() -> None:
    async def use(engine: EdgeEngine, server: EdgeServer) -> None:
        await asyncio.gather(*(engine.synth("你好。", VOICE) for _ in range(9)))
        assert server.most <= 2

    run(use, workers=2)


def test_the_silence_at_the_end_is_cut_to_the_pause_of_the_mark() -> None:
    async def use(engine: EdgeEngine, _: EdgeServer) -> None:
        clip = await engine.synth("你好。", VOICE)
        made = audio.encode(clip, "你好。")
        assert mp3.is_whole(made.data)
        wanted = clip.marks[-1].t1 + made.lead_ms + 300
        assert wanted <= made.ms <= wanted + 24
        assert clip.ms > made.ms + 200

    run(use)


def test_without_edge_tts_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "installed", lambda: False)

    async def use(engine: EdgeEngine, _: EdgeServer) -> None:
        with pytest.raises(SpeechUnavailableError, match=r"a11y-care\[edge\]"):
            await engine.start()

    run(use)
