"""Care mode as ASGI middleware: our own pages under the prefix, the tag in all others."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any, TypedDict, Unpack
from urllib.parse import quote

import anyio

from a11y.care import Care
from a11y.html import Pass, Reason, decide, origin_headers, without_digests

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from a11y.html import Injector, Rules
    from a11y.settings import (
        Corner,
        Language,
        NoTransform,
        Settings,
        SherpaKind,
        SpeechChoice,
        SpeechPrefer,
        SpeechTokens,
        TraditionalForm,
        WordsChoice,
    )

_log = logging.getLogger("a11y")

# The key of the scope that says afterwards what became of a page: "injected" or a Reason. For
# access logs around the middleware.
OUTCOME = "a11y.page"

_FILE_CHUNK = 64 * 1024
# Extensions by which an application hands over an open file: the tag could not get into it.
_HIDDEN_EXTENSION = "http.response.zerocopysend"
_ENDS = frozenset(
    (
        "lifespan.startup.failed",
        "lifespan.shutdown.complete",
        "lifespan.shutdown.failed",
    )
)


class Options(TypedDict, total=False):
    """The fields of Settings as keywords.

    Spelled out for completion, and because mypy (2.4) finds that a class with ``**options: Any``
    is no middleware that Starlette's ``add_middleware`` takes.
    """

    prefix: str
    language: Language
    corner: Corner
    cookie_domain: str | None
    kiosk_seconds: int | None
    kiosk_age: int
    scan_bytes: int
    decoded_bytes: int
    no_transform: NoTransform
    leave_paths: Sequence[str]
    fixes: Path | None
    fixes_bytes: int
    fixes_cache_bytes: int
    simple: bool
    speech: SpeechChoice
    speech_prefer: SpeechPrefer
    speech_voice: str | None
    speech_voice_en: str | None
    speech_voice_yue: str | None
    speech_workers: int
    sherpa_model: Path | None
    sherpa_kind: SherpaKind
    speech_cache: Path | None
    speech_cache_bytes: int
    speech_cache_days: int
    speech_store: str | None
    speech_key: str | None
    speech_plan_chars: int
    speech_queue: int
    speech_address_chars: int
    speech_tokens: SpeechTokens
    words: WordsChoice
    traditional: TraditionalForm
    lexicon: Path | None
    words_cache_bytes: int


class A11yMiddleware(Care):
    """Serves the toolbar and speech under ``settings.prefix`` and puts the tag into every page.

    ``options`` are fields of Settings; giving ``settings`` too is an error. ``counters`` counts
    pages by "injected" and by the Reason for which a response was passed untouched.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings | None = None, **options: Unpack[Options]
    ) -> None:
        super().__init__(settings, options)
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one ASGI scope; websockets go to the application as they come."""
        if scope["type"] == "http":
            # Before the application sees it: Starlette writes its own mounts into the scope.
            root = scope.get("root_path")
            rules = self.rules
            if (_path(scope, root) if root else scope["path"]).startswith(self._own):
                if self.asks_simply(scope["method"], path := self._below(scope)):
                    root = root if root and scope["path"].startswith(f"{root}/") else ""
                    response = _Response(self, self.rules_below(root), scope, send)
                    # Not before: the most portals have no simple view.
                    from a11y.asgi_simple import serve_simply

                    await serve_simply(self, (scope, receive, response.send), path, root)
                else:
                    await self.site.app(scope, receive, send)
            elif rules.leave_paths and rules.leaves(_raw_path(scope)):
                self.counters[Reason.LEFT_PATH] += 1
                scope[OUTCOME] = Reason.LEFT_PATH
                await self.app(scope, receive, send)
            else:
                if root:
                    rules = self.rules_below(root)
                response = _Response(self, rules, scope, send)
                await self.app(_origin_scope(scope, rules), receive, response.send)
        elif scope["type"] == "lifespan":
            await _Lifespan(self, receive, send).run(scope)
        else:
            await self.app(scope, receive, send)

    def _below(self, scope: Scope) -> str:
        """The path below the mount point."""
        return _path(scope, scope.get("root_path", ""))

    def watches(self, scope: Scope) -> bool:
        """Whether the application answers this request, and the tag may get into the answer."""
        return not (
            _path(scope, scope.get("root_path", "")).startswith(self._own)
            or (self.rules.leave_paths and self.rules.leaves(_raw_path(scope)))
        )

    async def aclose(self) -> None:
        """Stop speech. Servers that send the lifespan's end need not call this."""
        await self.site.aclose()


class _Response:
    """One response on its way to the server; its start is held until it is known what it says."""

    _passes = False
    _start: Message | None = None
    _injector: Injector | None = None

    def __init__(self, middleware: A11yMiddleware, rules: Rules, scope: Scope, send: Send) -> None:
        self._middleware = middleware
        self._rules = rules
        self._scope = scope
        self._send = send
        # Before the application sees the scope; only rules of repair ask for it.
        self._path = _raw_path(scope) if middleware.fixes is not None else b""

    async def send(self, message: Message) -> None:
        """Take a message of the application."""
        if self._passes:
            await self._send(message)
            return
        kind = message["type"]
        if kind == "http.response.start":
            if self._start is not None:
                # If it were passed on, the server would not know of the first.
                raise RuntimeError("http.response.start was sent a second time")
            passed = self._begin(message) if self._injector is None else message
            if passed is not None:
                await self._send(passed)
        elif self._injector is None:
            await self._send(message)
        elif kind == "http.response.body":
            await self._body(message, self._injector)
        elif kind == "http.response.pathsend":
            await self._file(message["path"], self._injector)
        elif kind == "http.response.trailers" and self._injector.injected:
            headers = without_digests(list(message.get("headers", ())))
            await self._send({**message, "headers": headers})
        else:
            await self._send(message)

    def _begin(self, message: Message) -> Message | None:
        """The start of a response that is passed; None if it must be held."""
        scope = self._scope
        headers = message.get("headers", ())
        given = headers if isinstance(headers, list) else list(headers)
        verdict = decide(scope["method"], scope["headers"], message["status"], given, self._rules)
        if isinstance(verdict, Pass):
            self._passes = True
            self._middleware.counters[verdict.reason] += 1
            scope[OUTCOME] = verdict.reason
            return message if verdict.headers is given else {**message, "headers": verdict.headers}
        self._start = message
        self._injector = self._middleware.injector(verdict, self._path)
        return None

    async def _body(self, message: Message, injector: Injector) -> None:
        more = message.get("more_body", False)
        # Starlette lets a memoryview through, which cannot be searched.
        data = bytes(message.get("body", b""))
        if injector.is_slow and not injector.decided:
            feed = partial(injector.feed, data, final=not more)
            body = await anyio.to_thread.run_sync(feed)
        else:
            body = injector.feed(data, final=not more)
        if self._start is not None:
            if not injector.decided:
                return
            start, self._start = self._start, None
            self._middleware.counters[injector.reason or "injected"] += 1
            self._scope[OUTCOME] = injector.reason or "injected"
            headers = injector.headers(None if more else len(body))
            await self._send({**start, "headers": headers})
        if body or not more:
            await self._send({**message, "body": body})

    async def _file(self, path: str, injector: Injector) -> None:
        """Read a file that the server was to send by itself, so that the tag gets into it."""
        message = {"type": "http.response.body", "more_body": True}
        async with await anyio.open_file(path, "rb") as file:
            while chunk := await file.read(_FILE_CHUNK):
                await self._body({**message, "body": chunk}, injector)
        await self._body({**message, "more_body": False}, injector)


class _Lifespan:
    """The application's lifespan, with ours in it: speech stops when the server does.

    An application without lifespan raises or returns before it has said that it started; then we
    answer for it, as the server would have gone on without it.
    """

    def __init__(self, middleware: A11yMiddleware, receive: Receive, send: Send) -> None:
        self._middleware = middleware
        self._receive = receive
        self._send = send
        self._received = 0
        self._sent = 0

    async def run(self, scope: Scope) -> None:
        """Serve the lifespan scope to its end."""
        try:
            await self._middleware.app(scope, self._watched_receive, self._watched_send)
        except Exception as error:
            if self._sent:
                raise
            _log.info("the application has no lifespan: %r", error)
        if not self._sent:
            if not self._received:
                await self._receive()
            await self._send({"type": "lifespan.startup.complete"})
            await self._receive()
            await self._middleware.aclose()
            await self._send({"type": "lifespan.shutdown.complete"})

    async def _watched_receive(self) -> Message:
        self._received += 1
        return await self._receive()

    async def _watched_send(self, message: Message) -> None:
        self._sent += 1
        if message["type"] in _ENDS:
            await self._middleware.aclose()
        await self._send(message)


def _origin_scope(scope: Scope, rules: Rules) -> Scope:
    """The request as the application shall see it; the very same scope if nothing changes."""
    headers = scope["headers"]
    adapted = origin_headers(scope["method"], headers, rules)
    extensions = scope.get("extensions") or {}
    hides = _HIDDEN_EXTENSION in extensions
    if adapted is headers and not hides:
        return scope
    changed: dict[str, Any] = {"headers": adapted}
    if hides:
        changed["extensions"] = {
            name: value for name, value in extensions.items() if name != _HIDDEN_EXTENSION
        }
    return {**scope, **changed}


def _raw_path(scope: Scope) -> bytes:
    """The path as the browser sent it; servers that don't tell it have decoded it."""
    raw: bytes | None = scope.get("raw_path")
    if raw is None:
        return quote(scope["path"]).encode("ascii")
    return raw.partition(b"?")[0]


def _path(scope: Scope, root: str) -> str:
    """The path below the mount point; ``path`` contains ``root_path`` in today's ASGI."""
    path: str = scope["path"]
    return path.removeprefix(root) if path.startswith(f"{root}/") else path
