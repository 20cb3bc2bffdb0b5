"""The middleware, message by message."""

from __future__ import annotations

import asyncio
import dataclasses
import gzip
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from a11y import A11yMiddleware, Settings, SettingsError
from a11y.asgi import Options
from a11y.html import CodingError

PAGE = b"<!doctype html><html><head><title>t</title></head><body></body></html>"
HTML = [(b"content-type", b"text/html")]
Headers = list[tuple[bytes, bytes]]


def scope(path: str = "/", **more: Any) -> Scope:
    known = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    return {**known, **more}


def messages(app: ASGIApp, asked: Scope, *received: Message) -> list[Message]:
    """What the application sends for this scope."""
    sent: list[Message] = []
    waiting = list(received)

    async def receive() -> Message:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app(asked, receive, send))  # type: ignore[arg-type]
    return sent


def answering(*sent: Message) -> ASGIApp:
    """An application that sends these messages."""

    async def app(_: Scope, __: Receive, send: Send) -> None:
        for message in sent:
            await send(message)

    return app


def start(headers: Headers = HTML, status: int = 200, **more: Any) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers, **more}


def body(content: bytes = b"", *, more: bool = False) -> Message:
    return {"type": "http.response.body", "body": content, "more_body": more}


def tagged(middleware: A11yMiddleware, page: bytes = PAGE) -> bytes:
    return page.replace(b"<head>", b"<head>" + middleware.rules.tag(), 1)


# responses


def test_a_page_of_one_message_stays_one_message() -> None:
    length = (b"content-length", b"%d" % len(PAGE))
    app = A11yMiddleware(answering(start([*HTML, length]), body(PAGE)))
    page = tagged(app)
    assert messages(app, scope()) == [
        start([*HTML, (b"content-length", b"%d" % len(page))]),
        body(page),
    ]
    assert app.counters == {"injected": 1}


def test_the_start_is_held_until_the_place_is_known() -> None:
    pieces = (PAGE[:20], PAGE[20:40], PAGE[40:])
    app = A11yMiddleware(answering(start(), *(body(piece, more=True) for piece in pieces), body()))
    sent = messages(app, scope())
    assert [message["type"] for message in sent] == ["http.response.start"] + [
        "http.response.body"
    ] * (len(sent) - 1)
    assert b"".join(message["body"] for message in sent[1:]) == tagged(app)
    assert [message["more_body"] for message in sent[1:]] == [True] * (len(sent) - 2) + [False]


def test_a_response_that_is_passed_is_the_very_same_messages() -> None:
    originals = [start([(b"content-type", b"text/css")]), body(b"p{", more=True), body(b"}")]
    app = A11yMiddleware(answering(*originals))
    sent = messages(app, scope())
    assert all(one is other for one, other in zip(sent, originals, strict=True))
    assert app.counters == {"not-html": 1}


def test_messages_without_optional_keys() -> None:
    app = A11yMiddleware(
        answering({"type": "http.response.start", "status": 204}, {"type": "http.response.body"})
    )
    assert len(messages(app, scope())) == 2
    app = A11yMiddleware(answering(start(), {"type": "http.response.body"}))
    assert messages(app, scope()) == [start(), {"type": "http.response.body", "body": b""}]


def test_a_body_may_be_a_memory_view() -> None:
    app = A11yMiddleware(answering(start(), {**body(), "body": memoryview(PAGE)}))
    assert messages(app, scope())[1]["body"] == tagged(app)


def test_headers_may_be_any_iterable() -> None:
    app = A11yMiddleware(answering(start(tuple(HTML)), body(PAGE)))  # type: ignore[arg-type]
    assert messages(app, scope())[1]["body"] == tagged(app)


def test_a_fragment_comes_out_as_it_went_in() -> None:
    originals = [start([*HTML, (b"etag", b'"a"')]), body(b"<li>", more=True), body(b"</li>")]
    app = A11yMiddleware(answering(*originals))
    assert messages(app, scope()) == originals
    assert app.counters == {"fragment": 1}


def test_an_early_hint_is_not_held() -> None:
    hint = {"type": "http.response.early_hint", "links": [b"</a.css>; rel=preload"]}
    app = A11yMiddleware(answering(hint, start(), hint, body(PAGE)))
    sent = messages(app, scope())
    assert [message["type"].rpartition(".")[2] for message in sent] == [
        *("early_hint", "early_hint", "start", "body")
    ]


def test_trailers_follow_without_digests_of_the_old_content() -> None:
    trailers = {
        "type": "http.response.trailers",
        "headers": [(b"content-digest", b"x"), (b"server-timing", b"a")],
        "more_trailers": False,
    }
    app = A11yMiddleware(answering(start(trailers=True), body(PAGE), trailers))
    sent = messages(app, scope())
    assert sent[0]["trailers"]
    assert sent[2] == {**trailers, "headers": [(b"server-timing", b"a")]}
    app = A11yMiddleware(answering(start(trailers=True), body(b"<li>"), trailers))
    assert messages(app, scope())[2] == trailers


def test_a_file_that_the_server_was_to_send_gets_the_tag(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE + b"x" * 200_000)
    app = A11yMiddleware(answering(start(), {"type": "http.response.pathsend", "path": str(file)}))
    sent = messages(app, scope(extensions={"http.response.pathsend": {}}))
    assert b"".join(message["body"] for message in sent[1:]) == tagged(app, file.read_bytes())
    assert [message.get("more_body") for message in sent[1:]][-2:] == [True, False]


def test_other_files_are_sent_by_the_server(tmp_path: Path) -> None:
    file = {"type": "http.response.pathsend", "path": str(tmp_path / "photo.jpg")}
    app = A11yMiddleware(answering(start([(b"content-type", b"image/jpeg")]), file))
    assert messages(app, scope())[1] is file


def test_a_starlette_file_response_on_a_server_with_pathsend(tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGE)
    app = A11yMiddleware(FileResponse(file))
    sent = messages(app, scope(extensions={"http.response.pathsend": {}}))
    assert b"".join(message.get("body", b"") for message in sent[1:]) == tagged(app)
    assert dict(sent[0]["headers"])[b"content-length"] == b"%d" % len(tagged(app))


def test_an_open_file_is_not_offered_to_the_application() -> None:
    seen: list[Scope] = []

    async def app(asked: Scope, _: Receive, __: Send) -> None:
        seen.append(asked)

    extensions: dict[str, object] = {
        "http.response.zerocopysend": {},
        "http.response.pathsend": {},
        "tls": {},
    }
    asked = scope(extensions=extensions)
    messages(A11yMiddleware(app), asked)
    assert seen[0]["extensions"] == {"http.response.pathsend": {}, "tls": {}}
    assert asked["extensions"] is extensions


def test_an_application_that_fails_before_the_place_is_known_has_sent_nothing() -> None:
    sent: list[Message] = []

    async def failing(_: Scope, __: Receive, send: Send) -> None:
        await send(start())
        await send(body(b"<!doctype html>", more=True))
        raise ValueError("the page could not be made")

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    with pytest.raises(ValueError, match="could not be made"):
        asyncio.run(A11yMiddleware(failing)(scope(), receive, send))
    assert sent == []


def test_a_compressed_page_that_breaks_ends_in_an_error() -> None:
    coded = gzip.compress(PAGE + bytes(range(256)) * 50)
    headers = [*HTML, (b"content-encoding", b"gzip")]
    broken = coded[:-8] + b"\0" * 8
    app = A11yMiddleware(
        answering(start(headers), body(broken[:200], more=True), body(broken[200:]))
    )
    with pytest.raises(CodingError):
        messages(app, scope())


# requests


def test_a_request_that_needs_no_change_is_the_very_same_scope() -> None:
    seen: list[Scope] = []

    async def app(asked: Scope, _: Receive, __: Send) -> None:
        seen.append(asked)

    asked = scope(headers=[(b"accept", b"image/*"), (b"accept-encoding", b"br")])
    messages(A11yMiddleware(app), asked)
    assert seen[0] is asked


def test_the_fields_of_a_navigation_change_in_a_copy() -> None:
    seen: list[Scope] = []

    async def app(asked: Scope, _: Receive, __: Send) -> None:
        seen.append(asked)

    asked = scope(headers=[(b"accept", b"text/html"), (b"accept-encoding", b"gzip, xy")])
    messages(A11yMiddleware(app), asked)
    assert seen[0]["headers"] == [(b"accept", b"text/html"), (b"accept-encoding", b"gzip")]
    assert asked["headers"][1] == (b"accept-encoding", b"gzip, xy")


def test_an_upload_is_received_by_the_application_itself() -> None:
    async def endpoint(request: Request) -> Response:
        sizes = [len(chunk) async for chunk in request.stream()]
        return HTMLResponse(f"<!doctype html><p>{sizes}")

    app = A11yMiddleware(Starlette(routes=[Route("/", endpoint, methods=["POST"])]))
    chunks: list[Message] = [
        {"type": "http.request", "body": b"x" * size, "more_body": size < 30}
        for size in (10, 20, 30)
    ]
    sent = messages(app, scope(method="POST"), *chunks)
    assert b"[10, 20, 30" in sent[1]["body"]


def test_a_page_that_is_compressed_below_the_middleware() -> None:
    page = PAGE + b"<p>hello</p>" * 100
    inner = Starlette(
        routes=[Route("/", lambda _: HTMLResponse(page))], middleware=[Middleware(GZipMiddleware)]
    )
    app = A11yMiddleware(inner)
    asked = scope(headers=[(b"accept", b"text/html"), (b"accept-encoding", b"gzip, xy")])
    head, content = messages(app, asked)
    assert gzip.decompress(content["body"]) == tagged(app, page)
    assert dict(head["headers"])[b"content-length"] == b"%d" % len(content["body"])
    assert dict(head["headers"])[b"vary"] == b"Accept-Encoding"


# our own pages


@pytest.mark.parametrize("prefix", ["/_a11y", "/care"])
def test_our_own_pages_are_under_the_prefix(prefix: str) -> None:
    app = A11yMiddleware(answering(start([], 418), body()), prefix=prefix)
    sent = messages(app, scope(app.rules.boot_path))
    assert sent[0]["status"] == 200
    assert app.rules.boot_path.startswith(f"{prefix}/boot.")
    assert messages(app, scope(prefix + "/none"))[0]["status"] == 404
    assert messages(app, scope(prefix))[0]["status"] == 418
    assert messages(app, scope(prefix + "x/boot"))[0]["status"] == 418


def test_our_own_pages_below_a_mount_point() -> None:
    app = A11yMiddleware(answering(start([], 418), body()))
    mounted = scope("/portal" + app.rules.boot_path, root_path="/portal")
    assert messages(app, mounted)[0]["status"] == 200
    assert messages(app, scope("/portalx", root_path="/portal"))[0]["status"] == 418


def test_the_tag_leads_to_us_from_below_a_mount_point() -> None:
    length = (b"content-length", b"%d" % len(PAGE))
    app = A11yMiddleware(answering(start([*HTML, length, (b"etag", b'"a"')]), body(PAGE)))
    head, content = messages(app, scope("/portal/x", root_path="/portal"))
    below = app.rules_below("/portal")
    assert below.boot_path == "/portal" + app.rules.boot_path
    assert content["body"] == PAGE.replace(b"<head>", b"<head>" + below.tag())
    assert dict(head["headers"])[b"content-length"] == b"%d" % len(content["body"])
    marked = b'W/"a;a11y-%bs"' % below.version.encode()
    assert dict(head["headers"])[b"etag"] == marked
    # and back
    seen: list[Scope] = []

    async def listening(asked: Scope, _: Receive, __: Send) -> None:
        seen.append(asked)

    fields = [(b"accept", b"text/html"), (b"if-none-match", marked)]
    messages(A11yMiddleware(listening), scope("/portal/x", root_path="/portal", headers=fields))
    assert seen[0]["headers"][1] == (b"if-none-match", b'"a"')


def test_our_own_script_is_where_the_tag_of_a_mounted_application_says() -> None:
    inner = A11yMiddleware(Starlette(routes=[Route("/x", lambda _: HTMLResponse(PAGE))]))
    outer = Starlette(routes=[Mount("/portal", inner)])
    page = messages(outer, scope("/portal/x"))[1]["body"]
    address = page.partition(b'src="')[2].partition(b'"')[0].decode()
    assert address == "/portal" + inner.rules.boot_path
    assert messages(outer, scope(address))[0]["status"] == 200


def test_two_of_us_put_in_one_tag() -> None:
    inner = A11yMiddleware(Starlette(routes=[Route("/x", lambda _: HTMLResponse(PAGE))]))
    outer = A11yMiddleware(Starlette(routes=[Mount("/portal", inner)]))
    sent = messages(outer, scope("/portal/x"))
    assert sent[1]["body"] == PAGE.replace(
        b"<head>", b"<head>" + inner.rules_below("/portal").tag()
    )
    assert outer.counters == {"already-there": 1}


@pytest.mark.parametrize(
    "more",
    [
        {"raw_path": b"/l%65ft/a;x=1"},
        {"path": "/left/a", "raw_path": None},
        {"raw_path": b"/left?q"},
    ],
)
def test_a_path_to_leave_alone(more: dict[str, Any]) -> None:
    seen: list[Scope] = []

    async def listening(asked: Scope, _: Receive, send: Send) -> None:
        seen.append(asked)
        await send(answer)

    answer = start()
    app = A11yMiddleware(listening, leave_paths=["/left/**"])
    asked = scope(headers=[(b"accept", b"text/html"), (b"accept-encoding", b"xy")], **more)
    sent = messages(app, asked)
    assert sent[0] is answer
    assert seen[0] is asked
    assert app.counters == {"left-path": 1}
    assert asked["a11y.page"] == "left-path"


def test_other_paths_are_not_left_alone() -> None:
    app = A11yMiddleware(answering(start(), body(PAGE)), leave_paths=["/left/**"])
    assert messages(app, scope("/leftover", raw_path=b"/leftover"))[1]["body"] == tagged(app)


def test_what_an_extension_sends_besides_is_not_held() -> None:
    debug: Message = {"type": "http.response.debug", "info": {"template": "a.html"}}
    push: Message = {"type": "http.response.push", "path": "/a.css", "headers": []}
    app = A11yMiddleware(answering(debug, start(), push, body(PAGE), debug))
    assert [message["type"].rpartition(".")[2] for message in messages(app, scope())] == [
        *("debug", "push", "start", "body", "debug")
    ]


def test_empty_pieces() -> None:
    pieces = [body(b"", more=True), body(PAGE, more=True), body(b"", more=True), body(b"")]
    app = A11yMiddleware(answering(start(), *pieces))
    sent = messages(app, scope())
    assert b"".join(message["body"] for message in sent[1:]) == tagged(app)
    assert [message["more_body"] for message in sent[1:]] == [True, False]


def test_a_second_start_while_the_first_is_held_is_an_error() -> None:
    app = A11yMiddleware(answering(start(), start([(b"content-type", b"text/css")])))
    with pytest.raises(RuntimeError, match="a second time"):
        messages(app, scope())


def test_other_wrong_orders_are_for_the_server_to_judge() -> None:
    wrong = [body(b"x", more=True), start([], 204), start([], 204), body()]
    assert messages(A11yMiddleware(answering(*wrong)), scope()) == wrong
    app = A11yMiddleware(answering(start(), body(PAGE), start(), body(PAGE), body(b"more")))
    kinds = [message["type"].rpartition(".")[2] for message in messages(app, scope())]
    assert kinds == ["start", "body", "start", "body", "body"]


def test_an_application_that_returns_without_an_answer_has_given_none() -> None:
    assert messages(A11yMiddleware(answering(start())), scope()) == []
    assert messages(A11yMiddleware(answering()), scope()) == []


def test_a_visitor_who_has_gone_is_noticed_by_the_application() -> None:
    class GoneError(OSError):
        pass

    async def send(_: Message) -> None:
        raise GoneError

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    app = A11yMiddleware(answering(start(), body(PAGE)))
    with pytest.raises(GoneError):
        asyncio.run(app(scope(), receive, send))


def test_what_the_application_does_afterwards_comes_after_the_page() -> None:
    events: list[str] = []
    page = HTMLResponse(PAGE, background=BackgroundTask(events.append, "afterwards"))

    async def send(message: Message) -> None:
        events.append(message["type"].rpartition(".")[2])

    async def receive() -> Message:
        return {"type": "http.request"}

    asyncio.run(A11yMiddleware(page)(scope(), receive, send))
    assert events == ["start", "body", "afterwards"]


def test_the_state_of_the_lifespan_is_shared_with_the_application() -> None:
    state: dict[str, Any] = {"db": object()}
    seen: list[Scope] = []

    async def app(asked: Scope, _: Receive, __: Send) -> None:
        seen.append(asked)

    fields = [(b"accept", b"text/html"), (b"accept-encoding", b"xy")]
    messages(A11yMiddleware(app), scope(headers=fields, state=state))
    assert seen[0]["state"] is state


def test_a_websocket_goes_to_the_application() -> None:
    asked = {"type": "websocket", "path": "/_a11y/x", "headers": []}
    refused: Message = {"type": "websocket.close"}
    assert messages(A11yMiddleware(answering(refused)), asked)[0] is refused


# settings


def test_settings_or_options_but_not_both() -> None:
    app = answering()
    assert A11yMiddleware(app, prefix="/care").settings.prefix == "/care"
    assert A11yMiddleware(app, Settings(scan_bytes=5)).rules.scan_bytes == 5
    assert not A11yMiddleware(app, speech="off").rules.sound
    with pytest.raises(SettingsError, match="not both"):
        A11yMiddleware(app, Settings(), prefix="/care")
    with pytest.raises(SettingsError, match="legal are: prefix"):
        A11yMiddleware(app, no_such_option=1)  # type: ignore[call-arg]


def test_every_setting_can_be_given_as_an_option() -> None:
    assert list(Options.__annotations__) == [field.name for field in dataclasses.fields(Settings)]


def test_it_is_added_to_an_application_in_one_line() -> None:
    app = Starlette(
        routes=[Route("/", lambda _: HTMLResponse(PAGE))],
        middleware=[Middleware(A11yMiddleware, language="en")],
    )
    assert b"<script src=" in messages(app, scope())[1]["body"]
