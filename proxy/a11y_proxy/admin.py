"""The listener that is not for visitors: metrics, and health of the whole service."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from a11y_proxy.metrics import exposition
from a11y_proxy.readiness import NotReady
from a11y_proxy.server import QuietServer
from a11y_proxy.statistics import Snapshot

TakeSnapshot = Callable[[], Awaitable[Snapshot]]


def admin_server(take_snapshot: TakeSnapshot, not_ready: NotReady) -> QuietServer:
    """A server of /metrics, /health/live and /health/ready."""

    async def metrics(request: Request) -> Response:
        content, kind = exposition(await take_snapshot(), request.headers.get("accept", ""))
        return Response(content, headers={"content-type": kind, "cache-control": "no-store"})

    async def live(_: Request) -> Response:
        return PlainTextResponse("ok\n", headers={"cache-control": "no-store"})

    async def ready(_: Request) -> Response:
        reason = await not_ready()
        return PlainTextResponse(
            f"{reason or 'ready'}\n",
            status_code=503 if reason else 200,
            headers={"cache-control": "no-store"},
        )

    routes = [
        Route("/metrics", metrics),
        Route("/health/live", live),
        Route("/health/ready", ready),
    ]
    return QuietServer(
        Starlette(routes=routes),
        http="httptools",
        ws="none",
        lifespan="off",
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=1,
    )
