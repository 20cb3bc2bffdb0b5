"""The pages under the prefix for a WSGI server: an ASGI application whose answers are small.

Only speech and words have to wait for something. They run in an event loop that gets a thread of
its own when it is first needed, so in the process that needs it: servers fork after they have
loaded the application, and threads do not come along. Everything else is answered without a loop.
"""

from __future__ import annotations

import asyncio
import os
import threading
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from a11y.speech.plans import most_bytes
from a11y.words.routes import MOST_BYTES
from a11y.wsgi_environ import native, octets, request_headers

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from wsgiref.types import StartResponse, WSGIEnvironment

    from starlette.types import Message, Scope

    from a11y.html import Headers
    from a11y.site import Site

_PIECE = 64 * 1024


class OwnPages:
    """A WSGI application that answers with a site's ASGI application."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._loop = LoopThread()
        names = ("speech/", "words/", "settings")
        self._waiting = tuple(f"{site.settings.prefix}/{name}" for name in names)
        self._most_bytes = max(most_bytes(site.speech.plan_chars), MOST_BYTES)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Serve one request, whose path is below the prefix."""
        scope = _scope(environ, self._site.settings.prefix)
        exchange = _Exchange(_content(environ, self._most_bytes))
        serving = self._serve(scope, exchange)
        if scope["path"].startswith(self._waiting):
            self._loop.run(serving)
        else:
            run_at_once(serving)
        start_response(_status_line(exchange.status), native(exchange.headers))
        return [] if scope["method"] == "HEAD" else [exchange.content]

    def close(self) -> None:
        """Stop speech and words, if this process has begun them."""
        if self._loop.runs:
            self._loop.run(self._site.aclose())
            self._loop.stop()

    async def _serve(self, scope: Scope, exchange: _Exchange) -> None:
        await self._site.app(scope, exchange.receive, exchange.send)


class LoopThread:
    """An event loop in a thread, made when it is first needed, and again in a forked process.

    The thread does not keep a process alive that wants to end.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._process = 0

    @property
    def runs(self) -> bool:
        """Whether this process has the thread."""
        return self._loop is not None and self._process == os.getpid()

    def run(self, coroutine: Coroutine[Any, Any, None]) -> None:
        """Wait for the coroutine, in the loop; raises what it raises."""
        with self._lock:
            if self._loop is None or not self.runs:
                self._loop = self._begin()
            loop = self._loop
        asyncio.run_coroutine_threadsafe(coroutine, loop).result()

    def stop(self) -> None:
        """End the thread; it is made anew when it is needed again."""
        with self._lock:
            loop, thread, self._loop, self._thread = self._loop, self._thread, None, None
        if loop and thread:
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    def _begin(self) -> asyncio.AbstractEventLoop:
        loop = asyncio.new_event_loop()
        self._process = os.getpid()
        self._thread = threading.Thread(target=loop.run_forever, name="a11y-loop", daemon=True)
        self._thread.start()
        return loop


def run_at_once(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that waits for nothing, without a loop. Raises RuntimeError if it waits."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    coroutine.close()
    raise RuntimeError("a page that waits was served without an event loop")


class _Exchange:
    """One request with its whole content, and the answer to it."""

    def __init__(self, content: bytes) -> None:
        self.status = 500
        self.headers: Headers = []
        self.content = b""
        self._received: Message | None = {"type": "http.request", "body": content}

    async def receive(self) -> Message:
        message, self._received = self._received, None
        return message or {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status, self.headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            self.content += message.get("body", b"")


def _scope(environ: WSGIEnvironment, prefix: str) -> Scope:
    path = octets(environ.get("PATH_INFO", "")).decode("utf-8", "replace")
    headers = request_headers(environ)
    for key, name in (("CONTENT_TYPE", b"content-type"), ("CONTENT_LENGTH", b"content-length")):
        if environ.get(key):
            headers.append((name, octets(environ[key])))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": environ.get("SERVER_PROTOCOL", "HTTP/1.1").rpartition("/")[2],
        "method": environ["REQUEST_METHOD"],
        "scheme": environ.get("wsgi.url_scheme", "http"),
        "path": path if path.startswith(prefix + "/") else prefix + path,
        "root_path": "",
        "query_string": octets(environ.get("QUERY_STRING", "")),
        "headers": headers,
        "server": None,
        "client": (environ["REMOTE_ADDR"], 0) if environ.get("REMOTE_ADDR") else None,
    }


def _content(environ: WSGIEnvironment, most: int) -> bytes:
    """The request's content; one byte more than ``most``, or nothing, of one that is longer."""
    if environ["REQUEST_METHOD"] != "POST":
        return b""
    length = environ.get("CONTENT_LENGTH", "")
    if length.isdecimal():
        # What says itself that it is too long is refused without being read.
        rest = int(length) if int(length) <= most else 0
    else:
        # Without a length its end is only known where the server marks it.
        rest = most + 1 if environ.get("wsgi.input_terminated") else 0
    content = bytearray()
    while rest and (piece := environ["wsgi.input"].read(min(rest, _PIECE))):
        content += piece
        rest -= len(piece)
    return bytes(content)


def _status_line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"
