"""What a visitor sees instead of the portal's answer."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.types import Scope, Send

from a11y_proxy.errors import Reason
from a11y_proxy.request_headers import Headers


async def send_error(scope: Scope, send: Send, reason: Reason, *, close: bool) -> None:
    """Answer with the reason: a page for a browser that wants one, else two lines of text.

    ``close`` ends the connection, for a request whose body nobody will read.
    """
    wants_page = any(
        name == b"accept" and b"text/html" in value for name, value in scope["headers"]
    )
    retry = scope["method"] == "GET" and reason.status >= 500
    body = page(reason, retry=retry) if wants_page else f"{reason.zh}\n{reason.en}\n".encode()
    kind = b"text/html" if wants_page else b"text/plain"
    headers: Headers = [
        (b"content-type", kind + b"; charset=utf-8"),
        (b"content-length", str(len(body)).encode("ascii")),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
    ]
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": reason.status, "headers": headers})
    shown = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": shown, "more_body": False})


@cache
def page(reason: Reason, *, retry: bool) -> bytes:
    """The page in UTF-8: large type, Chinese first, no script. ``retry`` offers to try again."""
    ours = reason.status >= 500
    text = (
        _environment()
        .get_template("error.html")
        .render(
            reason=reason,
            retry=retry,
            title="暂时打不开这个网页" if ours else "这个请求无法处理",
            advice="请稍后再试;如果一直打不开,请联系网站的工作人员。"
            if ours
            else "请返回上一页重试。",
        )
    )
    return text.encode("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("a11y_proxy"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
