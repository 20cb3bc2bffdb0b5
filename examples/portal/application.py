"""The demonstration portal as an ASGI application."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from examples.portal import affairs, reading
from examples.portal.rendering import HERE, not_found, page
from examples.portal.stored import StoredFiles

FILES = StoredFiles(HERE / "pages")


async def stored(request: Request) -> Response:
    """Any file under pages/, else the page for an address that is none."""
    return FILES.find(request) or not_found()


async def refused(_request: Request, error: Exception) -> Response:
    """A page for what the routes refuse, such as POST where only GET is taken."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    answer = page(
        "message.html",
        status=status,
        heading="操作不正确",
        text="请从办事页面重新进入，或拨打12345咨询。",
    )
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer


app = Starlette(
    routes=[*reading.routes, *affairs.routes, Route("/{path:path}", stored)],
    exception_handlers={HTTPException: refused},
)
