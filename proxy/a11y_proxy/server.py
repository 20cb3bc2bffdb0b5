"""The server process: uvicorn with our protocol, our signals and our log."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from a11y.errors import A11yError
from a11y_proxy.access_log import AccessLog
from a11y_proxy.admission import Admission
from a11y_proxy.errors import BrokenResponseError
from a11y_proxy.protocol import GatewayProtocol
from a11y_proxy.settings import ProxySettings


def serve(
    app: ASGIApp,
    listener: socket.socket,
    settings: ProxySettings,
    on_ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGINT or SIGTERM, then let open responses finish.

    ``listener`` is bound and listening; ``on_ready`` is called once requests are answered.
    """
    if settings.access_log:
        app = AccessLog(app)
    config = uvicorn.Config(app, **uvicorn_options(settings))
    server = _Server(config, on_ready)
    if threading.current_thread() is threading.main_thread():
        # uvicorn puts these back when it has drained and raises the signal again: with them the
        # process ends with 0. A signal that comes before uvicorn's own handlers counts, too.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, server.on_signal)
    server.run(sockets=[listener])


def uvicorn_options(
    settings: ProxySettings, counters: Counter[str] | None = None
) -> dict[str, Any]:
    """The keywords for uvicorn.Config that make it a gateway.

    ``counters`` counts by reason what is refused before the application sees it.
    """
    admission = Admission(settings, counters)
    return {
        "http": partial(GatewayProtocol, settings=settings, admission=admission),
        "ws": "none",
        "lifespan": "on",
        # The portal's own Date and Server come through.
        "date_header": False,
        "server_header": False,
        "access_log": False,
        "log_config": None,
        # Our protocol reads them: uvicorn's way loses ports, lists and Forwarded.
        "proxy_headers": False,
        "timeout_keep_alive": settings.keep_alive_seconds,
        "timeout_graceful_shutdown": settings.drain_seconds,
    }


def log_to_stderr(*, access: bool) -> None:
    """Write our log, and uvicorn's errors, to standard error; ``access``: requests, too."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    handler.addFilter(_is_news)
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    logging.getLogger("a11y_proxy.access").setLevel(logging.INFO if access else logging.WARNING)


def _is_news(record: logging.LogRecord) -> bool:
    """Whether to write it. uvicorn repeats what broke an answer off, with a traceback.

    The proxy has written its own line; an error of the middleware gets one here. What the end
    of the process cancels, uvicorn has counted in a line before.
    """
    error = record.exc_info[1] if record.exc_info else None
    if isinstance(error, A11yError):
        record.msg, record.args, record.exc_info = "answer broken off: %s", (error,), None
    return not isinstance(error, BrokenResponseError | asyncio.CancelledError)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    def on_signal(self, *_: object) -> None:
        self.should_exit = True
