"""No proxy: the page from memory, as the floor for whatever uvicorn serves."""

from __future__ import annotations

from starlette.types import Receive, Scope, Send

from benchmarks.page import page_of

BODY = page_of()
START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/html"), (b"content-length", b"%d" % len(BODY))],
}


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """The page for every request."""
    if scope["type"] == "http":
        await send(START)
        await send({"type": "http.response.body", "body": BODY})
