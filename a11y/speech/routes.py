"""The speech routes, relative to ``<prefix>/speech``: plan, audio and timing."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from a11y import posted
from a11y.answers import ALWAYS, error_answer, json_answer
from a11y.conditional import etag_matches
from a11y.errors import SpeechError, SpeechUnavailableError
from a11y.speech import audio, limits, plans, ranges
from a11y.speech.service import SpeechBusyError, SpeechService, UnknownClipError

_log = logging.getLogger("a11y.speech")

# A clip's id covers all that determines it, so a copy never goes out of date.
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_MESSAGES = {
    "origin": "这个请求不是从本网站的页面发出的。",
    "type": "请求的格式不对：应为 JSON。",
    "shape": "请求的内容不完整或格式不对。",
    "long": "这一页的文字太长，不能一次朗读。",
    "slow": "网络太慢，文字没有传完，请再试一次。",
    "busy": "现在使用朗读的人很多，请稍等一下再试。",
    "unavailable": "服务器上的朗读功能暂时不能用。",
    "failed": "这一句没有读成，请再试一次。",
    "unknown": "找不到这段语音，请重新开始朗读。",
    "range": "所要的语音片段超出了范围。",
}

_Endpoint = Callable[[Request], Awaitable[Response]]


def routes(service: SpeechService) -> list[BaseRoute]:
    """The routes of one service; whoever mounts them closes it."""

    async def plan(request: Request) -> Response:
        posted.check_origin(request)
        wanted = await plans.read(request, service.plan_chars)
        clips = [
            {"id": c.id, "block": c.block, "start": c.start, "end": c.end, "ms": c.ms}
            for c in await service.plan(wanted.blocks, continued=wanted.continued)
        ]
        return json_answer({"v": 1, "clips": clips}, headers={"Cache-Control": "no-store"})

    async def sound(request: Request) -> Response:
        entry = await service.clip(request.path_params["id"])
        return _bytes(request, entry.audio, f'"{entry.tag}"', audio.MEDIA_TYPE)

    async def timing(request: Request) -> Response:
        entry = await service.clip(request.path_params["id"])
        return _bytes(request, entry.timing, f'"{entry.tag}"', "application/json")

    return [
        Route("/plan", _answering(plan), methods=["POST"]),
        Route("/{id}.mp3", _answering(sound), methods=["GET"]),
        Route("/{id}.json", _answering(timing), methods=["GET"]),
    ]


def _answering(endpoint: _Endpoint) -> _Endpoint:
    """The endpoint with every failure of ours as a plain answer."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except posted.RefusedError as error:
            return _error(error.status, error.code)
        except UnknownClipError:
            return _error(404, "unknown")
        except SpeechBusyError:
            return _error(429, "busy", retry=True)
        except SpeechUnavailableError as error:
            _log.warning("%s", error)
            return _error(503, "unavailable")
        except SpeechError as error:
            _log.warning("%s", error)
            return _error(503, "failed", retry=error.retryable)

    return answer


def _error(
    status: int, code: str, *, retry: bool = False, extra: dict[str, str] | None = None
) -> Response:
    seconds = limits.RETRY_SECONDS if retry else None
    return error_answer(status, code, _MESSAGES[code], retry_seconds=seconds, extra=extra)


def _bytes(request: Request, data: bytes, tag: str, media_type: str) -> Response:
    """Bytes that never change, conditionally and in part (RFC 9110, sections 13.1 and 14.2)."""
    headers = {**ALWAYS, **_FOR_EVER, "ETag": tag, "Accept-Ranges": "bytes"}
    if etag_matches(request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    wanted = request.headers.get("range")
    if request.headers.get("if-range", tag) != tag or request.method != "GET":
        wanted = None
    try:
        part = ranges.parse(wanted, len(data))
    except ranges.UnsatisfiableError:
        return _error(416, "range", extra={"Content-Range": f"bytes */{len(data)}"})
    if part is None:
        return Response(data, 200, headers, media_type)
    first, end = part
    headers["Content-Range"] = f"bytes {first}-{end - 1}/{len(data)}"
    return Response(data[first:end], 206, headers, media_type)
