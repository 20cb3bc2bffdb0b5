"""One line per request, without what is private: query strings, cookies, bodies."""

from __future__ import annotations

import logging
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from a11y_proxy.target import received_target

_log = logging.getLogger("a11y_proxy.access")


class AccessLog:
    """Writes client, method, path, status, bytes of the body and milliseconds when a request ends.

    The status is ``-`` where the visitor left first; ``cut`` follows where an answer was broken
    off.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI scope."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = "-"
        size = 0
        cut = " cut"
        started = time.monotonic()

        async def count(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = str(message["status"])
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, count)
            cut = ""
        finally:
            taken = round((time.monotonic() - started) * 1000)
            client = scope["client"][0] if scope.get("client") else "-"
            path = received_target(scope).partition(b"?")[0].decode("ascii", "backslashreplace")
            method = scope["method"]
            _log.info("%s %s %s %s %d %dms%s", client, method, path, status, size, taken, cut)
