"""A request that goes out as soon as there is a connection for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from a11y_proxy.errors import CLOSED, UpstreamError

if TYPE_CHECKING:
    from a11y_proxy.http1.connection import Connection
    from a11y_proxy.http1.pool import Pool
    from a11y_proxy.upstream import Taker


class Pending:
    """A Line whose connection is still to be made, or to be given back by somebody else.

    ``send`` gets it; the taker is told where there will be none.
    """

    def __init__(self, pool: Pool, send: Callable[[Connection], None], taker: Taker) -> None:
        self._pool = pool
        self._send = send
        self._taker = taker
        self._connection: Connection | None = None
        self._task = asyncio.get_running_loop().create_task(self._run())

    @property
    def used(self) -> bool:
        """See Line."""
        return self._connection is not None and self._connection.used

    @property
    def answered(self) -> bool:
        """See Line."""
        return self._connection is not None and self._connection.answered

    def pause(self) -> None:
        """See Line."""
        if self._connection is not None:
            self._connection.pause()

    def resume(self) -> None:
        """See Line."""
        if self._connection is not None:
            self._connection.resume()

    def abort(self) -> None:
        """See Line."""
        if self._connection is not None:
            self._connection.abort()
        else:
            self._task.cancel()

    async def _run(self) -> None:
        try:
            connection = await self._pool.make()
        except Exception as error:  # noqa: BLE001 - whoever waits for the answer gets it
            self._taker.fail(error)
            return
        self._connection = connection
        if connection.closing:
            # It ended while it waited for its turn.
            self._taker.fail(UpstreamError(CLOSED))
        else:
            self._send(connection)
