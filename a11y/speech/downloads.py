"""A page's clips as one file to take along. Only clips of plans: nobody names text here.

The clips have one constant bit rate and no headers, so one after the other they are one MP3.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from a11y.errors import SpeechError
from a11y.posted import RefusedError
from a11y.speech import keys, limits
from a11y.speech.service import SpeechBusyError, SpeechService, UnknownClipError

_KIND = "download"
_BUSY_TRIES, _BUSY_SECONDS = 60, 0.5
# What no system takes in a file's name, and what ends a header field.
_UNNAMEABLE = re.compile(r'[\x00-\x1f\x7f-\x9f\ud800-\udfff/\\:*?"<>|]+')


@dataclass(frozen=True, slots=True)
class Download:
    """Clips in their order, and what their file is called, without ``.mp3``."""

    name: str
    clips: tuple[str, ...]

    @classmethod
    def of(cls, wanted: Any) -> Download:
        """What a request asks for. Raises RefusedError unless it has the shape of version 1."""
        if not isinstance(wanted, dict) or wanted.get("v") != 1:
            raise RefusedError(400, "shape")
        name, clips = wanted.get("name", ""), wanted.get("clips")
        if not isinstance(name, str) or not isinstance(clips, list) or not clips:
            raise RefusedError(400, "shape")
        if len(clips) > limits.DOWNLOAD_CLIPS:
            raise RefusedError(413, "long")
        if not all(isinstance(one, str) and keys.LEGAL.fullmatch(one) for one in clips):
            raise RefusedError(400, "shape")
        plain = _UNNAMEABLE.sub(" ", name)[: limits.DOWNLOAD_NAME_CHARS].strip(" .")
        return cls(plain or "朗读", tuple(clips))

    @property
    def disposition(self) -> str:
        """The Content-Disposition field (RFC 6266), with the name in UTF-8 (RFC 8187)."""
        return f"attachment; filename=\"speech.mp3\"; filename*=UTF-8''{quote(self.name)}.mp3"


class Downloads:
    """Keeps what was asked for by keyed ids, and streams it, a few at a time in one process."""

    def __init__(self, service: SpeechService) -> None:
        self._service = service
        self._running = 0

    async def keep(self, wanted: Download) -> str:
        """Remember a download for an hour; its id, for all processes with the same key."""
        content = json.dumps([wanted.name, *wanted.clips], ensure_ascii=False)
        name = self._service.keys.clip_id(_KIND, content)
        await self._service.remember(name, content)
        return name

    async def find(self, name: str) -> Download:
        """What was kept. Raises UnknownClipError, also for what does not fit its id."""
        content = await self._service.recall(name) if keys.LEGAL.fullmatch(name) else None
        if content is None or self._service.keys.clip_id(_KIND, content) != name:
            raise UnknownClipError("no such download was asked for lately")
        title, *clips = json.loads(content)
        return Download(title, tuple(clips))

    async def stream(self, wanted: Download) -> AsyncIterator[bytes]:
        """Begin: the first clip is there when this returns. Raises as SpeechService.clip.

        The iterator raises SpeechError if a later clip fails, so that what was sent so far is
        not taken for the whole.
        """
        if self._running >= limits.DOWNLOADS:
            raise SpeechBusyError("too many downloads at once", retryable=True)
        self._running += 1
        try:
            first = await self._clip(wanted.clips[0])
        except BaseException:
            self._running -= 1
            raise
        return self._rest(first, wanted.clips[1:])

    async def _rest(self, first: bytes, clips: tuple[str, ...]) -> AsyncIterator[bytes]:
        following: asyncio.Task[bytes] | None = None
        try:
            for clip_id in clips:
                # The next one is made while this one is sent; no more, others want to listen.
                following = asyncio.create_task(self._clip(clip_id))
                yield first
                first = await following
            yield first
        finally:
            self._running -= 1
            if following and not following.done():
                following.cancel()
                with contextlib.suppress(asyncio.CancelledError, SpeechError):
                    await following

    async def _clip(self, clip_id: str) -> bytes:
        """One clip's audio; who takes a page along waits behind those who listen."""
        for _ in range(_BUSY_TRIES):
            try:
                return (await self._service.clip(clip_id)).audio
            except SpeechBusyError:
                await asyncio.sleep(_BUSY_SECONDS)
        return (await self._service.clip(clip_id)).audio
