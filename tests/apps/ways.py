"""An application of others as it is, and with care mode: around it, and in a proxy before it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from a11y import A11yMiddleware, A11yWSGIMiddleware
from tests.proxy.wire import care_gateway
from tests.servers import serve_asgi, serve_wsgi

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from starlette.types import ASGIApp


@dataclass(frozen=True)
class Pair:
    """The addresses of an application without care mode and of the same one with it."""

    bare: str
    cared: str


Ways = dict[str, Callable[[], AbstractContextManager[Pair]]]


def wsgi_ways(app: WSGIApplication) -> Ways:
    """Middleware and proxy for a WSGI application."""

    @contextlib.contextmanager
    def middleware() -> Iterator[Pair]:
        care = A11yWSGIMiddleware(app, speech="off")
        with serve_wsgi(app) as bare, serve_wsgi(care) as cared:
            yield Pair(bare, cared)

    return {"wsgi": middleware, "proxy": lambda: proxied(serve_wsgi(app))}


def asgi_ways(app: ASGIApp, **options: Any) -> Ways:
    """The same for an ASGI application."""

    @contextlib.contextmanager
    def middleware() -> Iterator[Pair]:
        care = A11yMiddleware(app, speech="off")
        with serve_asgi(app, **options) as bare, serve_asgi(care, **options) as cared:
            yield Pair(bare, cared)

    return {"asgi": middleware, "proxy": lambda: proxied(serve_asgi(app, **options))}


@contextlib.contextmanager
def proxied(serving: AbstractContextManager[str]) -> Iterator[Pair]:
    """A server, and the proxy before it."""
    with serving as bare, care_gateway(bare) as gateway:
        yield Pair(bare, f"http://127.0.0.1:{gateway.port}")
