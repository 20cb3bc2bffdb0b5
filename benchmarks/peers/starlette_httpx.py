"""A reverse proxy as one writes it with Starlette and httpx."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from benchmarks.peers import DROPPED, ORIGIN, with_tag

client = httpx.AsyncClient(base_url=ORIGIN, timeout=60)


async def forward(request: Request) -> StreamingResponse:
    """One request to the portal, its answer back."""
    has_body = "content-length" in request.headers or "transfer-encoding" in request.headers
    asked = client.build_request(
        request.method,
        request.url.path,
        params=request.query_params,
        headers=[pair for pair in request.headers.raw if pair[0] not in DROPPED],
        content=request.stream() if has_body else None,
    )
    answer = await client.send(asked, stream=True)
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    response = StreamingResponse(_body(answer, is_page=is_page), answer.status_code)
    response.raw_headers = [
        (name.lower(), value)
        for name, value in answer.headers.raw
        if name.lower() not in DROPPED and not (is_page and name.lower() == b"content-length")
    ]
    return response


async def _body(answer: httpx.Response, *, is_page: bool) -> AsyncIterator[bytes]:
    try:
        async for chunk in answer.aiter_raw():
            yield with_tag(chunk) if is_page else chunk
            is_page = False
    finally:
        await answer.aclose()


app = Starlette(routes=[Route("/{path:path}", forward, methods=["GET", "HEAD", "POST"])])
