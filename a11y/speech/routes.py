"""The speech routes, relative to ``<prefix>/speech``: token, plan, audio, timing, download."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from a11y import posted
from a11y.answers import ALWAYS, error_answer, json_answer
from a11y.conditional import etag_matches
from a11y.errors import SpeechError, SpeechUnavailableError
from a11y.speech import audio, limits, plans, ranges
from a11y.speech.downloads import Download, Downloads
from a11y.speech.entry import Entry
from a11y.speech.gate import Gate, QuotaError, TokenError
from a11y.speech.planned import PlannedClip
from a11y.speech.service import SpeechBusyError, SpeechService, UnknownClipError

_log = logging.getLogger("a11y.speech")

# A clip's id covers all that determines it, so a copy never goes out of date.
_FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_NEVER = {"Cache-Control": "no-store"}
_MESSAGES = {
    "origin": "这个请求不是从本网站的页面发出的。",
    "type": "请求的格式不对：应为 JSON。",
    "shape": "请求的内容不完整或格式不对。",
    "long": "这一页的文字太长，不能一次朗读。",
    "slow": "网络太慢，文字没有传完，请再试一次。",
    "token": "请求过期了，请再试一次。",
    "quota": "这台电脑朗读的内容太多了，请过一会儿再试。",
    "busy": "现在使用朗读的人很多，请稍等一下再试。",
    "unavailable": "服务器上的朗读功能暂时不能用。",
    "failed": "这一句没有读成，请再试一次。",
    "unknown": "找不到这段语音，请重新开始朗读。",
    "range": "所要的语音片段超出了范围。",
}

# The first kind that fits says the status and the code.
_REFUSALS: tuple[tuple[type[SpeechError], int, str], ...] = (
    (UnknownClipError, 404, "unknown"),
    (SpeechBusyError, 429, "busy"),
    (QuotaError, 429, "quota"),
    (TokenError, 401, "token"),
    (SpeechUnavailableError, 503, "unavailable"),
    (SpeechError, 503, "failed"),
)

_Endpoint = Callable[[Request], Awaitable[Response]]


def routes(service: SpeechService) -> list[BaseRoute]:
    """The routes of one service; whoever mounts them closes it."""
    gate = Gate(service.settings, service.keys)
    downloads = Downloads(service)

    async def token(request: Request) -> Response:
        posted.check_origin(request)
        content = {"v": 1, "token": gate.tokens.make(), "seconds": gate.tokens.seconds}
        return json_answer(content, headers=_NEVER)

    async def plan(request: Request) -> Response:
        posted.check_origin(request)
        wanted = await plans.read(request, service.plan_chars)
        host = request.client.host if request.client else None
        entered = gate.enter(wanted.token, host, wanted.chars)
        try:
            planned = await service.plan(
                wanted.blocks, continued=wanted.continued, language=wanted.language
            )
        except BaseException:
            entered.undo()
            raise
        content = {
            "v": 1,
            "engine": planned[0].engine if planned else service.engine_name,
            "prefer": service.settings.speech_prefer,
            "clips": [_planned(clip) for clip in planned],
        }
        return json_answer(content, headers=_NEVER)

    async def keep(request: Request) -> Response:
        posted.check_origin(request)
        wanted = Download.of(await posted.read_json(request, limits.DOWNLOAD_BYTES))
        name = await downloads.keep(wanted)
        return json_answer({"v": 1, "id": name}, headers=_NEVER)

    async def download(request: Request) -> Response:
        wanted = await downloads.find(request.path_params["id"])
        headers = {**ALWAYS, **_NEVER, "Content-Disposition": wanted.disposition}
        if request.method == "HEAD":
            return Response(headers=headers, media_type=audio.MEDIA_TYPE)
        stream = await downloads.stream(wanted)
        return StreamingResponse(stream, 200, headers, audio.MEDIA_TYPE)

    async def sound(request: Request) -> Response:
        entry = await service.clip(request.path_params["id"])
        return _bytes(request, entry, entry.audio, audio.MEDIA_TYPE)

    async def timing(request: Request) -> Response:
        entry = await service.clip(request.path_params["id"])
        return _bytes(request, entry, entry.timing, "application/json")

    return [
        Route("/token", _answering(token), methods=["POST"]),
        Route("/plan", _answering(plan), methods=["POST"]),
        Route("/download", _answering(keep), methods=["POST"]),
        Route("/download/{id}.mp3", _answering(download), methods=["GET"]),
        Route("/{id}.mp3", _answering(sound), methods=["GET"]),
        Route("/{id}.json", _answering(timing), methods=["GET"]),
    ]


def _planned(clip: PlannedClip) -> dict[str, object]:
    return {
        "id": clip.id,
        "block": clip.block,
        "start": clip.start,
        "end": clip.end,
        "ms": clip.ms,
        "language": clip.language,
    }


def _answering(endpoint: _Endpoint) -> _Endpoint:
    """The endpoint with every failure of ours as a plain answer."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except posted.RefusedError as error:
            return _error(error.status, error.code)
        except SpeechError as error:
            return _refusal(error)

    return answer


def _refusal(error: SpeechError) -> Response:
    """What a visitor is told; what an operator should know is logged, without any text."""
    status, code = next((s, c) for kind, s, c in _REFUSALS if isinstance(error, kind))
    if status == 503:
        _log.warning("%s", error)
    seconds = limits.RETRY_SECONDS if error.retryable else None
    if isinstance(error, QuotaError):
        seconds = error.seconds
    # The toolbar goes on with the browser's voice.
    engine = "browser" if isinstance(error, SpeechUnavailableError) else None
    return _error(status, code, seconds=seconds, engine=engine)


def _error(
    status: int,
    code: str,
    *,
    seconds: int | None = None,
    extra: dict[str, str] | None = None,
    engine: str | None = None,
) -> Response:
    more = {"engine": engine} if engine else None
    return error_answer(
        status, code, _MESSAGES[code], retry_seconds=seconds, extra=extra, more=more
    )


def _bytes(request: Request, entry: Entry, data: bytes, media_type: str) -> Response:
    """Bytes that never change, conditionally and in part (RFC 9110, sections 13.1 and 14.2)."""
    tag = f'"{entry.tag}"'
    headers = {**ALWAYS, "ETag": tag, "Accept-Ranges": "bytes"}
    # A substitute is made again soon, so nobody else is to keep it.
    headers |= _NEVER if entry.until else _FOR_EVER
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
