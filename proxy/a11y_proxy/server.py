"""The HTTP server of a process: uvicorn with our protocol, one or several sites behind it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from a11y_proxy.access_log import AccessLog
from a11y_proxy.admission import Admission
from a11y_proxy.gateway import Gateway
from a11y_proxy.protocol import GatewayProtocol
from a11y_proxy.refusal import Refusals
from a11y_proxy.settings import ProxySettings


def uvicorn_options(
    settings: ProxySettings,
    counters: Counter[str] | None = None,
    access_log: AccessLog | None = None,
) -> dict[str, Any]:
    """The keywords for uvicorn.Config that make it a gateway.

    ``counters`` counts by reason what is refused before the application sees it; ``access_log``
    gets its lines.
    """
    admission = Admission(settings, counters)
    refusals = Refusals(admission, access_log, settings.contact)
    return {
        "http": partial(GatewayProtocol, settings=settings, admission=admission, refusals=refusals),
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


def new_runner() -> asyncio.Runner:
    """A runner on the loop that uvicorn prefers: uvloop where it is installed."""
    config = uvicorn.Config("", log_config=None)
    return asyncio.Runner(loop_factory=config.get_loop_factory())


class QuietServer(uvicorn.Server):
    """A server that leaves signals to others; ``should_exit`` ends it when answers are out."""

    def __init__(
        self, app: ASGIApp, on_ready: Callable[[], None] = lambda: None, **options: Any
    ) -> None:
        super().__init__(uvicorn.Config(app, **options))
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, then say so."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class GatewayServer(QuietServer):
    """The server of visitors. Health says "draining" as soon as its end has begun."""

    def __init__(self, gateway: Gateway, on_ready: Callable[[], None], **options: Any) -> None:
        super().__init__(gateway, on_ready, **options)
        self._gateway = gateway

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, then say so."""
        # What is loaded stays, so that the collector need not look at it; and requests make no
        # cycles that would be worth a look after every few of them (5 % of their time).
        gc.collect()
        gc.freeze()
        gc.set_threshold(10_000, 20, 50)
        await super().startup(sockets)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no new connection; let open answers finish."""
        self._gateway.readiness.draining = True
        await super().shutdown(sockets)
