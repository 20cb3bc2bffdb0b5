"""One application in two dialects, called in this process without a server."""

from __future__ import annotations

import asyncio
import gzip
import io
import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.page import page_of

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from starlette.types import ASGIApp, Message, Scope

PAGE = page_of()
# What a browser sends that follows a link.
HEADERS = {
    "host": "localhost",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
    "accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "accept-encoding": "gzip, deflate, br, zstd",
    "accept-language": "zh-CN,zh;q=0.9",
    "sec-fetch-dest": "document",
    "sec-fetch-mode": "navigate",
    "cookie": "session=0123456789abcdef; a11y=1",
}


class Answer(NamedTuple):
    """What the application answers on one path."""

    status: int
    headers: dict[str, str]
    body: bytes


ANSWERS = {
    "page": Answer(200, {"content-type": "text/html; charset=gb2312"}, PAGE),
    "gzip page": Answer(
        200,
        {"content-type": "text/html; charset=gb2312", "content-encoding": "gzip"},
        gzip.compress(PAGE, 6, mtime=0),
    ),
    "JSON": Answer(200, {"content-type": "application/json"}, b'{"a":"' + b"x" * 2000 + b'"}'),
    "image": Answer(200, {"content-type": "image/png", "etag": '"a"'}, bytes(4000)),
    "304": Answer(304, {"etag": '"a"'}, b""),
}
# Sends so many requests for one answer; the CPU time that one of them took, in microseconds.
Caller = Callable[[str, int], float]
# What came for one request: status, and content.
Got = tuple[int, bytes]


def starlette_app(*middleware: Middleware) -> ASGIApp:
    """The application in Starlette."""

    def endpoint(answer: Answer) -> Any:
        async def respond(_: Request) -> Response:
            return Response(answer.body, answer.status, answer.headers)

        return respond

    routes = [Route(_path_of(name), endpoint(answer)) for name, answer in ANSWERS.items()]
    return Starlette(routes=routes, middleware=middleware)


def wsgi_app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The application as a WSGI function."""
    answer = _BY_PATH[environ["PATH_INFO"]]
    fields = [*answer.headers.items(), ("content-length", str(len(answer.body)))]
    start_response(f"{answer.status} -", fields)
    return [answer.body]


def ask_asgi(app: ASGIApp, name: str) -> Got:
    """One request."""
    messages: list[Message] = []

    async def send(message: Message) -> None:
        messages.append(message)

    asyncio.run(_call(app, _scope_of(name), send))
    return messages[0]["status"], b"".join(one.get("body", b"") for one in messages[1:])


def ask_wsgi(app: WSGIApplication, name: str) -> Got:
    """One request."""
    said: list[str] = []

    def start_response(status: str, *_: object) -> Callable[[bytes], object]:
        said.append(status)
        return said.append  # type: ignore[return-value] # no one writes

    body = b"".join(app(_environ_of(name), start_response))
    return int(said[0][:3]), body


def asgi_caller(app: ASGIApp) -> Caller:
    """Requests to an ASGI application, from within one event loop."""

    async def send(_: Message) -> None:
        pass

    async def call(name: str, count: int) -> float:
        scope = _scope_of(name)
        start = time.thread_time()
        for _ in range(count):
            await _call(app, scope, send)
        return (time.thread_time() - start) / count * 1e6

    return lambda name, count: asyncio.run(call(name, count))


def wsgi_caller(app: WSGIApplication) -> Caller:
    """Requests to a WSGI application."""

    def start_response(*_: object) -> Callable[[bytes], object]:
        return len

    def call(name: str, count: int) -> float:
        environ = _environ_of(name)
        start = time.thread_time()
        for _ in range(count):
            for _ in app(environ.copy(), start_response):
                pass
        return (time.thread_time() - start) / count * 1e6

    return call


async def _call(app: ASGIApp, scope: Scope, send: Any) -> None:
    # Every request has a scope of its own: applications write into it.
    await app(dict(scope), _receive, send)


async def _receive() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


def _path_of(name: str) -> str:
    return f"/{name.replace(' ', '-')}"


_BY_PATH = {_path_of(name): answer for name, answer in ANSWERS.items()}


def _scope_of(name: str) -> Scope:
    path = _path_of(name)
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("ascii"),
        "query_string": b"",
        "root_path": "",
        "headers": [(key.encode("ascii"), value.encode("ascii")) for key, value in HEADERS.items()],
        "client": ("127.0.0.1", 40000),
        "server": ("127.0.0.1", 80),
    }


def _environ_of(name: str) -> WSGIEnvironment:
    fields = {f"HTTP_{key.upper().replace('-', '_')}": value for key, value in HEADERS.items()}
    return {
        **fields,
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": _path_of(name),
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
