"""One request's way to the portal, and the response's way back."""

from __future__ import annotations

from time import monotonic

from starlette.types import Receive, Scope, Send

from a11y_proxy.body import RequestBody
from a11y_proxy.errors import GARBAGE, ExchangeError, UpstreamError
from a11y_proxy.framing import Framing, framing_of
from a11y_proxy.guard import Guard
from a11y_proxy.header_rules import Headers
from a11y_proxy.hints import EARLY_HINTS, RECORD, RESUMED, TUNNEL, VISITOR
from a11y_proxy.links import LinkRewriter, rewriter_for
from a11y_proxy.origin import Origin
from a11y_proxy.request_headers import upstream_headers
from a11y_proxy.response_headers import Visit, downstream_headers
from a11y_proxy.settings import ProxySettings
from a11y_proxy.target import upstream_target
from a11y_proxy.trailers import (
    TAKES_TRAILERS,
    passed_hints,
    passed_trailers,
    takes_trailers,
)
from a11y_proxy.tunnel import Tunnel
from a11y_proxy.upstream import Resumed, Upstream, UpstreamRequest, UpstreamResponse
from a11y_proxy.websocket import UPGRADE, is_accepted, key_of


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
        self._trailers = takes_trailers(scope)
        self._tunnel: Tunnel | None = None
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
        except BaseException:
            if self._tunnel is not None:
                self._tunnel.close()
            raise
        if self._tunnel is not None:
            # Unguarded: whatever ends one side of it ends the other one, and so does silence.
            await self._tunnel.run()
            await self._send({"type": "http.response.body"})

    def _request(self, framing: Framing, target: bytes, body: RequestBody) -> UpstreamRequest:
        scope = self._scope
        headers = upstream_headers(scope, framing.host, self._origin, self._settings)
        chunks = body.chunks() if framing.has_body else None
        request = UpstreamRequest(scope["method"], target, headers, chunks, scope.get(VISITOR))
        if TUNNEL in scope:
            headers += UPGRADE
            request.upgrades = True
        elif self._trailers:
            headers += TAKES_TRAILERS
        if EARLY_HINTS in scope:
            request.on_hints = self._hint
        return request

    def _hint(self, headers: Headers) -> None:
        if hints := passed_hints(self._scope, headers):
            self._scope[EARLY_HINTS](hints)

    async def _pass(self, request: UpstreamRequest, framing: Framing, guard: Guard) -> None:
        key = key_of(self._scope) if request.upgrades else b""
        resumed: Resumed | None = self._scope.get(RESUMED)
        if resumed is not None:
            if resumed.error is not None:
                raise resumed.error
            request.anew = True
        response = await self._upstream.send(request)
        record = self._scope.get(RECORD)
        if record is not None:
            record.answered = monotonic()
        try:
            if response.status == 101 and not is_accepted(response.headers, key):
                raise UpstreamError(GARBAGE)
            visit = Visit(framing.host, self._scope["scheme"] == "https", request.target)
            headers = downstream_headers(
                response.headers, response.status, self._origin, self._settings, visit
            )
            headers, rewriter = rewriter_for(
                request.method, response.status, headers, self._origin, self._settings
            )
            guard.answer_sent()
            self.started = True
            if response.status == 101:
                await self._join(response, headers)
            else:
                await self._pass_answer(response, headers, guard, rewriter)
        finally:
            response.close()

    async def _join(self, response: UpstreamResponse, headers: Headers) -> None:
        """Make the two connections one."""
        await self._send(
            {"type": "http.response.start", "status": 101, "headers": headers + UPGRADE}
        )
        seconds = self._settings.tunnel_seconds
        self._tunnel = Tunnel(self._scope[TUNNEL], response.tunnel_end(), seconds)

    async def _pass_answer(
        self,
        response: UpstreamResponse,
        headers: Headers,
        guard: Guard,
        rewriter: LinkRewriter | None,
    ) -> None:
        start = {"type": "http.response.start", "status": response.status, "headers": headers}
        trailers = self._trailers and response.chunked
        if trailers:
            start["trailers"] = True
        await self._send(start)
        more = True
        while more:
            guard.answer_waits()
            chunk = await response.read()
            more = bool(chunk) and not response.complete
            guard.answer_sent()
            if rewriter is not None:
                for piece in rewriter.feed(chunk):
                    guard.answer_sent()
                    await self._send(
                        {"type": "http.response.body", "body": piece, "more_body": True}
                    )
                chunk = b"" if more else rewriter.finish()
                if not chunk and more:
                    continue
            await self._send({"type": "http.response.body", "body": chunk, "more_body": more})
        if trailers:
            passed = passed_trailers(response.trailers)
            await self._send({"type": "http.response.trailers", "headers": passed})
