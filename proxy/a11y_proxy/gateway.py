"""Several sites in one process: each request goes to the one whose host it asks for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from time import monotonic

from starlette.types import ASGIApp, Receive, Scope, Send

from a11y_proxy.access_log import AccessLog, path_of
from a11y_proxy.configuration import SiteSettings
from a11y_proxy.error_page import send_error
from a11y_proxy.errors import MISDIRECTED
from a11y_proxy.hints import RECORD, TRUSTED_PEER, VISITOR_HOST
from a11y_proxy.hosts import asked_host
from a11y_proxy.readiness import Readiness
from a11y_proxy.record import Record, legal_request_id, new_request_id
from a11y_proxy.routes import Routes
from a11y_proxy.running import RunningSite
from a11y_proxy.statistics import SiteStatistics, Snapshot, merged

_log = logging.getLogger("a11y_proxy")

# A scope with its two ends.
Request = tuple[Scope, Receive, Send]


class Gateway:
    """An ASGI application that holds one application for every site.

    A host that no site has gets 421 (RFC 9110 15.5.20). ``access_log`` writes a line for each
    request. Every request has a name, X-Request-Id, which its portal gets, too; the visitor's own
    counts where a trusted proxy brings it.
    """

    def __init__(
        self,
        sites: Sequence[SiteSettings],
        *,
        drain_seconds: float = 30.0,
        access_log: AccessLog | None = None,
    ) -> None:
        self.access_log = access_log
        self.readiness = Readiness(self)
        self._drain_seconds = drain_seconds
        self._statistics: dict[str, SiteStatistics] = {}
        self._unknown = SiteStatistics()
        self.routes = Routes([self._made(site) for site in sites])
        self._retiring: dict[asyncio.Task[None], RunningSite] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI scope."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        host, given_id = self.host_and_id(scope)
        request_id = self._name(scope, given_id)
        site = self.routes.find(host)
        if site is None:
            await self._misdirected(scope, receive, send, host, request_id)
            return
        record = scope[RECORD] = Record(scope, site.name, request_id)
        site.open += 1
        await self.serve(site.app, site, record, (scope, receive, send))

    async def serve(
        self, app: ASGIApp, site: RunningSite, record: Record, request: Request
    ) -> None:
        """Let a site's application answer a request that is counted in ``site.open``."""
        scope, receive, send = request
        try:
            await app(scope, receive, record.noting(send))
            record.cut = False
        finally:
            site.leave()
            self.note(record, site.statistics)

    @staticmethod
    def host_and_id(scope: Scope) -> tuple[bytes, bytes | None]:
        """The host that is asked for, and the name that the request came with."""
        host = scope.get(VISITOR_HOST)
        given_id = None
        for name, value in scope["headers"]:
            if name == b"host":
                if host is None:
                    host = value
            elif name == b"x-request-id":
                given_id = value
        return host or b"", given_id

    @staticmethod
    def believed_id(scope: Scope, given: bytes | None) -> str | None:
        """The name that the request came with, where a trusted proxy brings it."""
        believed = given is not None and scope.get(TRUSTED_PEER)
        return legal_request_id(given) if believed and given is not None else None

    @property
    def sites(self) -> list[RunningSite]:
        """The sites that get new requests."""
        return self.routes.sites

    async def replace(self, sites: Sequence[SiteSettings]) -> None:
        """Serve these sites from now on. Requests under way end with the applications they have.

        A site whose settings are the same goes on as it is. Raises A11yError, then all stays.
        """
        same = {site.name: site for site in self.sites}
        new: list[RunningSite] = []
        added: list[RunningSite] = []
        try:
            for wanted in sites:
                site = same.get(wanted.name)
                if site is None or not site.serves(wanted):
                    site = self._made(wanted)
                    added.append(site)
                    await site.start(self.readiness.why_not)
                new.append(site)
        except BaseException:
            for site in added:
                await site.end()
            raise
        retired = [site for site in self.sites if site not in new]
        self.routes = Routes(new)
        for site in retired:
            task = asyncio.create_task(self._retire(site))
            self._retiring[task] = site

    def snapshot(self) -> Snapshot:
        """All counts of this process as a tree."""
        sites: Snapshot = {
            name: statistics.snapshot() for name, statistics in self._statistics.items()
        }
        for site in [*self.sites, *self._retiring.values()]:
            sites[site.name] = merged(sites[site.name], site.snapshot())
        return {
            "sites": sites,
            "unknown_host": self._unknown.snapshot(),
            "log_lost": self.access_log.file.lost if self.access_log else 0,
        }

    def _made(self, settings: SiteSettings) -> RunningSite:
        statistics = self._statistics.setdefault(settings.name, SiteStatistics())
        return RunningSite(settings, statistics)

    @staticmethod
    def _name(scope: Scope, given: bytes | None) -> str:
        """The request's name, which the portal will find in its fields."""
        if (believed := Gateway.believed_id(scope, given)) is not None:
            return believed
        headers = scope["headers"]
        if given is not None:
            headers = [field for field in headers if field[0] != b"x-request-id"]
            scope["headers"] = headers
        name = new_request_id()
        headers.append((b"x-request-id", name.encode("ascii")))
        return name

    def note(self, record: Record, statistics: SiteStatistics) -> None:
        """Count a request that has ended, and write its line."""
        ended = monotonic()
        statistics.add(record.status, ended - record.started, record.size)
        if record.cut:
            statistics.cut += 1
        if self.access_log is not None:
            self.access_log.write(record, ended)
        # Each has the other: the collector would have to find that out, for every request.
        record.scope.pop(RECORD, None)

    async def _misdirected(
        self, scope: Scope, receive: Receive, send: Send, host: bytes, request_id: str
    ) -> None:
        record = Record(scope, None, request_id)
        send = record.noting(send)
        try:
            if scope["type"] != "http":
                await receive()
                await send({"type": "websocket.close", "code": 1008})
            elif site := self._asked_for_health(scope):
                await site.app(scope, receive, send)
            else:
                record.fault = MISDIRECTED.code
                _log.info("no site has the host %r", asked_host(host).decode("latin-1")[:200])
                await send_error(scope, send, MISDIRECTED, close=True)
            record.cut = False
        finally:
            self.note(record, self._unknown)

    def _asked_for_health(self, scope: Scope) -> RunningSite | None:
        """A site with that health page: load balancers ask by address, not by name."""
        path = path_of(scope)
        if not path.endswith(("/health", "/health/live", "/health/ready")):
            return None
        own = (
            site for site in self.sites if path.startswith(f"{site.settings.care.prefix}/health")
        )
        return next(own, None)

    async def _retire(self, site: RunningSite) -> None:
        cut = await site.retire(self._drain_seconds)
        self._retiring = {t: s for t, s in self._retiring.items() if s is not site}
        if site.name not in {one.name for one in [*self.sites, *self._retiring.values()]}:
            self._statistics.pop(site.name, None)
        if cut:
            _log.warning("%d requests of %s outlived the old configuration", cut, site.name)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        try:
            for site in self.sites:
                await site.start(self.readiness.why_not)
        except Exception as error:  # noqa: BLE001 - told to the server, which says it and ends
            await send({"type": "lifespan.startup.failed", "message": str(error)})
            return
        await send({"type": "lifespan.startup.complete"})
        await receive()
        for task in list(self._retiring):
            task.cancel()
        for site in [*self._retiring.values(), *self.sites]:
            await site.end()
        await send({"type": "lifespan.shutdown.complete"})
