"""What the WSGI servers of these tests run; settings and places come from the environment."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from a11y import A11yWSGIMiddleware

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

FOLDER = Path(os.environ.get("A11Y_TEST_FOLDER", "."))
PAGE = b"<!doctype html><html><head><title>t</title></head><body>" + b"<p>\xc4\xfa" * 5000
HTML = ("Content-Type", "text/html; charset=gbk")


class Recorded:
    """Content that notes in a file of its name when it is closed."""

    def __init__(self, name: str, blocks: Iterable[bytes]) -> None:
        self._name = name
        self._blocks = blocks

    def __iter__(self) -> Iterator[bytes]:
        yield from self._blocks

    def close(self) -> None:
        with (FOLDER / f"closed-{self._name}").open("a") as file:
            file.write("closed\n")


def in_two(page: bytes) -> Iterator[bytes]:
    """The head, and the rest when somebody opens the gate."""
    yield page[:100]
    with (FOLDER / "gate").open("rb") as gate:
        gate.read()
    yield page[100:]


def endless() -> Iterator[bytes]:
    yield PAGE
    while True:
        yield b"x" * 65536


def broken() -> Iterator[bytes]:
    coded = gzip.compress(PAGE + os.urandom(100_000))
    yield coded[:50_000]
    yield coded[50_000:-8] + bytes(8)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Any:
    path = environ["PATH_INFO"]
    if path == "/photo":
        start_response("200 OK", [("Content-Type", "image/jpeg"), ("Content-Length", "300000")])
        return environ["wsgi.file_wrapper"]((FOLDER / "photo").open("rb"))
    if path == "/file":
        start_response("200 OK", [HTML])
        return environ["wsgi.file_wrapper"]((FOLDER / "page.html").open("rb"))
    if path == "/stream":
        start_response("200 OK", [HTML])
        return Recorded("stream", in_two(PAGE))
    if path == "/endless":
        start_response("200 OK", [HTML])
        return Recorded("endless", endless())
    if path == "/broken":
        start_response("200 OK", [HTML, ("Content-Encoding", "gzip")])
        return Recorded("broken", broken())
    start_response("200 OK", [HTML, ("Content-Length", str(len(PAGE)))])
    return Recorded("page", [PAGE])


def naming_its_process(app: WSGIApplication) -> WSGIApplication:
    """The application with a field that tells which process has answered."""

    def named(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, fields: list[tuple[str, str]], *more: Any) -> Any:
            return start_response(status, [*fields, ("X-Process", str(os.getpid()))], *more)

        return app(environ, start)

    return named


care = A11yWSGIMiddleware(
    application,
    speech_cache=Path(os.environ["A11Y_TEST_CACHE"]) if "A11Y_TEST_CACHE" in os.environ else None,
    speech_key=os.environ.get("A11Y_TEST_KEY"),
)
app = naming_its_process(care)
