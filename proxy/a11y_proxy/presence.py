"""Whether the visitor is still there."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from a11y_proxy.body import RequestBody, VisitorGoneError


class Presence:
    """Ends the block with VisitorGoneError when the visitor leaves, wherever it waits.

    It cancels the block's task and takes the cancellation back, as asyncio.timeout does.
    """

    def __init__(self, body: RequestBody) -> None:
        self._body = body
        self._gone = False
        self._over = False

    async def __aenter__(self) -> Self:
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("an exchange needs a task to run in")
        self._task = task
        self._watch = asyncio.create_task(self._body.visitor_gone())
        self._watch.add_done_callback(self._on_end)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over = True
        self._watch.cancel()
        if self._gone:
            self._task.uncancel()
            raise VisitorGoneError from error

    def _on_end(self, watch: asyncio.Task[None]) -> None:
        # A server whose receive() fails has lost the visitor, too.
        if not watch.cancelled() and (watch.exception() or True) and not self._over:
            self._gone = True
            self._task.cancel()
