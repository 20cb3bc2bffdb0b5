"""The words routes, relative to ``<prefix>/words``: pinyin and traditional."""

from __future__ import annotations

import gzip
import logging
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from a11y import posted
from a11y.answers import ALWAYS, error_answer, json_bytes
from a11y.assets import accepts_gzip
from a11y.errors import WordsUnavailableError
from a11y.posted import RefusedError
from a11y.words import limits
from a11y.words.service import OPERATIONS, Operation, WordsBusyError, WordsService

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from a11y.words.cache import Line

_log = logging.getLogger("a11y.words")

_MESSAGES = {
    "origin": "这个请求不是从本网站的页面发出的。",
    "type": "请求的格式不对：应为 JSON。",
    "shape": "请求的内容不完整或格式不对。",
    "long": "一次发来的文字太多，请分几次发。",
    "slow": "网络太慢，文字没有传完，请再试一次。",
    "busy": "现在使用的人很多，请稍等一下再试。",
    "unavailable": "服务器上的拼音、繁体功能暂时不能用。",
}
MOST_BYTES = limits.CHARS * posted.BYTES_PER_CHAR + limits.BYTES_EXTRA
# An answer shorter than this is one packet anyway.
_SHORT = 1_000


def routes(service: WordsService) -> list[BaseRoute]:
    """The routes of one service; whoever mounts them closes it."""
    return [
        Route(f"/{operation}", _endpoint(service, operation), methods=["POST"])
        for operation in OPERATIONS
    ]


def _endpoint(
    service: WordsService, operation: Operation
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        try:
            posted.check_origin(request)
            lines = _lines(await posted.read_json(request, MOST_BYTES))
            made = await service.convert(operation, lines)
        except RefusedError as error:
            return _error(error.status, error.code)
        except WordsBusyError:
            return _error(429, "busy", limits.RETRY_SECONDS)
        except WordsUnavailableError as error:
            _log.warning("%s", error)
            return _error(503, "unavailable")
        return _answer(request, {"v": 1, "lines": made})

    return answer


def _error(status: int, code: str, retry_seconds: int | None = None) -> Response:
    return error_answer(status, code, _MESSAGES[code], retry_seconds=retry_seconds)


def _answer(request: Request, content: object) -> Response:
    body = json_bytes(content)
    headers = {**ALWAYS, "Cache-Control": "no-store"}
    # Readings are four times as long as their text, and a phone's line may be slow.
    if len(body) > _SHORT and accepts_gzip(request.headers.get("accept-encoding", "")):
        body = gzip.compress(body, compresslevel=5, mtime=0)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(body, 200, headers, "application/json")


def _lines(content: Any) -> list[Line]:
    """The lines of a request of version 1. Raises RefusedError."""
    if not isinstance(content, dict) or content.get("v") != 1:
        raise RefusedError(400, "shape")
    lines = content.get("lines")
    if not isinstance(lines, list) or not all(isinstance(line, list) for line in lines):
        raise RefusedError(400, "shape")
    if len(lines) > limits.LINES or sum(map(len, lines)) > limits.PIECES:
        raise RefusedError(413, "long")
    pieces = [piece for line in lines for piece in line]
    if not all(isinstance(piece, str) and _is_text(piece) for piece in pieces):
        raise RefusedError(400, "shape")
    if sum(map(len, pieces)) > limits.CHARS:
        raise RefusedError(413, "long")
    return [tuple(line) for line in lines]


def _is_text(piece: str) -> bool:
    """False for half of a surrogate pair, which JSON can write and no encoding can."""
    try:
        piece.encode()
    except UnicodeEncodeError:
        return False
    return True
