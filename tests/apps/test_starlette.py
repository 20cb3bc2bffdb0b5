"""Starlette's own responses and FastAPI's documentation pages, with and without care mode."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tests.apps.compare import ask, compare
from tests.apps.ways import Pair, asgi_ways

PORTALS = Path(__file__).parents[1] / "portals"
PAGE = "<!DOCTYPE html><html><head><title>公告</title></head><body>" + "<p>正文</p>" * 1000

api = FastAPI(title="社区食堂", docs_url="/docs")


@api.get("/menu")
async def menu(day: int = 1) -> dict[str, int]:
    return {"day": day}


@api.get("/page", response_class=HTMLResponse)
async def page() -> str:
    return PAGE


@api.post("/upload")
async def upload(request: Request) -> dict[str, int]:
    return {"size": sum([len(chunk) async for chunk in request.stream()])}


@api.get("/crash")
async def crash() -> None:
    raise ValueError("the page could not be made")


async def home(request: Request) -> Response:
    request.session["visits"] = request.session.get("visits", 0) + 1
    return HTMLResponse(PAGE)


async def stream(_: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(PAGE), 500):
            yield PAGE[at : at + 500].encode()

    return StreamingResponse(pieces(), media_type="text/html")


async def file(_: Request) -> Response:
    return FileResponse(PORTALS / "gbk.html", media_type="text/html; charset=gbk")


async def download(_: Request) -> Response:
    return FileResponse(PORTALS / "gbk.html", filename="网页.html")


async def events(_: Request) -> Response:
    async def pieces() -> AsyncIterator[str]:
        for number in range(3):
            yield f"data: {number}\n\n"

    return StreamingResponse(pieces(), media_type="text/event-stream")


async def elsewhere(_: Request) -> Response:
    return RedirectResponse("/file?a=%E4%BD%A0")


portal = Starlette(
    routes=[
        *(Route("/", home), Route("/stream", stream), Route("/file", file)),
        *(Route("/download", download), Route("/events", events), Route("/elsewhere", elsewhere)),
        Mount("/static", StaticFiles(directory=PORTALS, html=True)),
        Mount("/api", api),
    ],
    middleware=[
        Middleware(SessionMiddleware, secret_key="tests only"),  # noqa: S106
        Middleware(GZipMiddleware, minimum_size=500),
    ],
)
WAYS = asgi_ways(portal)


@pytest.fixture(scope="module", params=WAYS)
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    with WAYS[request.param]() as pair:
        yield pair


@pytest.mark.parametrize(
    "target",
    ["/", "/stream", "/file", "/static/gb18030.html", "/static/utf8.html", "/api/page"],
)
def test_pages(pair: Pair, target: str) -> None:
    answer = compare(pair, target, tag=True)
    # Of the static pages two are shorter than what is compressed.
    assert answer.value("content-encoding") in ("gzip", "")


@pytest.mark.parametrize("target", ["/api/docs", "/api/redoc", "/api/docs/oauth2-redirect"])
def test_documentation_pages(pair: Pair, target: str) -> None:
    compare(pair, target, tag=True)


@pytest.mark.parametrize(
    "target",
    [
        *("/download", "/events", "/elsewhere", "/static/none.html", "/none", "/static"),
        *("/api/menu?day=3", "/api/menu?day=x", "/api/openapi.json", "/api/crash"),
    ],
)
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_no_pages(pair: Pair, target: str) -> None:
    compare(pair, target, tag=False)


@pytest.mark.parametrize("field", ["bytes=0-99", "bytes=-10", "bytes=999999-", "bytes=0-1,5-6"])
def test_parts_of_a_download(pair: Pair, field: str) -> None:
    headers = {"accept": "*/*", "accept-encoding": "identity", "range": field}
    # Several parts are parted by a line that is another one each time.
    several = "," in field
    answers = [ask(base, "/download", headers=headers) for base in (pair.bare, pair.cared)]
    assert answers[0].status == answers[1].status
    assert several or answers[0].raw == answers[1].raw
    assert len(answers[0].raw) == len(answers[1].raw)


def test_a_page_of_a_file_is_not_sent_twice(pair: Pair) -> None:
    etag = ask(pair.cared, "/static/gb18030.html").value("etag")
    assert ask(pair.cared, "/static/gb18030.html", headers={"if-none-match": etag}).status == 304


def test_an_upload(pair: Pair) -> None:
    answer = ask(pair.cared, "/api/upload", method="POST", content=b"\0\xff" * 500_000)
    assert json.loads(answer.content) == {"size": 1_000_000}
