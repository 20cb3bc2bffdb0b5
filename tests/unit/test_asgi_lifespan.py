"""Speech ends with the server, whatever the application does about its lifespan."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from a11y import A11yMiddleware
from tests.servers import serve_asgi


class Watched(A11yMiddleware):
    """The middleware, with a note of how often it was closed and of what was sent."""

    closed = 0

    async def aclose(self) -> None:
        self.closed += 1
        await super().aclose()


async def unaware(scope: Scope, _: Receive, __: Send) -> None:
    if scope["type"] != "http":
        raise TypeError(scope["type"])


async def silent(_: Scope, __: Receive, ___: Send) -> None:
    pass


async def listening(_: Scope, receive: Receive, __: Send) -> None:
    await receive()


async def living(_: Scope, receive: Receive, send: Send) -> None:
    for part in ("startup", "shutdown"):
        assert (await receive())["type"] == f"lifespan.{part}"
        await send({"type": f"lifespan.{part}.complete"})


@asynccontextmanager
async def nothing_to_do(_: Starlette) -> AsyncIterator[None]:
    yield


@asynccontextmanager
async def cannot_start(_: Starlette) -> AsyncIterator[None]:
    raise RuntimeError("no database")
    yield


def live(app: ASGIApp, sent: list[str]) -> None:
    """Run the whole lifespan; ``sent`` gets what the server would."""
    parts = iter(("lifespan.startup", "lifespan.shutdown"))

    async def receive() -> Message:
        return {"type": next(parts)}

    async def send(message: Message) -> None:
        sent.append(message["type"].removeprefix("lifespan."))

    asyncio.run(app({"type": "lifespan", "state": {}}, receive, send))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "app",
    [unaware, silent, listening, living, Starlette(), Starlette(lifespan=nothing_to_do)],
    ids=["raises", "returns", "returns late", "lives", "starlette", "starlette with lifespan"],
)
def test_it_is_closed_once_at_the_end(app: ASGIApp) -> None:
    middleware = Watched(app)
    sent: list[str] = []
    live(middleware, sent)
    assert sent == ["startup.complete", "shutdown.complete"]
    assert middleware.closed == 1


def test_an_application_that_cannot_start_is_heard() -> None:
    middleware = Watched(Starlette(lifespan=cannot_start))
    sent: list[str] = []
    with pytest.raises(RuntimeError, match="no database"):
        live(middleware, sent)
    assert sent == ["startup.failed"]
    assert middleware.closed == 1


def test_it_is_closed_before_the_server_is_told_that_all_is_over() -> None:
    order: list[str] = []
    middleware = Watched(living)
    live(_noting(middleware), order)
    assert order == ["startup.complete", "shutdown.complete after 1"]


def _noting(middleware: Watched) -> ASGIApp:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        async def noting(message: Message) -> None:
            after = f" after {middleware.closed}" if "shutdown" in message["type"] else ""
            await send({"type": message["type"] + after})

        await middleware(scope, receive, noting)

    return app


@pytest.mark.parametrize("app", [unaware, living], ids=["raises", "lives"])
def test_a_real_server_closes_it(app: ASGIApp) -> None:
    middleware = Watched(app)
    with serve_asgi(middleware, lifespan="on"):
        assert middleware.closed == 0
    assert middleware.closed == 1
