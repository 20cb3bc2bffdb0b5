"""Whether requests should be sent to this process: what load balancers ask."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TYPE_CHECKING

from a11y_proxy.check import ask

if TYPE_CHECKING:
    from a11y_proxy.configuration import SiteSettings
    from a11y_proxy.gateway import Gateway

# None where all is well, else in one line why no requests should be sent here.
NotReady = Callable[[], Awaitable[str | None]]

# Balancers ask every second or so, and there may be several; portals are asked no oftener.
_KEPT_SECONDS = 5.0


class Readiness:
    """``all_up`` is false until all workers serve, ``draining`` true once the end has begun."""

    def __init__(self, gateway: Gateway) -> None:
        self.all_up = True
        self.draining = False
        self.asks_upstreams = False
        self._gateway = gateway
        self._asked = -_KEPT_SECONDS
        self._answer: str | None = None
        self._lock = asyncio.Lock()

    async def why_not(self) -> str | None:
        """Why no requests should be sent here, in one line; None where they may."""
        if self.draining:
            return "draining"
        if not self.all_up:
            return "starting"
        return await self._upstreams() if self.asks_upstreams else None

    async def _upstreams(self) -> str | None:
        async with self._lock:
            if monotonic() - self._asked >= _KEPT_SECONDS:
                answers = await asyncio.gather(
                    *(self._upstream(site.settings) for site in self._gateway.sites)
                )
                self._answer = "; ".join(filter(None, answers)) or None
                self._asked = monotonic()
            return self._answer

    @staticmethod
    async def _upstream(site: SiteSettings) -> str | None:
        reason = (await ask(site.origin, site.proxy)).reason
        return f"{site.name}: {reason.code}" if reason else None
