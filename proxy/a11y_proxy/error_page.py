"""What a visitor sees instead of the portal's answer."""

from __future__ import annotations

from functools import cache, lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.types import Scope, Send

from a11y_proxy.errors import Reason
from a11y_proxy.header_rules import Headers

# What to do, by the status; behind what was asked of the portal and failed: _LATER or _SUBMITTED.
_ADVICE = {
    408: "网络可能太慢或者断开了。请检查网络，再试一次。",
    413: "请返回上一页，换一个小一些的文件。",
    431: "清除的地方在浏览器的“设置”里，可以请身边的人帮忙。",
    503: "请等几分钟，再按下面的按钮。",
}
_LATER = "不是您的手机或电脑有问题。请等几分钟，再按下面的按钮。"
_SUBMITTED = "您刚才提交的内容可能没有送到。请返回上一页看一看，过几分钟再提交一次。"
_WRONG = "请返回上一页再试，或者回到首页重新进入。"


async def send_error(
    scope: Scope, send: Send, reason: Reason, *, close: bool, contact: str = ""
) -> None:
    """Answer with the reason: a page for a browser that wants one, else two lines of text.

    ``close`` ends the connection, for a request whose body nobody will read.
    """
    wants_page = any(
        name == b"accept" and b"text/html" in value for name, value in scope["headers"]
    )
    retry = scope["method"] == "GET" and reason.status >= 500
    if wants_page:
        body = page(reason, retry=retry, contact=contact)
    else:
        body = f"{reason.zh}\n{reason.en}\n".encode()
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


@lru_cache(maxsize=256)
def page(reason: Reason, *, retry: bool, contact: str = "") -> bytes:
    """The page in UTF-8: large type, Chinese first, no script.

    ``retry`` offers to try again; ``contact`` is whom to call.
    """
    ours = reason.status >= 500
    text = (
        _environment()
        .get_template("error.html")
        .render(
            reason=reason,
            retry=retry,
            contact=contact,
            title="暂时打不开这个网页" if ours else "这个请求无法处理",
            advice=_advice(reason, retry=retry),
        )
    )
    return text.encode("utf-8")


def _advice(reason: Reason, *, retry: bool) -> str:
    if reason.status in (500, 501, 505):
        return _WRONG
    usual = _WRONG if reason.status < 500 else _LATER if retry else _SUBMITTED
    return _ADVICE.get(reason.status, usual)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("a11y_proxy"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
