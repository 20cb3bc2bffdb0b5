"""One request's way to the portal, and the response's way back."""

from __future__ import annotations

from starlette.types import Receive, Scope, Send

from a11y_proxy.body import RequestBody
from a11y_proxy.errors import ExchangeError
from a11y_proxy.framing import Framing, framing_of
from a11y_proxy.guard import Guard
from a11y_proxy.origin import Origin
from a11y_proxy.request_headers import upstream_headers
from a11y_proxy.response_headers import Visit, downstream_headers
from a11y_proxy.settings import ProxySettings
from a11y_proxy.target import upstream_target
from a11y_proxy.upstream import Upstream, UpstreamRequest, UpstreamResponse


class Exchange:
    """A request and its response. Bodies pass in parts, each when the other side takes it.

    ``started`` says whether the response's head is out, ``body`` how far the request was read.
    """

    def __init__(
        self,
        scope: Scope,
        send: Send,
        upstream: Upstream,
        origin: Origin,
        settings: ProxySettings,
    ) -> None:
        self._scope = scope
        self._send = send
        self._upstream = upstream
        self._origin = origin
        self._settings = settings
        self.started = False
        self.body: RequestBody | None = None

    async def run(self, receive: Receive) -> None:
        """Do it. Raises ExchangeError, before or after the start, and VisitorGoneError."""
        framing = framing_of(self._scope, self._settings.body_bytes)
        target = upstream_target(self._scope, self._origin)
        guard = Guard(self._settings)
        body = RequestBody(receive, framing, self._settings.body_bytes, guard)
        self.body = body
        try:
            async with guard:
                guard.watch(self._scope, body.visitor_gone)
                await self._pass(self._request(framing, target, body), framing, guard)
        except ExchangeError as error:
            # Where the visitor's side failed first, the portal's end is its consequence.
            raise body.error or error from None

    def _request(self, framing: Framing, target: str, body: RequestBody) -> UpstreamRequest:
        headers = upstream_headers(self._scope, framing.host, self._origin, self._settings)
        chunks = body.chunks() if framing.has_body else None
        return UpstreamRequest(self._scope["method"], target, headers, chunks)

    async def _pass(self, request: UpstreamRequest, framing: Framing, guard: Guard) -> None:
        response = await self._upstream.send(request)
        try:
            visit = Visit(framing.host, self._scope["scheme"] == "https", request.target)
            headers = downstream_headers(
                response.headers, response.status, self._origin, self._settings, visit
            )
            guard.answer_sent()
            self.started = True
            await self._send(
                {"type": "http.response.start", "status": response.status, "headers": headers}
            )
            await self._pass_body(response, guard)
        finally:
            response.close()

    async def _pass_body(self, response: UpstreamResponse, guard: Guard) -> None:
        more = True
        while more:
            guard.answer_waits()
            chunk = await response.read()
            more = bool(chunk) and not response.complete
            guard.answer_sent()
            await self._send({"type": "http.response.body", "body": chunk, "more_body": more})
