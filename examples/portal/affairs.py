"""What visitors do: book an appointment, sign in, look after their matters, write to the city."""

from __future__ import annotations

import json
import re
import secrets
from collections import OrderedDict
from itertools import count
from typing import Any
from urllib.parse import quote_from_bytes

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from examples.portal.charset import form_fields
from examples.portal.rendering import HERE, page, refusal

BODY_BYTES = 64 * 1024
SESSIONS = 1000  # a demonstration's memory; the oldest visitor is forgotten first

MATTERS = json.loads((HERE / "content" / "matters.json").read_bytes())
RECEIPT_ROWS = {
    "sx": "预约事项",
    "xm": "申请人姓名",
    "sfzh": "身份证号码",
    "dh": "联系电话",
    "wd": "办理网点",
    "rq": "预约日期",
    "sd": "预约时段",
    "xy": "特殊需要",
    "zl": "房屋坐落",
    "bz": "备注",
}

_numbers = count(1)
_names: OrderedDict[str, str] = OrderedDict()  # token → name of who signed in


async def limited_body(request: Request) -> bytes | None:
    """The request's body; None where it is longer than any form of ours."""
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > BODY_BYTES:
            return None
    return bytes(body)


async def book(request: Request) -> Response:
    """``POST /bsfw/yuyue.asp``: a GBK form; the receipt repeats what was understood."""
    body = await limited_body(request)
    if body is None:
        return refusal("提交的内容过长！")
    fields = form_fields(body)
    for name, text in (
        ("xm", "请输入姓名！"),
        ("sfzh", "请输入身份证号码！"),
        ("dh", "请输入联系电话！"),
    ):
        if not fields.get(name, [""])[0]:
            return refusal(text)
    rows = [
        (label, _shown(name, "、".join(fields[name])))
        for name, label in RECEIPT_ROWS.items()
        if any(fields.get(name, []))
    ]
    return page(
        "receipt.html", number=f"BDC20250320{next(_numbers):04d}", rows=rows, current="办事服务"
    )


def _shown(name: str, value: str) -> str:
    """The value as a receipt may show it: of an identity number only both ends."""
    return value[:6] + "*" * 8 + value[-4:] if name == "sfzh" and len(value) >= 15 else value


async def sign_in(request: Request) -> Response:
    """``POST /login/do.asp``: two cookies for the whole host, and 302 to an absolute address."""
    body = await limited_body(request)
    name = form_fields(body or b"").get("user", [""])[0][:20]
    if not name:
        return refusal("请输入用户名！")
    token = secrets.token_hex(16)
    _names[token] = name
    while len(_names) > SESSIONS:
        _names.popitem(last=False)
    answer = RedirectResponse(_absolute(request, "/my/"), 302)
    shown = quote_from_bytes(name.encode("gb18030"))
    _set_cookie(answer, request, f"YQUSER={shown}")
    _set_cookie(answer, request, f"YQTOKEN={token}", "; HttpOnly")
    return answer


async def sign_out(request: Request) -> Response:
    """``/login/out.asp``: both cookies expire, and 302 to the home page."""
    _names.pop(request.cookies.get("YQTOKEN", ""), None)
    answer = RedirectResponse(_absolute(request, "/"), 302)
    past = "; expires=Thu, 01-Jan-1970 00:00:00 GMT"
    _set_cookie(answer, request, "YQUSER=", past)
    _set_cookie(answer, request, "YQTOKEN=", past)
    return answer


async def my_matters(request: Request) -> Response:
    """``/my/``: the matters of who signed in; 302 to the sign-in page for anybody else."""
    name = _names.get(request.cookies.get("YQTOKEN", ""))
    if name is None:
        return RedirectResponse(_absolute(request, "/login/"), 302)
    answer = page("matters.html", name=name, matters=MATTERS["mine"])
    answer.headers["Cache-Control"] = "no-store"
    return answer


async def services(_request: Request) -> Response:
    """``/api/matters.json``: what the new hall lists."""
    return JSONResponse({"services": MATTERS["services"]}, headers={"Cache-Control": "no-cache"})


async def feedback(request: Request) -> Response:
    """``POST /api/feedback``: JSON in, JSON out; 422 names the fields that are wrong."""
    body = await limited_body(request)
    try:
        letter: Any = json.loads(body or b"")
    except ValueError:
        letter = None
    if not isinstance(letter, dict):
        return JSONResponse({"message": "请求格式不正确。"}, 400)
    wrong = {
        name: message
        for name, (pattern, message) in LETTER_RULES.items()
        if not re.fullmatch(pattern, str(letter.get(name, "")).strip(), re.DOTALL)
    }
    if wrong:
        return JSONResponse({"errors": wrong}, 422)
    return JSONResponse({"number": f"XJ20250320{next(_numbers):04d}"}, 201)


LETTER_RULES = {
    "name": (r".{2,20}", "请填写姓名，2至20个字。"),
    "phone": (r"1\d{10}|0\d{3}-\d{7,8}", "请填写11位手机号码，或带区号的固定电话。"),
    "subject": (r".{4,40}", "请填写标题，4至40个字。"),
    "text": (r".{10,1000}", "请填写内容，10至1000个字。"),
}


def _host(request: Request) -> str:
    """The Host field where it is a plain name or IPv4 address with an optional port, else ""."""
    host = request.headers.get("host", "")
    return host if re.fullmatch(r"[A-Za-z0-9.-]+(:\d{1,5})?", host) else ""


def _absolute(request: Request, path: str) -> str:
    """An address with scheme and host, as such servers write it."""
    host = _host(request)
    return f"{request.scope['scheme']}://{host}{path}" if host else path


def _set_cookie(answer: Response, request: Request, pair: str, attributes: str = "") -> None:
    """One Set-Cookie field of its own, with the Domain that the visitor asked for."""
    host = _host(request).partition(":")[0]
    domain = f"; domain={host}" if host else ""
    line = f"{pair}{domain}; path=/{attributes}"
    answer.raw_headers.append((b"set-cookie", line.encode("ascii")))


routes: list[BaseRoute] = [
    Route("/bsfw/yuyue.asp", book, methods=["POST"]),
    Route("/login/do.asp", sign_in, methods=["POST"]),
    Route("/login/out.asp", sign_out),
    Route("/my/", my_matters),
    Route("/api/matters.json", services),
    Route("/api/feedback", feedback, methods=["POST"]),
]
