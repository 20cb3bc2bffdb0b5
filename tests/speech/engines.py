"""The engines as the contract suite sees them: how each is set up, and how it is made to hang."""

from __future__ import annotations

import asyncio
import os
import signal
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from unittest import mock

import pytest

from a11y.speech.edge import EdgeEngine
from a11y.speech.engine import Engine
from a11y.speech.espeak import EspeakEngine
from a11y.speech.sherpa import SherpaEngine, find_model
from tests.speech.edge_server import EdgeServer
from tests.speech.vits import write_model


class Harness(ABC):
    """An engine under test. ``stall`` makes what it is asked next hang, ``resume`` undoes that."""

    engine: Engine

    @abstractmethod
    async def stall(self) -> None: ...

    @abstractmethod
    def resume(self) -> None: ...


class WithWorker(Harness):
    """An engine whose only worker process can be stopped."""

    def __init__(self, engine: Engine, pids: Callable[[], list[int]]) -> None:
        self.engine = engine
        self._pids = pids

    async def stall(self) -> None:
        await self.engine.start()
        for pid in self._pids():
            os.kill(pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Nothing is left to do: a process that is late is killed."""


class Edge(Harness):
    """The online engine, before a service on this machine."""

    def __init__(self, engine: EdgeEngine, server: EdgeServer) -> None:
        self.engine = engine
        self.server = server

    async def stall(self) -> None:
        self.server.fault = "hangs-at-once"

    def resume(self) -> None:
        self.server.fault = ""


@asynccontextmanager
async def espeak(_: Path, seconds: float) -> AsyncIterator[Harness]:
    engine = EspeakEngine(timeout=seconds)
    yield WithWorker(engine, lambda: engine._pool.pids)
    await engine.aclose()


@asynccontextmanager
async def espeak_with_two_workers(_: Path, seconds: float) -> AsyncIterator[Harness]:
    engine = EspeakEngine(timeout=seconds, workers=2)
    yield WithWorker(engine, lambda: engine._pool.pids)
    await engine.aclose()


@asynccontextmanager
async def edge(_: Path, seconds: float) -> AsyncIterator[Harness]:
    pytest.importorskip("edge_tts", reason="pip install 'a11y-care[edge]'")
    async with EdgeServer() as server:
        with mock.patch("edge_tts.communicate.WSS_URL", server.url):
            engine = EdgeEngine(timeout=seconds)
            yield Edge(engine, server)
            await engine.aclose()


@asynccontextmanager
async def sherpa(place: Path, seconds: float) -> AsyncIterator[Harness]:
    pytest.importorskip("sherpa_onnx", reason="pip install 'a11y-care[sherpa]'")
    pytest.importorskip("onnx", reason="the model of this test is made with onnx")
    await asyncio.to_thread(write_model, place)
    engine = SherpaEngine(find_model(place), timeout=seconds)
    yield WithWorker(engine, lambda: engine._pool.pids)
    await engine.aclose()


ENGINES = {
    "espeak": espeak,
    "espeak, two workers": espeak_with_two_workers,
    "edge": edge,
    "sherpa": sherpa,
}
