"""A site that is being served: its application, how many requests it has, and its end."""

from __future__ import annotations

import asyncio
import contextlib

from a11y.asgi import A11yMiddleware
from a11y_proxy.app import ProxyApp
from a11y_proxy.configuration import SiteSettings
from a11y_proxy.direct.way import way_of
from a11y_proxy.http1.contexts import certificate_files
from a11y_proxy.life import Life
from a11y_proxy.readiness import NotReady
from a11y_proxy.statistics import SiteStatistics, Snapshot


class RunningSite:
    """One site's application from its start to the end of its last request.

    ``open`` counts requests under way, among them event streams and WebSockets. Raises
    SettingsError where files that the settings name can't be used.
    """

    def __init__(self, settings: SiteSettings, statistics: SiteStatistics) -> None:
        self.settings = settings
        self.name = settings.name
        self.statistics = statistics
        self._files = certificate_files(settings.proxy)
        self.open = 0
        self.proxy = ProxyApp(settings.upstream, settings.proxy)
        self.app = A11yMiddleware(self.proxy, settings.care)
        self.way = way_of(self.proxy, self.app)
        self._life = Life(self.app)
        self._retired = False
        self._idle = asyncio.Event()

    def serves(self, settings: SiteSettings) -> bool:
        """Whether another application would be the same: no setting, no certificate has changed."""
        return self.settings == settings and self._files == certificate_files(settings.proxy)

    async def start(self, not_ready: NotReady) -> None:
        """Begin; ``not_ready`` is what the site's health page asks."""
        self.app.site.not_ready = not_ready
        await self._life.start()

    def leave(self) -> None:
        """A request has ended."""
        self.open -= 1
        if self._retired and not self.open:
            self._idle.set()

    async def retire(self, drain_seconds: float) -> int:
        """Wait until no request is under way, or so long, and end; how many were cut off."""
        self._retired = True
        if self.open:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), drain_seconds)
        left = self.open
        await self.end()
        return left

    async def end(self) -> None:
        """End at once. What it has counted stays in ``statistics``."""
        await self._life.end()
        await self.app.aclose()  # where it never began
        self.statistics.pages.update(self.app.counters)
        self.statistics.faults.update(self.proxy.counters)
        self.statistics.speech.update(self.app.site.speech.counters)
        self.app.site.speech.counters.clear()
        self.app.counters.clear()
        self.proxy.counters.clear()

    def snapshot(self) -> Snapshot:
        """What this application has counted, as a part of the site's tree, and what it has now."""
        return {
            "pages": dict(self.app.counters),
            "faults": dict(self.proxy.counters),
            "speech": dict(self.app.site.speech.counters),
            "now": {"open": self.open, "upstream": self.proxy.connections},
        }
