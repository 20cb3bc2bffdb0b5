"""The embedded engine: espeak-ng from the espeakng-loader wheel, in a worker process.

Never the system's espeak-ng: Debian 12 has 1.51, which reads Mandarin as English. The worker is
started at first use, killed when a text takes too long, and replaced after any failure.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, TypeVarTuple, cast

from a11y.errors import SpeechError, SpeechUnavailableError
from a11y.speech import espeak_worker, limits
from a11y.speech.engine import Clip, Mark
from a11y.speech.text import utf16_offsets

# Words per minute as espeak-ng counts. Measured: 200 is 4.4 hanzi a second within a sentence, the
# unhurried pace of somebody explaining over a counter (news readers: 5). The visitor's own rate is
# the browser's playbackRate on top.
WORDS_PER_MINUTE = 200
_START_SECONDS = 10.0
# After a failed start, plans are refused at once for so long instead of trying again each time.
_PAUSE_SECONDS = 30.0
# All that a worker may know of the server's environment; Windows cannot start without the first.
_ENVIRONMENT = ("SYSTEMROOT", "TEMP", "TMP")

Event = Sequence[int]
_Result = TypeVar("_Result")
_Arguments = TypeVarTuple("_Arguments")


def installed() -> bool:
    """Whether the library's wheel is here; nothing is loaded."""
    return importlib.util.find_spec("espeakng_loader") is not None


def marks_of(text: str, events: Sequence[Event], end: int) -> tuple[Mark, ...]:
    """Marks from word events (code point, length, ms): in order, within the text, in UTF-16.

    A compound word has one event for its first character, so a mark reaches up to the next one,
    over letters only.
    """
    starts: list[tuple[int, int, int]] = []
    for place, length, at in events:
        if place < len(text) and (not starts or (place > starts[-1][0] and at >= starts[-1][2])):
            starts.append((max(0, place), length, at))
    offsets, marks = utf16_offsets(text), []
    for index, (place, length, at) in enumerate(starts):
        following, t1 = (len(text), end) if index + 1 == len(starts) else starts[index + 1][::2]
        stop = min(place + max(1, length), following)
        while stop < following and text[stop].isalnum():
            stop += 1
        marks.append(Mark(offsets[place], offsets[stop], at, max(at, t1)))
    return tuple(marks)


class _Worker:
    """One process and the pipes to it. Blocking; used by one thread, but ``kill`` by any."""

    def __init__(self, voice: str) -> None:
        import espeakng_loader

        self._process = subprocess.Popen(  # noqa: S603
            [
                *(_python(), "-I", "-S", espeak_worker.__file__),
                *(espeakng_loader.get_library_path(), espeakng_loader.get_data_path()),
                *(voice, str(limits.AUDIO_SECONDS)),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        )
        # subprocess.PIPE makes both; the type checker cannot know.
        self._requests = cast("BinaryIO", self._process.stdin)
        self._replies = cast("BinaryIO", self._process.stdout)
        self._late = False

    @property
    def pid(self) -> int:
        return self._process.pid

    def receive(self, timeout: float) -> tuple[dict[str, Any], bytes]:
        """The next reply. SpeechError if the worker dies or takes too long; then it is dead."""
        timer = threading.Timer(timeout, self._expire)
        timer.start()
        try:
            head, body = espeak_worker.read_frame(self._replies)
        except (EOFError, ValueError, TypeError, OSError) as error:
            self.stop()
            reason = "took too long" if self._late else "ended"
            raise SpeechError(f"the speech worker {reason}", retryable=True) from error
        finally:
            timer.cancel()
        return head, body

    def ask(self, request: dict[str, Any], timeout: float) -> tuple[dict[str, Any], bytes]:
        """Send a request and wait for its reply. Raises SpeechError as ``receive``."""
        try:
            espeak_worker.write_frame(self._requests, request)
        except (OSError, ValueError) as error:
            self.stop()
            raise SpeechError("the speech worker ended", retryable=True) from error
        return self.receive(timeout)

    def _expire(self) -> None:
        self._late = True
        self.kill()

    def kill(self) -> None:
        """End the process at once; whoever waits for a reply gets an error."""
        self._process.kill()

    def stop(self) -> None:
        """End the process and release its pipes."""
        self._process.kill()
        for pipe in (self._requests, self._replies):
            with contextlib.suppress(OSError):  # unsent bytes for a process that is gone
                pipe.close()
        self._process.wait()


def _python() -> str:
    """An interpreter for the worker; under uWSGI and mod_wsgi sys.executable is the server."""
    if "python" in Path(sys.executable or "").name.lower():
        return sys.executable
    return str(Path(sys.prefix, *(("python.exe",) if os.name == "nt" else ("bin", "python3"))))


class EspeakEngine:
    """espeak-ng 1.52 or newer. One text at a time, in the order they come."""

    name = "espeak"

    def __init__(self, *, voice: str = "cmn", timeout: float = limits.SYNTH_SECONDS) -> None:
        self._voice = voice
        self._timeout = timeout
        self._worker: _Worker | None = None
        self._library_version = ""
        self._refused = ("", 0.0)  # why the last start failed, and until when that is the answer
        self._closed = False
        self._thread = ThreadPoolExecutor(1, "a11y-espeak")

    @property
    def version(self) -> str:
        """The library's version and our pace: both determine the sound."""
        return f"{self._library_version}@{WORDS_PER_MINUTE}"

    @property
    def pid(self) -> int | None:
        """The worker's process id while there is one."""
        return self._worker.pid if self._worker else None

    async def start(self) -> None:
        """Start the worker unless it runs. Raises SpeechUnavailableError with the reason."""
        if self._worker is None:
            await self._call(self._ready)

    async def synth(self, text: str, voice: str) -> Clip:
        """Speak ``text``; marks are UTF-16 offsets into it. Raises SpeechError."""
        if len(text) > limits.SPOKEN_CHARS:
            raise SpeechError("the text is too long for one clip")
        return await self._call(self._synth, text, voice)

    async def aclose(self) -> None:
        """Kill the worker; texts under way fail."""
        self._closed = True
        if worker := self._worker:
            worker.kill()
        await asyncio.get_running_loop().run_in_executor(self._thread, self._stop)
        self._thread.shutdown(wait=False)

    async def _call(
        self, function: Callable[[*_Arguments], _Result], *arguments: *_Arguments
    ) -> _Result:
        if self._closed:
            raise SpeechUnavailableError("the speech engine is closed")
        return await asyncio.get_running_loop().run_in_executor(self._thread, function, *arguments)

    # What follows runs in the engine's own thread.

    def _stop(self) -> None:
        if self._worker:
            self._worker.stop()
            self._worker = None

    def _ready(self) -> _Worker:
        if self._worker:
            return self._worker
        reason, until = self._refused
        if self._closed or time.monotonic() < until:
            raise SpeechUnavailableError(reason or "the speech engine is closed")
        try:
            self._worker = self._launch()
        except SpeechUnavailableError as error:
            self._refused = (str(error), time.monotonic() + _PAUSE_SECONDS)
            raise
        return self._worker

    def _launch(self) -> _Worker:
        try:
            worker = _Worker(self._voice)
            head, _ = worker.receive(_START_SECONDS)
        except (ImportError, OSError, SpeechError) as error:
            raise SpeechUnavailableError(f"espeak-ng cannot be started: {error}") from error
        if "version" not in head:
            worker.stop()
            raise SpeechUnavailableError(f"espeak-ng cannot be used: {head.get('error')}")
        self._library_version = str(head["version"])
        return worker

    def _synth(self, text: str, voice: str) -> Clip:
        worker = self._ready()
        request = {"text": text, "voice": voice, "rate": WORDS_PER_MINUTE}
        try:
            head, pcm = worker.ask(request, self._timeout)
        except SpeechError:
            self._worker = None
            raise
        if "error" in head:
            raise SpeechError(str(head["error"]))
        return Clip(pcm, int(head["rate"]), marks_of(text, head["events"], int(head["ms"])))
