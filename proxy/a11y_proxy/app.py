"""The reverse proxy as an ASGI application, alone and with care mode in it."""

from __future__ import annotations

import logging
from collections import Counter
from time import monotonic
from typing import TYPE_CHECKING, Any

from starlette.types import Receive, Scope, Send

from a11y.asgi import A11yMiddleware
from a11y.errors import SettingsError
from a11y_proxy.error_page import send_error
from a11y_proxy.errors import BrokenResponseError, ExchangeError, Reason
from a11y_proxy.exchange import Exchange
from a11y_proxy.guard import VisitorGoneError
from a11y_proxy.hints import RECORD, RESUMED
from a11y_proxy.http1.client import Http1Upstream
from a11y_proxy.origin import Origin
from a11y_proxy.settings import ProxySettings
from a11y_proxy.target import received_target
from a11y_proxy.upstream import Upstream

if TYPE_CHECKING:
    from a11y.settings import Settings

_log = logging.getLogger("a11y_proxy")


def build_app(
    upstream_url: str, settings: Settings | None = None, **options: Any
) -> A11yMiddleware:
    """Care mode in front of a portal; ``options`` are fields of ProxySettings.

    Raises AddressError and SettingsError.
    """
    return A11yMiddleware(ProxyApp(upstream_url, **options), settings)


class ProxyApp:
    """Passes every request to one fixed portal and its response back, byte for byte.

    ``options`` are fields of ProxySettings; giving ``settings`` too is an error. ``upstream``
    replaces the HTTP client. ``counters`` counts by reason what could not be passed on.
    """

    def __init__(
        self,
        upstream_url: str,
        settings: ProxySettings | None = None,
        *,
        upstream: Upstream | None = None,
        **options: Any,
    ) -> None:
        if settings is not None and options:
            raise SettingsError("give settings or options, not both")
        self.settings = settings or ProxySettings.of(options)
        self.origin = Origin.parse(upstream_url)
        self.counters: Counter[str] = Counter()
        self.upstream: Upstream = upstream or Http1Upstream(self.origin, self.settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI scope: http, the lifespan, and no to a websocket."""
        if scope["type"] == "http":
            await self._serve(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            self.counters["websocket"] += 1
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "lifespan":
            await self._live(receive, send)

    @property
    def connections(self) -> dict[str, int]:
        """Connections to the portal by state; see ``Upstream.states``."""
        return self.upstream.states

    async def aclose(self) -> None:
        """Close the connections to the portal."""
        await self.upstream.aclose()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        resumed = scope.get(RESUMED)
        began = monotonic() if resumed is None else resumed.began
        exchange = Exchange(scope, send, self.upstream, self.origin, self.settings)
        try:
            await exchange.run(receive)
        except VisitorGoneError:
            self.counters["visitor-gone"] += 1
        except ExchangeError as error:
            reason = error.reason
            self.note(scope, reason, began)
            if exchange.started:
                # Only an exception makes the server cut the connection: an answer that simply
                # stopped would look whole.
                raise BrokenResponseError(reason) from error
            unread = exchange.body is None or not exchange.body.complete
            await send_error(scope, send, reason, close=unread, contact=self.settings.contact)

    def note(self, scope: Scope, reason: Reason, began: float) -> None:
        """Count why a request, which began then, could not be answered, and write a line."""
        self.counters[reason.code] += 1
        path = received_target(scope).partition(b"?")[0].decode("ascii", "backslashreplace")
        record = scope.get(RECORD)
        about: dict[str, str | int | None] = {
            "reason": reason.code,
            "status": reason.status,
            "upstream": str(self.origin),
            "method": scope["method"],
            "path": path,
            "ms": round((monotonic() - began) * 1000),
        }
        if record is not None:
            record.fault = reason.code
            about |= {"site": record.site, "request_id": record.request_id}
        words = (scope["method"], path, reason.code, reason.en)
        _log.warning("%s %s: %s: %s", *words, extra=about)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.aclose()
                await send({"type": "lifespan.shutdown.complete"})
                return
