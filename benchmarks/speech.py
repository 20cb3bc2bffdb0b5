"""Reading aloud on the server: how fast clips are made and found, and what faults come through.

The texts are sentences as portals write them. CPU is that of this process and of the engine's
worker together, so "one core" is what one core does of both. The fault suite is that of the tests:
a service on this machine that speaks the online engine's protocol and fails in every way.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest import mock

from a11y.settings import Settings
from a11y.speech import SpeechService, audio, mp3, routes
from a11y.speech.espeak import EspeakEngine
from a11y.speech.planned import Block
from a11y.speech.text import normalise, segment
from benchmarks.result import BenchmarkError, Cell, Options, Row, Section, Spread

_KEY = "a key for benchmarks only"
_TICKS = os.sysconf("SC_CLK_TCK")
_WHEELS = ("espeakng-loader", "lameenc")
_NOTICE = (
    "各县市区人民政府，市直各单位：现将《关于进一步做好高龄津贴发放工作的实施方案》印发给你们，请认真贯彻执行。"
    "本市户籍年满80周岁的老年人，自2025年1月1日起按月发放高龄津贴，每人每月不低于50元。"
    "申请人应当提供居民身份证、户口簿原件及复印件各1份，到户籍所在地村（居）民委员会提出申请。"
    "村（居）民委员会应当自收到申请之日起5个工作日内完成初审，并将名单在公示栏公示7天。"
    "乡镇人民政府、街道办事处应当在10个工作日内完成审核，报县级民政部门审批。"
    "对不符合条件的，应当书面告知申请人并说明理由。咨询电话：0730-8889999，监督电话：12345。"
    "各地要加强资金管理，确保专款专用，任何单位和个人不得截留、挤占、挪用。"
    "本方案自发布之日起施行，有效期5年。"
)


def measure(options: Options) -> Section:
    """Synthesis, the server, the fault suite, and the wheels."""
    section = Section("speech")
    asyncio.run(_synthesis(section, options))
    asyncio.run(_server(section, options))
    asyncio.run(_faults(section))
    _wheels(section)
    return section


async def _synthesis(section: Section, options: Options) -> None:
    texts = [one.text for one in segment(_NOTICE)] * 4
    spoken = [normalise(text).text for text in texts]
    engine = EspeakEngine()
    await engine.start()
    rows: dict[str, list[tuple[float, float]]] = {"espeak-ng": [], "lameenc": [], "both": []}
    try:
        for _ in range(options.rounds):
            seconds = 0.0
            before, clips = _cpu(engine.pid), []
            for text in spoken:
                clips.append(await engine.synth(text, "cmn"))
                seconds += clips[-1].ms / 1000
            made = _cpu(engine.pid)
            for text, clip in zip(texts, clips, strict=True):
                audio.encode(clip, text)
            encoded = _cpu(engine.pid)
            rows["espeak-ng"].append((seconds, made - before))
            rows["lameenc"].append((seconds, encoded - made))
            rows["both"].append((seconds, encoded - before))
    finally:
        await engine.aclose()
    for name, figures in rows.items():
        cells: dict[str, Cell] = {
            "audio_s": figures[0][0],
            "cpu_s": Spread.of([cpu for _, cpu in figures]),
            "times_real": Spread.of([seconds / cpu for seconds, cpu in figures]),
        }
        section.rows.append(Row(f"speech: {name}", cells))
    section.reached["speech-rate"] = Spread.of([s / c for s, c in rows["both"]]).median


def _cpu(worker: int | None) -> float:
    """Seconds of CPU that this process and the worker have used."""
    fields = Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / _TICKS


async def _server(section: Section, options: Options) -> None:
    """Requests as the application sees them: without a network, with everything else."""
    from starlette.applications import Starlette

    with tempfile.TemporaryDirectory() as directory:
        service = SpeechService(Settings(speech_cache=Path(directory), speech_key=_KEY))
        app = Starlette(routes=routes(service))
        cold: list[float] = []
        found: list[float] = []
        try:
            for turn in range(options.rounds * 4):
                # Sentences that nobody has asked for before.
                text = _NOTICE.replace("。", f"，见第{turn}号公告。")
                clips = await service.plan([Block("b", text)])
                cold += [await _timed(app, f"/{clip.id}.mp3") for clip in clips]
                found += [await _timed(app, f"/{clip.id}.mp3") for clip in clips]
        finally:
            await service.aclose()
    for name, times in (("cold", cold[1:]), ("cached", found)):
        cells: dict[str, Any] = {"samples": len(times)}
        cells |= {f"p{rank}_ms": _rank(times, rank) for rank in (50, 95, 99)}
        section.rows.append(Row(f"speech: {name}", cells))
    section.reached["speech-hit"] = _rank(found, 50)
    section.reached["speech-cold"] = _rank(cold[1:], 95)


async def _timed(app: Any, path: str) -> float:
    """Milliseconds of one request. Raises BenchmarkError unless a whole clip came."""
    messages: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    begun = time.perf_counter()
    await app(scope, receive, send)
    taken = (time.perf_counter() - begun) * 1000
    body = b"".join(message.get("body", b"") for message in messages)
    if messages[0]["status"] != 200 or not mp3.is_whole(body):
        raise BenchmarkError(f"no clip at {path}")
    return taken


def _rank(times: list[float], rank: int) -> float:
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, len(ordered) * rank // 100)]


async def _faults(section: Section) -> None:
    """Every fault of the online service, through the whole server: what visitors were sent."""
    try:
        import edge_tts  # noqa: F401

        from a11y.speech.edge import EdgeEngine
        from tests.speech.edge_server import CLOCKS, HANDSHAKE, STREAM, EdgeServer
    except ImportError as error:
        section.missing.append(f"edge-tts: {error}")
        return
    from a11y.speech.chain import Chain

    served = substitutes = bad = 0
    kinds = [one for one in (*HANDSHAKE, *CLOCKS, *STREAM) if one != "endless"]
    with tempfile.TemporaryDirectory() as directory:
        async with EdgeServer() as server:
            engines = (EdgeEngine(timeout=1.0), EspeakEngine())
            with (
                mock.patch("edge_tts.communicate.WSS_URL", server.url),
                mock.patch("a11y.speech.service.make_engines", return_value=engines),
            ):
                service = SpeechService(Settings(speech_cache=Path(directory), speech_key=_KEY))
                for number, kind in enumerate(kinds):
                    service._chain = Chain(engines, service.counters)
                    server.fault = kind
                    for clip in await service.plan([Block("b", f"第{number}次。{_NOTICE[:60]}")]):
                        entry = await service.clip(clip.id)
                        served += 1
                        substitutes += bool(entry.until)
                        bad += _is_bad(entry.audio, entry.timing, clip.end - clip.start)
                await service.aclose()
    cells: dict[str, Any] = {"faults": len(kinds), "samples": served}
    section.rows.append(Row("speech: faults", {**cells, "substitutes": substitutes, "bad": bad}))
    section.reached["speech-bad"] = bad


def _is_bad(data: bytes, timing: bytes, length: int) -> bool:
    """Whether sound is not whole, not as long as it says, or does not reach the text's end."""
    said = json.loads(timing)
    is_long = abs(mp3.duration_ms(data) - said["ms"]) < 40
    reaches = bool(said["marks"]) and said["marks"][-1][1] >= length - 1
    return not (mp3.is_whole(data) and is_long and reaches)


def _wheels(section: Section) -> None:
    """What ``pip install 'a11y-care[speech]'`` fetches besides ourselves, as wheels only."""
    with tempfile.TemporaryDirectory() as directory:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary=:all:", "--dest", directory, *_WHEELS]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            section.missing.append(f"{' '.join(_WHEELS)}: {done.stderr.strip()[-200:]}")
            return
        sizes = {path.name.partition("-")[0]: path.stat().st_size for path in _in(directory)}
    for name, size in sizes.items():
        section.rows.append(Row(name, {"mb": size / 1e6}))
    section.reached["speech-wheels"] = sum(sizes.values()) / 1e6


def _in(directory: str) -> list[Path]:
    return sorted(Path(directory).glob("*.whl"))
