"""Several worker processes on the same listening sockets, and who looks after them."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import signal
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import reduce
from time import monotonic

from a11y.errors import A11yError
from a11y_proxy.admin import admin_server
from a11y_proxy.configuration import Configuration
from a11y_proxy.listeners import Listeners
from a11y_proxy.log_setup import log_loaded, log_problems, reopen, set_up_logs
from a11y_proxy.notify import notify
from a11y_proxy.service import needs_restart
from a11y_proxy.source import Parts, Source, configured
from a11y_proxy.statistics import Snapshot, lasting, merged
from a11y_proxy.verify import verify
from a11y_proxy.worker_process import WorkerProcess

_log = logging.getLogger("a11y_proxy.process")

# A worker that dies is started again after this, twice as long each time it dies young.
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_YOUNG_SECONDS = 10.0
# What a worker may take beyond drain_seconds to end by itself.
_GRACE_SECONDS = 5.0
_RELOAD_SECONDS = 60.0


class Supervisor:
    """Keeps the workers running until SIGINT or SIGTERM.

    SIGHUP gives all of them the new configuration, SIGUSR1 has logs reopened.
    """

    def __init__(self, parts: Parts, source: Source, configuration: Configuration) -> None:
        self._parts = parts
        self._source = source
        self._configuration = configuration
        self._log_file = set_up_logs(configuration.server)
        self._workers: dict[int, WorkerProcess] = {}
        self._gone: Snapshot = {}
        self._restarts = 0
        self._reloads: Counter[str] = Counter()
        self._reloading = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._was_up = False
        self._failed = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(
        self, listeners: Listeners, admin: Listeners | None, on_ready: Callable[[], None]
    ) -> int:
        """Serve on these sockets; 0, or 1 where a worker can't start at all."""
        self._listen_to_signals()
        admin_ = None if admin is None else admin_server(self._snapshot, self._why_not_ready)
        admin_task = None
        if admin is not None and admin_ is not None:
            admin_task = asyncio.create_task(admin_.serve(admin.sockets))
        with tempfile.TemporaryDirectory(prefix="a11y-speech-") as directory:
            speech = (directory, secrets.token_hex(32))
            keepers = [
                asyncio.create_task(self._keep(number, listeners, speech, on_ready))
                for number in range(self._configuration.server.workers)
            ]
            await self._stopping.wait()
            notify("STOPPING=1")
            listeners.close()
            await self._end(keepers)
        if admin_ is not None and admin_task is not None:
            admin_.should_exit = True
            await admin_task
        return 1 if self._failed else 0

    async def _keep(
        self,
        number: int,
        listeners: Listeners,
        speech: tuple[str, str],
        on_ready: Callable[[], None],
    ) -> None:
        """Start a worker, and another one whenever it ends, until the end of all."""
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            started = monotonic()
            try:
                worker = await WorkerProcess.start(
                    listeners.sockets, configuration=self._parts, speech=speech
                )
                self._workers[number] = worker
                code = await self._look_after(worker, on_ready)
            except OSError as error:
                _log.error("cannot start a worker: %s", error)
            else:
                del self._workers[number]
                if not self._stopping.is_set():
                    about = {"worker": worker.process.pid, "code": code}
                    _log.error("worker ended", extra=about)
            if not self._was_up and not self._stopping.is_set():
                # It would not be better the next time, and nobody is served yet.
                self._failed = True
                self._stopping.set()
            if not self._stopping.is_set():
                young = monotonic() - started < _YOUNG_SECONDS
                pause = min(pause * 2, _LONGEST_PAUSE) if young else _FIRST_PAUSE
                await self._rest(pause)

    async def _rest(self, seconds: float) -> None:
        """Count a worker that is gone, and wait before there is another one."""
        self._restarts += 1
        self._tell_all_up()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)

    async def _look_after(self, worker: WorkerProcess, on_ready: Callable[[], None]) -> int:
        """Wait until a worker ends, and keep what it has counted; its exit code."""
        if self._stopping.is_set():
            worker.tell("stop")  # the others were told while it started
        up = asyncio.create_task(self._when_ready(worker, on_ready))
        code = await worker.listen()
        up.cancel()
        if worker.snapshot is not None:
            self._gone = merged(self._gone, lasting(worker.snapshot))
        return code

    async def _when_ready(self, worker: WorkerProcess, on_ready: Callable[[], None]) -> None:
        await worker.ready.wait()
        if not self._all_up():
            return
        self._tell_all_up()
        if not self._was_up:
            self._was_up = True
            notify("READY=1")
            on_ready()

    def _all_up(self) -> bool:
        ready = sum(worker.ready.is_set() for worker in self._workers.values())
        return ready == self._configuration.server.workers

    def _tell_all_up(self) -> None:
        for worker in self._workers.values():
            worker.tell("all-up", value=self._all_up())

    async def _end(self, keepers: list[asyncio.Task[None]]) -> None:
        """Let every worker finish its answers; what takes too long is killed."""
        for worker in self._workers.values():
            worker.tell("stop")
        patience = self._configuration.common.drain_seconds + _GRACE_SECONDS
        _, late = await asyncio.wait(keepers, timeout=patience)
        for worker in list(self._workers.values()):
            worker.kill()
        if late:
            _log.error("workers did not end in time", extra={"workers": len(late)})
            await asyncio.wait(late)

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, self._on_stop)
        loop.add_signal_handler(signal.SIGTERM, self._on_stop)
        loop.add_signal_handler(signal.SIGHUP, self._on_reload)
        loop.add_signal_handler(signal.SIGUSR1, self._on_reopen)

    def _on_stop(self) -> None:
        """End; asked a second time, at once."""
        if self._stopping.is_set():
            for worker in self._workers.values():
                worker.tell("stop")
        self._stopping.set()

    def _on_reopen(self) -> None:
        reopen([self._log_file])
        for worker in self._workers.values():
            worker.tell("reopen")

    def _on_reload(self) -> None:
        task = asyncio.create_task(self._reload())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reload(self) -> None:
        async with self._reloading:
            notify("RELOADING=1")
            try:
                await self._read_anew()
            except A11yError as error:
                self._reloads["refused"] += 1
                log_problems(error)
            notify("READY=1")

    async def _read_anew(self) -> None:
        """Raises A11yError where the new configuration can't be used."""
        parts = self._source.parts()
        new = await asyncio.to_thread(configured, parts)
        await asyncio.to_thread(verify, new)
        changed = needs_restart(self._configuration, new)
        # Workers that start from now on begin with it.
        self._parts = parts
        await asyncio.gather(
            *(self._reload_one(worker, parts) for worker in self._workers.values())
        )
        self._reloads["loaded"] += 1
        log_loaded(new, changed)

    async def _reload_one(self, worker: WorkerProcess, parts: Parts) -> None:
        try:
            answer = await worker.ask("reload", seconds=_RELOAD_SECONDS, configuration=parts)
        except TimeoutError:
            return  # it has ended, and the next one gets the new configuration
        if answer["problem"]:
            _log.error("worker keeps its configuration: %s", answer["problem"])

    async def _why_not_ready(self) -> str | None:
        if self._stopping.is_set():
            return "draining"
        return None if self._all_up() else "starting"

    async def _snapshot(self) -> Snapshot:
        taken = await asyncio.gather(*(one.take_snapshot() for one in self._workers.values()))
        everything: Snapshot = reduce(merged, filter(None, taken), self._gone)
        empty: Snapshot = {"sites": {}, "unknown_host": {"requests": {}}, "now": {}}
        everything = merged(empty, everything)
        everything["now"]["workers"] = sum(w.ready.is_set() for w in self._workers.values())
        return everything | {"reloads": dict(self._reloads), "worker_restarts": self._restarts}
