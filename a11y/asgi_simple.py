"""The simple view in ASGI: the application itself is asked for the page, as the visitor would."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

import anyio

from a11y.simple.answer import Answer, Asked, asking

if TYPE_CHECKING:
    from starlette.types import Message, Receive, Scope, Send

    from a11y.asgi import A11yMiddleware

_log = logging.getLogger("a11y")

# What our proxy's server notes about the visitor's own exchange, not about the page's.
_OF_THE_EXCHANGE = (
    *("a11y_proxy.target", "a11y_proxy.absolute_form", "a11y_proxy.on_disconnect"),
    *("a11y_proxy.record", "a11y_proxy.tunnel", "a11y_proxy.early_hints", "a11y_proxy.resumed"),
)


async def serve_simply(
    care: A11yMiddleware, request: tuple[Scope, Receive, Send], path: str, root: str
) -> None:
    """Answer a request whose ``path``, below ``root``, is that of a simple view."""
    scope, receive, send = request
    view = care.site.simple
    assert view is not None  # noqa: S101 - asks_simply has seen it
    asked = _asked(scope, path, root, care.settings.prefix)
    own = f"{care.settings.prefix}/simple/"
    if asked.target.startswith(own):
        # The view of a view, from a bookmark or the toolbar's own button.
        place = f"{root}{asked.target}".encode("ascii")
        await _send(send, 302, [(b"location", place)], b"")
        return
    answer = Answer()
    if asked.target.startswith(f"{care.settings.prefix}/"):
        answer.status = 404
    else:
        await _ask(care, _page_scope(scope, asked, root), receive, answer)
    respond = partial(view.response, asked, answer)
    status, headers, body = await anyio.to_thread.run_sync(respond)
    await _send(send, status, headers, body, is_head=scope["method"] == "HEAD")


async def _ask(care: A11yMiddleware, scope: Scope, receive: Receive, answer: Answer) -> None:
    begun = False

    async def empty() -> Message:
        nonlocal begun
        if not begun:
            begun = True
            return {"type": "http.request", "body": b"", "more_body": False}
        # Nothing more comes but the visitor's going.
        while (message := await receive())["type"] != "http.disconnect":
            pass
        return message

    async def collect(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], list(message.get("headers", ()))
        elif message["type"] == "http.response.body":
            answer.feed(bytes(message.get("body", b"")))

    try:
        await care.app(scope, empty, collect)
    except Exception:  # noqa: BLE001 - told in the log; the visitor gets a plain page
        _log.exception("the application failed on %s", scope["path"])
        answer.status = 500


def _asked(scope: Scope, path: str, root: str, prefix: str) -> Asked:
    headers = scope["headers"]
    hosts = [value for name, value in headers if name == b"host"]
    host = scope.get("a11y_proxy.visitor_host") or (hosts[0] if hosts else b"localhost")
    cookies = b"; ".join(value for name, value in headers if name == b"cookie")
    own = f"{root}{prefix}/simple".encode()
    raw: bytes = (scope.get("raw_path") or b"").partition(b"?")[0]
    kept = raw.removeprefix(own) if raw.startswith(own + b"/") else b""
    target = kept or quote(path.removeprefix(f"{prefix}/simple")).encode("ascii")
    query = scope.get("query_string", b"")
    whole = target + (b"?" + query if query else b"")
    return Asked(
        scope["method"],
        f"{scope.get('scheme', 'http')}://{host.decode('latin-1')}",
        root,
        quote(whole, safe="!#$%&'()*+,/:;=?@[]~"),
        cookies.decode("latin-1"),
    )


def _page_scope(scope: Scope, asked: Asked, root: str) -> Scope:
    path = scope["path"].removeprefix(root).split("/simple", 1)[1]
    kept = {key: value for key, value in scope.items() if key not in _OF_THE_EXCHANGE}
    return {
        **kept,
        "method": "GET",
        "path": root + path,
        "raw_path": (root + asked.target.partition("?")[0]).encode("ascii"),
        "headers": asking(scope["headers"]),
        "extensions": {},
    }


async def _send(
    send: Send,
    status: int,
    headers: list[tuple[bytes, bytes]],
    body: bytes,
    *,
    is_head: bool = False,
) -> None:
    length = [] if is_head else [(b"content-length", str(len(body)).encode("ascii"))]
    await send({"type": "http.response.start", "status": status, "headers": [*headers, *length]})
    await send({"type": "http.response.body", "body": body})
