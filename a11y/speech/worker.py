"""Processes that hold an engine's library: started when needed, killed when late, replaced.

C code that reads whatever a page says has a process of its own: its crashes, its memory and its
licence stay there. The frames between us are those of a11y.speech.espeak_worker.
"""

from __future__ import annotations

import asyncio
import contextlib
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
from a11y.speech import espeak_worker
from a11y.speech.faults import DiedError, TimedOutError

# After a failed start, plans are refused at once for so long instead of trying again each time.
_PAUSE_SECONDS = 30.0
# All that a worker may know of the server's environment; Windows cannot start without the first.
_ENVIRONMENT = ("SYSTEMROOT", "TEMP", "TMP")

Reply = tuple[dict[str, Any], bytes]
_Result = TypeVar("_Result")
_Arguments = TypeVarTuple("_Arguments")


def python() -> str:
    """An interpreter for a worker; under uWSGI and mod_wsgi sys.executable is the server."""
    if "python" in Path(sys.executable or "").name.lower():
        return sys.executable
    return str(Path(sys.prefix, *(("python.exe",) if os.name == "nt" else ("bin", "python3"))))


class Worker:
    """One process and the pipes to it. Blocking; used by one thread, but ``kill`` by any."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            command,
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
        """The id of the process."""
        return self._process.pid

    def receive(self, timeout: float) -> Reply:
        """The next reply. SpeechError if the worker dies or takes too long; then it is dead."""
        timer = threading.Timer(timeout, self._expire)
        timer.daemon = True
        timer.start()
        try:
            head, body = espeak_worker.read_frame(self._replies)
        except (EOFError, ValueError, TypeError, OSError) as error:
            self.stop()
            if self._late:
                raise TimedOutError("the speech worker took too long") from error
            raise DiedError("the speech worker ended") from error
        finally:
            timer.cancel()
        return head, body

    def ask(self, request: dict[str, Any], timeout: float) -> Reply:
        """Send a request and wait for its reply. Raises SpeechError as ``receive``."""
        try:
            espeak_worker.write_frame(self._requests, request)
        except (OSError, ValueError) as error:
            self.stop()
            raise DiedError("the speech worker ended") from error
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


class WorkerPool:
    """At most ``count`` processes of one engine; one more is started when all are busy.

    ``command`` says what to run and may raise ImportError or OSError. ``label``: the engine's name
    in messages. Times are in seconds.
    """

    def __init__(
        self,
        label: str,
        command: Callable[[], Sequence[str]],
        *,
        count: int = 1,
        timeout: float,
        start_timeout: float,
    ) -> None:
        self._label = label
        self._command = command
        self._timeout = timeout
        self._start_timeout = start_timeout
        # What a worker says of itself when it is ready; it stays when that worker has gone.
        self.hello: dict[str, Any] = {}
        self._idle: list[Worker] = []
        self._all: list[Worker] = []
        self._refused = ("", 0.0)  # why the last start failed, and until when that is the answer
        self._closed = False
        self._lock = threading.Lock()
        self._starting = threading.Lock()  # so that start() waits for a start under way
        self._threads = ThreadPoolExecutor(count, f"a11y-{label}")

    @property
    def pids(self) -> list[int]:
        """The processes that run."""
        with self._lock:
            return [worker.pid for worker in self._all]

    async def start(self) -> None:
        """Have a worker, so that ``hello`` is known. Raises SpeechUnavailableError."""
        if not self._is_warm:
            await self._call(self._warm)

    async def ask(self, request: dict[str, Any]) -> Reply:
        """Send a request to a worker. Raises SpeechError; RefusedTextError is for the caller."""
        return await self._call(self._ask, request)

    async def aclose(self) -> None:
        """Kill the workers; texts under way fail."""
        with self._lock:
            self._closed = True
            workers = list(self._all)
        for worker in workers:
            worker.kill()
        # Threads that wait for a worker end now; each stops its own.
        await asyncio.get_running_loop().run_in_executor(None, self._threads.shutdown)
        for worker in workers:
            self._forget(worker)

    async def _call(
        self, function: Callable[[*_Arguments], _Result], *arguments: *_Arguments
    ) -> _Result:
        self._check_open()
        return await asyncio.get_running_loop().run_in_executor(self._threads, function, *arguments)

    def _check_open(self) -> None:
        if self._closed:
            raise SpeechUnavailableError("the speech engine is closed")

    # What follows runs in the pool's own threads.

    @property
    def _is_warm(self) -> bool:
        return bool(self.hello and self._all)

    def _warm(self) -> None:
        with self._starting:
            if not self._is_warm:
                self._put_back(self._launch())

    def _ask(self, request: dict[str, Any]) -> Reply:
        worker = self._take() or self._launch()
        try:
            reply = worker.ask(request, self._timeout)
        except SpeechError:
            self._forget(worker)
            self._check_open()
            raise
        self._put_back(worker)
        return reply

    def _take(self) -> Worker | None:
        with self._lock:
            return self._idle.pop() if self._idle else None

    def _put_back(self, worker: Worker) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(worker)

    def _forget(self, worker: Worker) -> None:
        worker.stop()
        with self._lock:
            if worker in self._all:
                self._all.remove(worker)

    def _launch(self) -> Worker:
        reason, until = self._refused
        if time.monotonic() < until:
            raise SpeechUnavailableError(reason)
        try:
            return self._launched()
        except SpeechUnavailableError as error:
            if not self._closed:
                self._refused = (str(error), time.monotonic() + _PAUSE_SECONDS)
            raise

    def _launched(self) -> Worker:
        worker = None
        try:
            worker = Worker(self._command())
            with self._lock:
                self._check_open()
                self._all.append(worker)
            head, _ = worker.receive(self._start_timeout)
        except (ImportError, OSError, SpeechError) as error:
            if worker:
                self._forget(worker)
            raise SpeechUnavailableError(f"{self._label} cannot be started: {error}") from error
        if "version" not in head:
            self._forget(worker)
            raise SpeechUnavailableError(f"{self._label} cannot be used: {head.get('error')}")
        self.hello = head
        return worker
