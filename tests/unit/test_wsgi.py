"""The WSGI middleware, call by call, on the standard library's own server code."""

from __future__ import annotations

import gzip
import io
import sys
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from wsgiref.handlers import SimpleHandler
from wsgiref.util import FileWrapper, setup_testing_defaults
from wsgiref.validate import validator

import pytest

from a11y import A11yWSGIMiddleware, Settings, SettingsError
from a11y.html import CodingError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

PAGE = b"<!doctype html><html><head><title>t</title></head><body>\xc4\xfa</body></html>"
HTML = [("Content-Type", "text/html")]
CSS = [("Content-Type", "text/css")]


@dataclass
class Sent:
    """What a server has sent and logged."""

    head: bytes
    body: bytes
    log: str

    @property
    def fields(self) -> list[tuple[str, str]]:
        lines = self.head.decode("latin-1").split("\r\n")[1:]
        return [(name, value) for name, _, value in (line.partition(": ") for line in lines)]

    def value(self, name: str) -> str | None:
        return next((value for one, value in self.fields if one.lower() == name), None)


class Handler(SimpleHandler):
    """wsgiref's server code, without the variables of this process."""

    origin_server = False  # no Date and no Server, a CGI status line
    multithread = multiprocess = True

    def setup_environ(self) -> None:
        super().setup_environ()
        for key in self.os_environ.keys() - self.base_env:
            del self.environ[key]  # type: ignore[attr-defined]


def environ(path: str = "/", **more: Any) -> WSGIEnvironment:
    made: WSGIEnvironment = {"REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": path}
    made |= {"QUERY_STRING": "", **more}
    setup_testing_defaults(made)
    return made


def serve(app: WSGIApplication, asked: WSGIEnvironment | None = None) -> Sent:
    """What comes of one request."""
    asked = asked or environ()
    output, log = io.BytesIO(), io.StringIO()
    body = asked.pop("body", b"")
    Handler(io.BytesIO(body), output, log, asked).run(app)
    head, _, content = output.getvalue().partition(b"\r\n\r\n")
    return Sent(head, content, log.getvalue())


def checked(app: WSGIApplication, **options: Any) -> A11yWSGIMiddleware:
    """The middleware with the standard library's judge of applications and servers inside."""
    return A11yWSGIMiddleware(validator(app), **options)


@dataclass
class Blocks:
    """An iterable with close(), which notes what is done with it."""

    blocks: list[bytes]
    closed: int = 0
    taken: int = 0
    error: Exception | None = None

    def __iter__(self) -> Iterator[bytes]:
        for block in self.blocks:
            self.taken += 1
            yield block
        if self.error:
            raise self.error

    def close(self) -> None:
        self.closed += 1


def answering(
    content: Iterable[bytes], fields: list[tuple[str, str]] = HTML, status: str = "200 OK"
) -> WSGIApplication:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response(status, list(fields))
        return content

    return app


def noting(statuses: list[str]) -> StartResponse:
    """A server's ``start_response`` that keeps the status."""

    def start_response(status: str, *_: Any) -> Callable[[bytes], object]:
        statuses.append(status)
        return lambda _: None

    return start_response


def tagged(middleware: A11yWSGIMiddleware, page: bytes = PAGE) -> bytes:
    return page.replace(b"<head>", b"<head>" + middleware.rules.tag(), 1)


# responses


def test_a_page_of_one_block_stays_one_and_has_its_length() -> None:
    app = A11yWSGIMiddleware(answering([PAGE]))
    content = app(environ(), lambda *_: lambda _: None)
    assert content == [tagged(app)]
    sent = serve(app)
    assert (sent.body, sent.value("content-length")) == (tagged(app), str(len(tagged(app))))
    assert app.counters == {"injected": 2}


@pytest.mark.parametrize("length", [True, False])
@pytest.mark.parametrize("size", [1, 7, 30, 1000])
def test_a_page_in_blocks(size: int, *, length: bool) -> None:
    fields = [*HTML, ("Content-Length", str(len(PAGE)))] if length else HTML
    blocks = [PAGE[at : at + size] for at in range(0, len(PAGE), size)]
    content = Blocks([b"", *blocks, b""])
    app = checked(answering(content, fields))
    sent = serve(validator(app), environ())
    assert sent.body == tagged(app)
    assert sent.value("content-length") == (str(len(tagged(app))) if length else None)
    assert content.closed == 1
    assert sent.log == ""


def test_what_is_passed_is_the_applications_own_iterable() -> None:
    content = Blocks([b"p{}"])
    app = A11yWSGIMiddleware(answering(content, CSS))
    assert app(environ(), lambda *_: lambda _: None) is content
    assert (content.taken, content.closed) == (0, 0)
    assert app.counters == {"not-html": 1}


def test_fields_that_are_passed_are_the_very_same_list() -> None:
    got: list[object] = []
    fields = [("Content-Type", "text/css")]

    def app(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", fields)
        return []

    def start_response(_: str, fields: list[tuple[str, str]], *__: Any) -> Callable[..., None]:
        got.append(fields)
        return lambda _: None

    A11yWSGIMiddleware(app)(environ(), start_response)
    assert got[0] is fields


def test_a_file_that_is_passed_is_sent_by_the_server(tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"x" * 100_000)
    opened = file.open("rb")
    wrapper = FileWrapper(opened)
    fields = [("Content-Type", "image/jpeg")]
    app = A11yWSGIMiddleware(answering(wrapper, fields))
    assert app(environ(), lambda *_: lambda _: None) is wrapper
    assert serve(app).body == b"x" * 100_000
    assert opened.closed


def test_a_page_in_a_file_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE + b"x" * 1_000_000)
    opened = file.open("rb")
    app = A11yWSGIMiddleware(answering(FileWrapper(opened)))
    content = app(environ(), lambda *_: lambda _: None)
    blocks = iter(content)
    assert next(blocks).startswith(tagged(app))
    assert opened.tell() == 8192
    assert b"".join(blocks).strip(b"x") == b""
    content.close()  # type: ignore[attr-defined]
    assert opened.closed


def test_no_block_is_taken_before_the_server_asks() -> None:
    content = Blocks([PAGE[:20], PAGE[20:], b"rest", b"more"])
    app = A11yWSGIMiddleware(answering(content))
    started: list[str] = []
    blocks = iter(app(environ(), noting(started)))
    assert (content.taken, started) == (0, [])
    assert next(blocks) == tagged(app)
    assert (content.taken, started) == (2, ["200 OK"])
    assert next(blocks) == b"rest"
    assert content.taken == 3


def test_a_generator_starts_its_response_with_its_first_block() -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("404 Not Found", list(HTML))
        yield PAGE[:10]
        yield PAGE[10:]

    middleware = checked(app)
    sent = serve(middleware)
    assert sent.head.startswith(b"Status: 404 Not Found")
    assert sent.body == tagged(middleware)


def test_a_generator_that_gives_no_page() -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", list(CSS))
        yield b"p{"
        yield b"}"

    assert serve(checked(app)).body == b"p{}"


@pytest.mark.parametrize("content", [[], [b""], [b"", b""], ()])
def test_an_empty_answer(content: Iterable[bytes]) -> None:
    app = checked(answering(content, [*HTML, ("Content-Length", "0")]))
    sent = serve(app)
    assert (sent.body, sent.value("content-length")) == (b"", "0")
    assert app.counters == {"fragment": 1}


def test_a_fragment_keeps_its_fields() -> None:
    fields = [*HTML, ("ETag", '"a"'), ("Content-Length", "9")]
    app = checked(answering(iter([b"<li>", b"</li>"]), fields))
    sent = serve(app)
    assert (sent.body, sent.value("etag"), sent.value("content-length")) == (
        *(b"<li></li>", '"a"', "9"),
    )


def test_head_has_the_fields_of_the_page() -> None:
    fields = [*HTML, ("ETag", '"a"'), ("Content-Length", "100")]
    app = checked(answering([], fields))
    sent = serve(app, environ(REQUEST_METHOD="HEAD"))
    assert sent.value("etag") == f'W/"a;a11y-{app.rules.version}s"'
    assert sent.value("content-length") != "100"


def test_a_compressed_page_of_one_block_has_its_new_length() -> None:
    coded = gzip.compress(PAGE)
    fields = [*HTML, ("Content-Encoding", "gzip"), ("Content-Length", str(len(coded)))]
    for content in ([coded], Blocks([coded]), Blocks([coded[:30], coded[30:]])):
        app = checked(answering(content, fields))
        sent = serve(app)
        assert gzip.decompress(sent.body) == tagged(app)
        assert sent.value("content-length") in (str(len(sent.body)), None)
    assert serve(checked(answering(Blocks([coded]), fields))).value("content-length") is not None


def test_a_compressed_page_that_breaks_is_broken_off() -> None:
    coded = gzip.compress(PAGE + bytes(range(256)) * 50)
    content = Blocks([coded[:200], coded[200:-8] + b"\0" * 8])
    app = A11yWSGIMiddleware(answering(content, [*HTML, ("Content-Encoding", "gzip")]))
    given = app(environ(), lambda *_: lambda _: None)
    blocks = iter(given)
    assert next(blocks)
    with pytest.raises(CodingError):
        next(blocks)
    given.close()  # type: ignore[attr-defined]
    assert content.closed == 1


def test_a_page_larger_than_any_buffer_passes_at_constant_memory() -> None:
    def blocks() -> Iterator[bytes]:
        yield PAGE
        for _ in range(2000):
            yield b"x" * 65536

    content = A11yWSGIMiddleware(answering(blocks()))(environ(), noting([]))
    tracemalloc.start()
    try:
        size = sum(map(len, content))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 2000 * 65536
    assert peak < 1_000_000


# write() and exc_info


def test_write_sends_as_soon_as_the_place_is_known() -> None:
    written: list[bytes] = []

    def app(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        write = start_response("200 OK", HTML)
        write(PAGE[:20])
        assert written == []
        write(PAGE[20:])
        write(b"more")
        return [b"rest"]

    middleware = A11yWSGIMiddleware(app)
    content = middleware(environ(), lambda *_: written.append)
    assert written == [tagged(middleware), b"more"]
    assert list(content) == [b"rest"]
    assert serve(checked(app_with_write)).body == tagged(middleware) + b"rest"


def app_with_write(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    write = start_response("200 OK", list(HTML))
    write(PAGE[:20])
    write(PAGE[20:])
    return [b"rest"]


def test_what_was_written_is_sent_at_the_end_at_the_latest() -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", list(HTML))(b"<!doctype html><!--")
        return []

    middleware = checked(app)
    assert serve(middleware).body == b"<!doctype html><!--"
    assert middleware.counters == {"unfinished": 1}


def test_write_of_a_response_that_is_passed() -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", list(CSS))(b"p{")
        return [b"}"]

    assert serve(checked(app)).body == b"p{}"


def failing(*, first: list[tuple[str, str]], blocks: list[bytes]) -> WSGIApplication:
    """An application that fails when it has given these blocks, and then tries an error page."""

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", list(first))
        try:
            yield from Blocks(blocks, error=ValueError("the page could not be made"))
        except ValueError:
            start_response("500 Internal Server Error", list(HTML), sys.exc_info())
            yield PAGE

    return app


@pytest.mark.parametrize("blocks", [[], [b"<!doctype html>"]])
def test_an_error_page_replaces_what_is_held(blocks: list[bytes]) -> None:
    middleware = checked(failing(first=[*HTML, ("X-First", "1")], blocks=blocks))
    sent = serve(middleware)
    assert sent.head.startswith(b"Status: 500")
    assert sent.body == tagged(middleware)
    assert sent.value("x-first") is None


def test_an_error_page_replaces_a_start_that_was_passed() -> None:
    middleware = checked(failing(first=CSS, blocks=[]))
    sent = serve(middleware)
    assert sent.head.startswith(b"Status: 500")
    assert sent.body == PAGE


@pytest.mark.parametrize("first", [HTML, CSS])
def test_an_error_page_that_comes_too_late_is_the_servers_error(
    first: list[tuple[str, str]],
) -> None:
    middleware = checked(failing(first=first, blocks=[PAGE]))
    sent = serve(middleware)
    assert sent.head.startswith(b"Status: 200")
    assert sent.body == (tagged(middleware) if first is HTML else PAGE)
    assert "the page could not be made" in sent.log


def test_a_second_start_without_an_error_is_an_error() -> None:
    def app(_: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        start_response("200 OK", HTML)
        start_response("200 OK", HTML)
        return [PAGE]

    with pytest.raises(AssertionError, match="start_response"):
        A11yWSGIMiddleware(app)(environ(), lambda *_: lambda _: None)
    assert serve(A11yWSGIMiddleware(app)).head.startswith(b"Status: 500")


def test_an_application_that_never_starts_is_an_error() -> None:
    sent = serve(A11yWSGIMiddleware(lambda *_: [PAGE]))
    assert sent.head.startswith(b"Status: 500")


# close()


@pytest.mark.parametrize("first", [HTML, CSS])
@pytest.mark.parametrize("blocks", [[], [PAGE]])
def test_it_is_closed_once_after_an_error(
    first: list[tuple[str, str]], blocks: list[bytes]
) -> None:
    content = Blocks(blocks, error=ValueError("the rest could not be made"))
    sent = serve(checked(answering(content, first)))
    assert content.closed == 1
    assert "the rest could not be made" in sent.log


def test_it_is_closed_once_when_the_visitor_has_gone() -> None:
    content = Blocks([PAGE, b"more"])
    app = A11yWSGIMiddleware(answering(content))
    given = app(environ(), lambda *_: lambda _: None)
    next(iter(given))
    given.close()  # type: ignore[attr-defined]
    given.close()  # type: ignore[attr-defined]
    assert (content.taken, content.closed) == (1, 1)


def test_a_generator_is_closed_where_it_is() -> None:
    ended: list[str] = []

    def app(_: WSGIEnvironment, start_response: StartResponse) -> Iterator[bytes]:
        start_response("200 OK", HTML)
        try:
            yield PAGE
            yield b"more"
        finally:
            ended.append("closed")

    given = A11yWSGIMiddleware(app)(environ(), lambda *_: lambda _: None)
    next(iter(given))
    assert ended == []
    given.close()  # type: ignore[attr-defined]
    assert ended == ["closed"]


# requests


@dataclass
class Seeing:
    """An application that keeps the environment that it sees."""

    seen: list[WSGIEnvironment] = field(default_factory=list)

    def __call__(self, asked: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        self.seen.append(asked)
        start_response("200 OK", CSS)
        return []


def test_a_request_that_needs_no_change_is_the_very_same_environment() -> None:
    app = Seeing()
    asked = environ(HTTP_ACCEPT="image/*", HTTP_ACCEPT_ENCODING="br")
    A11yWSGIMiddleware(app)(asked, lambda *_: lambda _: None)
    assert app.seen[0] is asked


def test_conditions_and_ranges_change_in_a_copy() -> None:
    app = Seeing()
    middleware = A11yWSGIMiddleware(app)
    ours = f'W/"abc;a11y-{middleware.rules.version}s"'
    asked = environ(
        HTTP_ACCEPT="text/html",
        HTTP_ACCEPT_ENCODING="gzip, exotic",
        HTTP_IF_NONE_MATCH=ours,
        HTTP_RANGE="bytes=5-",
        HTTP_COOKIE="a=\xe4",
    )
    before = dict(asked)
    middleware(asked, lambda *_: lambda _: None)
    (seen,) = app.seen
    assert type(seen) is dict
    assert seen["HTTP_IF_NONE_MATCH"] == '"abc"'
    assert seen["HTTP_ACCEPT_ENCODING"] == "gzip"
    assert "HTTP_RANGE" not in seen
    assert seen["HTTP_COOKIE"] == "a=\xe4"
    assert seen["wsgi.input"] is asked["wsgi.input"]
    assert asked == before


def test_a_request_by_a_script_is_left_alone() -> None:
    app = checked(answering([PAGE]))
    assert serve(app, environ(HTTP_X_REQUESTED_WITH="XMLHttpRequest")).body == PAGE
    assert app.counters == {"script-request": 1}


def test_an_environment_that_is_not_latin_1() -> None:
    app = A11yWSGIMiddleware(answering([PAGE]))
    asked = environ("/\u4f60\u597d", HTTP_X_NAME="\u4f60", HTTP_X_LONE="\udce4", HTTP_ACCEPT="*/*")
    assert list(app(asked, lambda *_: lambda _: None)) == [tagged(app)]
    assert list(app(environ("/_a11y/\u4f60"), lambda *_: lambda _: None)) == [b"404\n"]


@pytest.mark.parametrize("status", ["", "OK", "2", "-10 x"])
def test_a_status_that_is_none_is_the_servers_affair(status: str) -> None:
    got: list[str] = []
    app = A11yWSGIMiddleware(answering([PAGE], status=status))
    assert list(app(environ(), noting(got))) == [PAGE]
    assert got == [status]


# our own pages


@pytest.mark.parametrize("prefix", ["/_a11y", "/care"])
def test_our_own_pages_are_under_the_prefix(prefix: str) -> None:
    app = checked(answering([b"x"], status="418 Teapot"), prefix=prefix)
    boot = serve(validator(app), environ(app.rules.boot_path))
    assert boot.head.startswith(b"Status: 200 OK")
    assert boot.body == app.site.files()[app.rules.boot_path]
    assert serve(app, environ(prefix + "/none")).head.startswith(b"Status: 404 Not Found")
    for other in (prefix, prefix + "x/boot"):
        assert serve(app, environ(other)).head.startswith(b"Status: 418")


def test_a_prefix_that_is_mounted_by_itself() -> None:
    app = A11yWSGIMiddleware(answering([b"x"], status="418 Teapot"))
    name = app.rules.boot_path.removeprefix("/_a11y")
    assert serve(app, environ(name, SCRIPT_NAME="/_a11y")).head.startswith(b"Status: 200")
    assert serve(app, environ(name, SCRIPT_NAME="/other")).head.startswith(b"Status: 418")
    below = environ(app.rules.boot_path, SCRIPT_NAME="/portal")
    assert serve(app, below).head.startswith(b"Status: 200")


def test_the_tag_names_the_mount_point() -> None:
    app = checked(answering([PAGE]))
    page = serve(app, environ(SCRIPT_NAME="/\xe4\xbd\xa0")).body
    assert b'<script src="/%E4%BD%A0/_a11y/boot.' in page


def test_paths_that_are_left_alone() -> None:
    inner = Seeing()
    app = A11yWSGIMiddleware(inner, leave_paths=["/api/**"])
    asked = environ("/api/x", HTTP_ACCEPT="text/html", HTTP_RANGE="bytes=5-")
    app(asked, lambda *_: lambda _: None)
    assert inner.seen[0] is asked
    assert app.counters == {"left-path": 1}


def test_head_and_conditions_of_our_own_pages() -> None:
    app = checked(answering([b"x"]))
    boot = app.rules.boot_path
    head = serve(validator(app), environ(boot, REQUEST_METHOD="HEAD"))
    assert (head.body, head.value("cache-control")) == (
        *(b"", "public, max-age=31536000, immutable"),
    )
    assert int(head.value("content-length") or 0) > 0
    etag = head.value("etag") or ""
    again = serve(validator(app), environ(boot, HTTP_IF_NONE_MATCH=etag))
    assert (again.head.splitlines()[0], again.body) == (b"Status: 304 Not Modified", b"")
    zipped = serve(app, environ(boot, HTTP_ACCEPT_ENCODING="gzip"))
    assert gzip.decompress(zipped.body) == app.site.files()[boot]


# settings


def test_settings_or_options_but_not_both() -> None:
    app = answering([])
    assert A11yWSGIMiddleware(app, prefix="/care").settings.prefix == "/care"
    assert A11yWSGIMiddleware(app, Settings(scan_bytes=5)).rules.scan_bytes == 5
    with pytest.raises(SettingsError, match="not both"):
        A11yWSGIMiddleware(app, Settings(), prefix="/care")
    with pytest.raises(SettingsError, match="legal are: prefix"):
        A11yWSGIMiddleware(app, no_such_option=1)  # type: ignore[call-arg]
