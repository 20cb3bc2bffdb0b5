"""How long an exchange may wait, and for whom."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Self

from a11y_proxy.errors import (
    NO_ANSWER,
    STALLED,
    VISITOR_STALLED,
    ExchangeError,
    Reason,
    RequestError,
    UpstreamError,
)
from a11y_proxy.settings import ProxySettings


class Deadline:
    """One timer for the block: it is set anew whenever it is somebody else's turn.

    The block ends with UpstreamError where the portal was too slow, with RequestError where the
    visitor was.
    """

    def __init__(self, settings: ProxySettings) -> None:
        self._settings = settings
        self._loop = asyncio.get_running_loop()
        self._timer = asyncio.timeout(settings.connect_seconds + settings.first_byte_seconds)
        self._error: type[ExchangeError] = UpstreamError
        self._reason: Reason = NO_ANSWER
        self._answering = False

    async def __aenter__(self) -> Self:
        await self._timer.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        try:
            await self._timer.__aexit__(kind, error, traceback)
        except TimeoutError:
            raise self._error(self._reason) from None

    @property
    def client_seconds(self) -> float:
        """How long a visitor may be silent while sending a body."""
        return self._settings.client_seconds

    def request_waits(self) -> None:
        """The visitor is sending the body: the portal can't be late."""
        if not self._answering:
            self._timer.reschedule(None)

    def request_sent(self) -> None:
        """The portal has the next part of the request to take, or all of it to answer."""
        if not self._answering:
            self._timer.reschedule(self._loop.time() + self._settings.first_byte_seconds)

    def answer_waits(self) -> None:
        """The portal owes the next part of the answer."""
        self._answering = True
        self._set(UpstreamError, STALLED, self._settings.idle_seconds)

    def answer_sent(self) -> None:
        """The visitor has to take what was sent."""
        self._set(RequestError, VISITOR_STALLED, self._settings.client_seconds)

    def _set(self, error: type[ExchangeError], reason: Reason, seconds: float) -> None:
        self._error = error
        self._reason = reason
        self._timer.reschedule(self._loop.time() + seconds)
