"""Care mode as WSGI middleware (PEP 3333): our own pages under the prefix, the tag in all others.

A response that is passed is the application's own iterable, so that a server recognises its file
wrapper; one that may get the tag is read as lazily as the server asks, and its ``start_response``
is held until it is known what it says. PEP 3333 would have middleware yield empty strings while it
waits. Servers send the header section with the first string, empty or not, so none is yielded
before: what is waited for are the first ``scan_bytes`` of a page, at most.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Unpack
from urllib.parse import quote

from a11y.care import Care
from a11y.html import Headers, Pass, Reason, decide, origin_headers
from a11y.wsgi_environ import adapted, bytes_of, native, octets, request_headers
from a11y.wsgi_site import OwnPages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from types import TracebackType
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from a11y.asgi import Options
    from a11y.html import Inject, Injector, Rules
    from a11y.settings import Settings

    ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
    Fields = list[tuple[str, str]]
    Write = Callable[[bytes], object]


class A11yWSGIMiddleware(Care):
    """Serves the toolbar and speech under ``settings.prefix`` and puts the tag into every page.

    ``options`` are fields of Settings; giving ``settings`` too is an error. ``counters`` counts
    pages by "injected" and by the Reason for which a response was passed untouched.
    """

    def __init__(
        self, app: WSGIApplication, settings: Settings | None = None, **options: Unpack[Options]
    ) -> None:
        super().__init__(settings, options)
        self.app = app
        self._own_pages = OwnPages(self.site)
        self._counting = threading.Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Serve one request."""
        if self._is_own(environ):
            return self._own_page(environ, start_response)
        root = octets(environ.get("SCRIPT_NAME", ""))
        if self.rules.leave_paths and self.rules.leaves(_raw_path(root, environ)):
            self.count(Reason.LEFT_PATH)
            return self.app(environ, start_response)
        rules = self.rules_below(root) if root else self.rules
        asked = request_headers(environ)
        method = environ["REQUEST_METHOD"]
        wanted = origin_headers(method, asked, rules)
        path = _raw_path(root, environ) if self.fixes is not None else b""
        response = _Response(self, rules, method, asked, start_response, path=path)
        return response.content(self.app(adapted(environ, asked, wanted), response.start))

    def _own_page(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not self.asks_simply(environ["REQUEST_METHOD"], path):
            return self._own_pages(environ, start)
        # Not before: the most portals have no simple view.
        from a11y.wsgi_simple import simple_page

        root = octets(environ.get("SCRIPT_NAME", ""))
        asked = request_headers(environ)
        method = environ["REQUEST_METHOD"]
        response = _Response(self, self.rules_below(root), method, asked, start, path=b"")
        return response.content(simple_page(self, environ, response.start))

    def close(self) -> None:
        """Stop speech. A process that ends need not call this."""
        self._own_pages.close()

    def count(self, name: str) -> None:
        """Count a response; requests come in threads."""
        with self._counting:
            self.counters[name] += 1

    def _is_own(self, environ: WSGIEnvironment) -> bool:
        path: str = environ.get("PATH_INFO", "")
        # Below a mount point we see what is below it, unless the prefix itself was mounted.
        return path.startswith(self._own) or (
            environ.get("SCRIPT_NAME") == self.settings.prefix and path.startswith("/")
        )


class _Response:
    """One response on its way to the server.

    It is held while there is an injector and ``begun`` is false; it is passed while there is none.
    """

    def __init__(
        self,
        middleware: A11yWSGIMiddleware,
        rules: Rules,
        method: str,
        asked: Headers,
        start_response: StartResponse,
        *,
        path: bytes,
    ) -> None:
        self._middleware = middleware
        self._rules = rules
        self._method = method
        self._asked = asked
        self._start_response = start_response
        self._path = path
        # Whether the server's own start_response has been called, and what that returned.
        self._begun = False
        self._server_write: Write | None = None
        self._injector: Injector | None = None
        self._status = ""
        self._fields: Fields = []
        # How much content the application announced and gave; None: it did not say.
        self._announced: int | None = None
        self._given = 0
        self._ended = False

    def start(self, status: str, fields: Fields, exc_info: ExcInfo | None = None) -> Write:
        """The application's ``start_response``; returns its ``write``."""
        try:
            if self._begun:
                # Only the server knows whether it is too late, and raises if it is. If not, the
                # error page goes as it is: a second verdict would have to hold it again.
                self._begin(status, fields, exc_info)
                self._injector = None
            elif self._injector is not None and exc_info is None:
                raise AssertionError("start_response was called again without exc_info")
            else:
                self._decide(status, fields, exc_info)
        finally:
            exc_info = None  # a traceback that holds this frame would never be freed
        return self._write

    def content(self, result: Iterable[bytes]) -> Iterable[bytes]:
        """What the server shall iterate over, for what the application returned."""
        if self._begun and self._injector is None:
            return result
        has_close = hasattr(result, "close")
        if isinstance(result, list | tuple) and not (has_close or self._given) and len(result) == 1:
            # All there is: its length is known, also where the application did not say it.
            self._announced = len(result[0])
            return [self.feed(result[0]) or b""]
        return _Content(self, result)

    def feed(self, data: bytes) -> bytes | None:
        """What may be sent now that the application has given this; None: nothing yet."""
        if (injector := self._injector) is None:
            return data
        self._given += len(data)
        self._ended = self._announced is not None and self._given >= self._announced
        return self._sendable(injector, injector.feed(data, final=self._ended))

    def finish(self) -> bytes | None:
        """What is left when the application gives no more."""
        if (injector := self._injector) is None or self._ended:
            return None
        self._ended = True
        return self._sendable(injector, injector.finish())

    def _decide(self, status: str, fields: Fields, exc_info: ExcInfo | None) -> None:
        headers = bytes_of(fields)
        code = int(status[:3]) if status[:3].isdecimal() else 0
        verdict = decide(self._method, self._asked, code, headers, self._rules)
        self._injector = None
        if isinstance(verdict, Pass):
            self._middleware.count(verdict.reason)
            same = verdict.headers is headers
            self._begin(status, fields if same else native(verdict.headers), exc_info)
        else:
            self._hold(status, fields, verdict)

    def _hold(self, status: str, fields: Fields, verdict: Inject) -> None:
        self._status, self._fields = status, fields
        self._injector = self._middleware.injector(verdict, self._path)
        self._given = 0
        self._ended = False
        # decide() has seen that every Content-Length is the same number.
        lengths = [value for name, value in fields if name.lower() == "content-length"]
        self._announced = int(lengths[0]) if lengths else None

    def _sendable(self, injector: Injector, data: bytes) -> bytes | None:
        if not self._begun:
            if not injector.decided:
                return None
            self._middleware.count(injector.reason or "injected")
            fields = self._fields
            if injector.injected:
                fields = native(injector.headers(len(data) if self._ended else None))
            self._begin(self._status, fields, None)
        return data

    def _begin(self, status: str, fields: Fields, exc_info: ExcInfo | None) -> None:
        more = () if exc_info is None else (exc_info,)
        self._server_write = self._start_response(status, fields, *more)
        self._begun = True

    def _write(self, data: bytes) -> None:
        sendable = self.feed(data)
        if sendable is not None and self._server_write is not None:
            self._server_write(sendable)


class _Content:
    """The content of a response that may get the tag, or whose start comes with its first block."""

    def __init__(self, response: _Response, result: Iterable[bytes]) -> None:
        self._response = response
        self._result = result
        self._close: Callable[[], object] | None = getattr(result, "close", None)

    def __iter__(self) -> Iterator[bytes]:
        for block in self._result:
            if (data := self._response.feed(block)) is not None:
                yield data
        if data := self._response.finish():
            yield data

    def close(self) -> None:
        """Close what the application returned, once."""
        close, self._close = self._close, None
        if close is not None:
            close()


def _raw_path(root: bytes, environ: WSGIEnvironment) -> bytes:
    """The path as the browser shows it; WSGI has only the decoded one."""
    return quote(root + octets(environ.get("PATH_INFO", ""))).encode("ascii")
