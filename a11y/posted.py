"""What a page posts to us: JSON, within bounds, from this site only. Refusals have names."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from starlette.requests import ClientDisconnect, Request

from a11y import origin

# JSON may write a character in six bytes (\uXXXX).
BYTES_PER_CHAR = 6
# A slow phone sends a page's text within this many seconds; a stalled one must not hold the
# connection.
BODY_SECONDS = 15.0


class RefusedError(Exception):
    """The request is refused: an HTTP status and an error code."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


def check_origin(request: Request) -> None:
    """Raise RefusedError unless a page of this site asks."""
    if not origin.is_same_origin(request.headers):
        raise RefusedError(403, "origin")


async def read_json(request: Request, most_bytes: int) -> Any:
    """The JSON that a request carries. Raises RefusedError."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != "application/json":
        raise RefusedError(415, "type")
    body = await read_body(request, most_bytes)
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "shape") from error


async def read_body(request: Request, most_bytes: int) -> bytes:
    """What a request carries. Raises RefusedError for too much, and for one that stalls."""
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length) > most_bytes:
        raise RefusedError(413, "long")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most_bytes:
                    raise RefusedError(413, "long")
    except TimeoutError as error:
        raise RefusedError(408, "slow") from error
    except ClientDisconnect as error:
        raise RefusedError(400, "shape") from error
    return bytes(body)
