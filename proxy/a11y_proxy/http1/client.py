"""The portal, asked over HTTP/1.1."""

from __future__ import annotations

from a11y_proxy.errors import CLOSED, UpstreamError
from a11y_proxy.header_rules import Headers
from a11y_proxy.http1.connection import Connection
from a11y_proxy.http1.contexts import shared_context
from a11y_proxy.http1.dial import dial
from a11y_proxy.http1.identity import speaks_for_somebody
from a11y_proxy.http1.pending import Pending
from a11y_proxy.http1.pool import Pool
from a11y_proxy.http1.response import Response
from a11y_proxy.origin import Origin
from a11y_proxy.settings import ProxySettings
from a11y_proxy.upstream import Line, Taker, UpstreamRequest
from a11y_proxy.visitor import Visitor

# RFC 9110 9.2.2; without CONNECT and TRACE, which never get here.
_IDEMPOTENT = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})

_CLOSE: Headers = [(b"connection", b"close")]
_NOTHING: Headers = []


class Http1Upstream:
    """One fixed portal: see ``Upstream``. Raises SettingsError for certificates of no use."""

    def __init__(self, origin: Origin, settings: ProxySettings) -> None:
        self._origin = origin
        self._settings = settings
        self._tls = shared_context(settings) if origin.scheme == "https" else None
        self._pool = self._new_pool()

    @property
    def connections(self) -> int:
        """How many connections to the portal there are."""
        return self._pool.size

    @property
    def states(self) -> dict[str, int]:
        """The same by state; see ``Upstream.states``."""
        return self._pool.states

    async def send(self, request: UpstreamRequest) -> Response:
        """Send a request; see ``Upstream.send``."""
        if request.anew:
            return await self._ask(await self._pool.make(anew=True), request)
        connection = self._pool.take(request.visitor) or await self._pool.make()
        try:
            return await self._ask(connection, request)
        except UpstreamError as error:
            if error.reason is not CLOSED or not _may_repeat(connection, request):
                raise
        return await self._ask(await self._pool.make(anew=True), request)

    def begin(self, method: str, head: bytes, taker: Taker, visitor: Visitor | None) -> Line:
        """Send a request; see ``DirectUpstream.begin``."""
        connection = self._pool.take(visitor)
        if connection is not None:
            connection.owner = visitor
            connection.begin(method, head, taker)
            return connection

        def send(made: Connection) -> None:
            made.owner = visitor
            made.begin(method, head, taker)

        return Pending(self._pool, send, taker)

    async def aclose(self) -> None:
        """Close all connections. A later request opens new ones."""
        pool, self._pool = self._pool, self._new_pool()
        pool.close()

    async def _ask(self, connection: Connection, request: UpstreamRequest) -> Response:
        connection.owner = request.visitor
        extra = _NOTHING
        if speaks_for_somebody(request.headers):
            connection.private = True
            if request.visitor is None:
                extra = _CLOSE
        return await connection.ask(request, extra)

    def _new_pool(self) -> Pool:
        settings = self._settings
        return Pool(self._dial, limit=settings.connections, seconds=settings.connect_seconds)

    async def _dial(self, pool: Pool) -> Connection:
        return await dial(lambda: Connection(pool), self._origin, self._tls)


def _may_repeat(connection: Connection, request: UpstreamRequest) -> bool:
    """Whether the portal closed a kept connection just when it was used again.

    Only what may be repeated (RFC 9110 9.2.2) and has no body, only while nothing of a response
    had come; what a connection has authenticated would be lost on another one.
    """
    return (
        connection.used
        and not connection.answered
        and request.method in _IDEMPOTENT
        and request.body is None
        and not request.upgrades
        and not speaks_for_somebody(request.headers)
    )
