"""The simple view in WSGI: the application itself is asked for the page, as the visitor would."""

from __future__ import annotations

import io
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from a11y.simple.answer import Answer, Asked, asking
from a11y.wsgi_environ import bytes_of, native, octets, request_headers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from wsgiref.types import WSGIEnvironment

    from a11y.wsgi import A11yWSGIMiddleware

_log = logging.getLogger("a11y")


def simple_page(
    care: A11yWSGIMiddleware, environ: WSGIEnvironment, start_response: Callable[..., Any]
) -> Iterable[bytes]:
    """The page whose simple view is asked for. ``start_response`` is the server's or ours."""
    view = care.site.simple
    assert view is not None  # noqa: S101 - asks_simply has seen it
    own = f"{care.settings.prefix}/simple"
    path = environ["PATH_INFO"].removeprefix(own)
    root = quote(octets(environ.get("SCRIPT_NAME", "")))
    query = environ.get("QUERY_STRING", "")
    target = quote(octets(path)) + (f"?{quote(octets(query), safe=_QUERY)}" if query else "")
    host = environ.get("HTTP_HOST") or environ.get("SERVER_NAME", "localhost")
    asked = Asked(
        environ["REQUEST_METHOD"],
        f"{environ.get('wsgi.url_scheme', 'http')}://{host}",
        root,
        target,
        environ.get("HTTP_COOKIE", ""),
    )
    if target.startswith(f"{own}/"):
        start_response("302 Found", [("Location", root + target), ("Content-Length", "0")])
        return [b""]
    answer = Answer()
    if target.startswith(f"{care.settings.prefix}/"):
        answer.status = 404
    else:
        _ask(care, _page_environ(environ, path), answer)
    status, headers, body = view.response(asked, answer)
    if asked.method != "HEAD":
        headers = [*headers, (b"content-length", str(len(body)).encode("ascii"))]
    start_response(f"{status} {HTTPStatus(status).phrase}", native(headers))
    return [body]


_QUERY = "!#$%&'()*+,/:;=?@[]~"


def _ask(care: A11yWSGIMiddleware, environ: WSGIEnvironment, answer: Answer) -> None:
    def start(status: str, fields: list[tuple[str, str]], exc_info: Any = None) -> Any:
        del exc_info
        answer.status, answer.headers = int(status[:3]), bytes_of(fields)
        return answer.feed

    result: Iterable[bytes] = ()
    try:
        result = care.app(environ, start)
        for piece in result:
            answer.feed(piece)
            if answer.is_too_large:
                break
    except Exception:  # noqa: BLE001 - told in the log; the visitor gets a plain page
        _log.exception("the application failed on %s", environ.get("PATH_INFO"))
        answer.status = 500
    finally:
        if hasattr(result, "close"):
            result.close()


def _page_environ(environ: WSGIEnvironment, path: str) -> WSGIEnvironment:
    wanted = {name for name, _ in asking(request_headers(environ))}
    kept = {
        key: value
        for key, value in environ.items()
        if not key.startswith("HTTP_")
        or key.removeprefix("HTTP_").replace("_", "-").lower().encode("latin-1") in wanted
    }
    for key in ("CONTENT_LENGTH", "CONTENT_TYPE", "RAW_URI", "REQUEST_URI", "wsgi.file_wrapper"):
        kept.pop(key, None)
    return {
        **kept,
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "HTTP_ACCEPT_ENCODING": "identity",
        "wsgi.input": io.BytesIO(b""),
    }
