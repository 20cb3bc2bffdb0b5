"""The lifespan of an application, run from within another one."""

from __future__ import annotations

import asyncio
import contextlib

from starlette.types import ASGIApp, Message

from a11y.errors import A11yError


class Life:
    """Starts an application and ends it (ASGI's lifespan protocol)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._to_app: asyncio.Queue[Message] = asyncio.Queue()
        self._from_app: asyncio.Queue[Message] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return when the application has started. Raises A11yError where it does not."""
        self._task = asyncio.create_task(self._run())
        await self._tell("lifespan.startup")

    async def end(self) -> None:
        """Return when the application has ended."""
        if self._task is None:
            return
        with contextlib.suppress(A11yError):
            await self._tell("lifespan.shutdown")
        await self._task

    async def _tell(self, what: str) -> None:
        await self._to_app.put({"type": what})
        answer = await self._from_app.get()
        if answer["type"] != f"{what}.complete":
            raise A11yError(f"{what} failed: {answer.get('message', '')}")

    async def _run(self) -> None:
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
        try:
            await self._app(scope, self._to_app.get, self._from_app.put)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told to who waits
            await self._from_app.put({"type": "lifespan.failed", "message": repr(error)})
