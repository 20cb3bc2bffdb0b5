"""A reverse proxy as one writes it with Starlette and aiohttp's client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from benchmarks.peers import DROPPED, ORIGIN, with_tag


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    """One session for all."""
    jar = aiohttp.DummyCookieJar()
    connector = aiohttp.TCPConnector(limit=256)
    async with aiohttp.ClientSession(
        cookie_jar=jar, connector=connector, auto_decompress=False
    ) as session:
        app.state.session = session
        yield


async def forward(request: Request) -> StreamingResponse:
    """One request to the portal, its answer back."""
    has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
    answer = await request.app.state.session.request(
        request.method,
        f"{ORIGIN}{request.url.path}?{request.url.query}".removesuffix("?"),
        headers=[
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in request.headers.raw
            if name not in DROPPED
        ],
        data=request.stream() if has_body else None,
        allow_redirects=False,
    )
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    response = StreamingResponse(_body(answer, is_page=is_page), answer.status)
    response.raw_headers = [
        (name.lower(), value)
        for name, value in answer.raw_headers
        if name.lower() not in DROPPED and not (is_page and name.lower() == b"content-length")
    ]
    return response


async def _body(answer: aiohttp.ClientResponse, *, is_page: bool) -> AsyncIterator[bytes]:
    async with answer:
        async for chunk in answer.content.iter_any():
            yield with_tag(chunk) if is_page else chunk
            is_page = False


app = Starlette(
    routes=[Route("/{path:path}", forward, methods=["GET", "HEAD", "POST"])], lifespan=lifespan
)
