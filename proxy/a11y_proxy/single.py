"""The service in one process: no supervisor, no worker."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections import Counter
from collections.abc import Callable

from a11y.errors import A11yError
from a11y_proxy.admin import admin_server
from a11y_proxy.configuration import Configuration
from a11y_proxy.listeners import Listeners
from a11y_proxy.log_setup import log_loaded, log_problems
from a11y_proxy.notify import notify
from a11y_proxy.server import QuietServer, new_runner
from a11y_proxy.service import Service
from a11y_proxy.source import Source
from a11y_proxy.statistics import Snapshot


class Single:
    """Serves until SIGINT or SIGTERM. SIGHUP reads the configuration anew, SIGUSR1 reopens logs.

    Raises SettingsError and OSError before anything is served.
    """

    def __init__(self, source: Source, configuration: Configuration) -> None:
        self._source = source
        self._service = Service(configuration)
        self._admin: QuietServer | None = None
        self._reloads: Counter[str] = Counter()
        self._reloading = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()

    def run(
        self, listeners: Listeners, admin: Listeners | None, on_ready: Callable[[], None]
    ) -> None:
        """Serve on these sockets. Returns when all answers are out, or drain_seconds after."""
        with new_runner() as runner:
            runner.run(self._run(listeners, admin, on_ready))

    async def _run(
        self, listeners: Listeners, admin: Listeners | None, on_ready: Callable[[], None]
    ) -> None:
        self._listen_to_signals()

        def ready() -> None:
            notify("READY=1")
            on_ready()

        admin_task = None
        if admin is not None:
            why_not = self._service.gateway.readiness.why_not
            self._admin = admin_server(self._snapshot, why_not)
            admin_task = asyncio.create_task(self._admin.serve(admin.sockets))
        try:
            await self._service.run(listeners.sockets, ready)
        finally:
            if self._admin is not None and admin_task is not None:
                self._admin.should_exit = True
                await admin_task

    def _listen_to_signals(self) -> None:
        loop = asyncio.get_running_loop()
        wanted = {
            "SIGINT": self._stop,
            "SIGTERM": self._stop,
            "SIGHUP": self._on_reload,
            "SIGUSR1": self._service.reopen_logs,
        }
        for name, action in wanted.items():
            # Windows has two of them, and no loop that tells of them.
            if (number := getattr(signal, name, None)) is not None:
                try:
                    loop.add_signal_handler(number, action)
                except NotImplementedError:
                    signal.signal(number, lambda *_, act=action: loop.call_soon_threadsafe(act))

    def _stop(self) -> None:
        """End; asked a second time, at once."""
        notify("STOPPING=1")
        self._service.stop(at_once=self._service.stopping)

    def _on_reload(self) -> None:
        task = asyncio.create_task(self._reload())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reload(self) -> None:
        async with self._reloading:
            notify("RELOADING=1")
            with contextlib.suppress(A11yError):
                await self._read_anew()
            notify("READY=1")

    async def _read_anew(self) -> None:
        try:
            configuration = await asyncio.to_thread(self._source.read)
            changed = await self._service.reload(configuration)
        except A11yError as error:
            self._reloads["refused"] += 1
            log_problems(error)
            raise
        self._reloads["loaded"] += 1
        log_loaded(configuration, changed)

    async def _snapshot(self) -> Snapshot:
        snapshot = self._service.snapshot()
        snapshot["now"]["workers"] = 1
        return snapshot | {"reloads": dict(self._reloads)}
